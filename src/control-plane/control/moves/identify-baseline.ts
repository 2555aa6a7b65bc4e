import type { Observation } from '../../domain/release/decide-observation.ts';
import { SourceError } from '../ports/source-error.ts';
import type { MoveContext } from './move-context.ts';

/** The version with all the traffic is the baseline; anything else (a split left over, an unknown candidate) is for a person to settle, and holds. */
export async function identifyBaseline({ ports, service, release, signal }: MoveContext): Promise<Observation> {
  const { version } = release.request;
  const view = await ports.router.read(service.routerService, signal);
  const baseline = Object.entries(view.weights).find(([, percent]) => percent === 100)?.[0];
  if (baseline === undefined)
    throw unsettled(`Traffic of ${service.name} is split (${weightsText(view.weights)}): give one version 100 % first.`);
  if (baseline === version) throw unsettled(`${version} has all traffic of ${service.name} already.`);
  const candidateUrl = view.urls[version];
  if (candidateUrl === undefined) throw unsettled(`The router knows no ${version} of ${service.name}: register it first.`);
  return { kind: 'baseline', baseline, candidateUrl };
}

function unsettled(message: string): SourceError {
  return new SourceError('router-unsettled', message, { retryable: true });
}

function weightsText(weights: Readonly<Record<string, number>>): string {
  return Object.entries(weights)
    .map(([version, percent]) => `${version} ${percent} %`)
    .join(', ');
}
