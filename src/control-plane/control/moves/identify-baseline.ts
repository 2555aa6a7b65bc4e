import type { Observation } from '../../domain/release/decide-observation.ts';
import { SourceError } from '../ports/source-error.ts';
import type { MoveContext } from './move-context.ts';

/** The version with all the traffic is the baseline; anything else (a split left over, an unknown candidate) is for a person to settle, and holds. */
export async function identifyBaseline({ ports, service, release, signal }: MoveContext): Promise<Observation> {
  const { version } = release.request;
  const { weights, urls, exposed } = await ports.router.read(service.routerService, signal);
  const baseline = Object.entries(weights).find(([, percent]) => percent === 100)?.[0];
  if (baseline === undefined)
    throw unsettled(`Traffic of ${service.name} is split (${weightsText(weights)}): give one version 100 % first.`);
  if (baseline === version) throw unsettled(`${version} has all traffic of ${service.name} already.`);
  const candidateUrl = urls[version];
  if (candidateUrl === undefined) throw unsettled(`The router knows no ${version} of ${service.name}: register it first.`);
  return { kind: 'baseline', baseline, candidateUrl, exposedBefore: exposed[version] ?? 0 };
}

/** Sees to it that the baseline still has all the traffic before the first step, or it would be given traffic back that was taken from it during the gates. */
export async function confirmBaseline({ ports, service, release, signal }: MoveContext): Promise<void> {
  const { baseline = '' } = release;
  const { weights } = await ports.router.read(service.routerService, signal);
  if (weights[baseline] === 100) return;
  throw unsettled(
    `${baseline} of ${service.name} was the baseline, and has lost traffic since (${weightsText(weights)}): give it back, or abort the release.`,
  );
}

function unsettled(message: string): SourceError {
  return new SourceError('router-unsettled', message, { retryable: true });
}

function weightsText(weights: Readonly<Record<string, number>>): string {
  return Object.entries(weights)
    .map(([version, percent]) => `${version} ${percent} %`)
    .join(', ');
}
