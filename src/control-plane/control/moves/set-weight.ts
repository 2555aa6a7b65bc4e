import type { Observation } from '../../domain/release/decide-observation.ts';
import { SourceError } from '../ports/source-error.ts';
import type { RouterView } from '../ports/traffic-router.ts';
import type { MoveContext } from './move-context.ts';

/** Sets the step's weight and reads it back: what counts is what the router shows. */
export async function setWeight(context: MoveContext, trafficPercent: number): Promise<Observation> {
  const view = await bringWeight(context, trafficPercent);
  return { kind: 'weight-confirmed', trafficPercent, exposedRequests: view.exposed[context.release.request.version] ?? 0 };
}

/** Brings the candidate to a weight if it is not there, the rest to the baseline; answers with what the router shows afterwards. */
export async function bringWeight({ ports, service, release, signal }: MoveContext, trafficPercent: number): Promise<RouterView> {
  const { version, releaseId } = release.request;
  const before = await ports.router.read(service.routerService, signal);
  if (release.baseline === undefined) throw new Error(`${releaseId} moves traffic before its baseline is known`);
  const weights = { [version]: trafficPercent, [release.baseline]: 100 - trafficPercent };
  if (shows(before, weights)) return before;
  await ports.router.setWeights(service.routerService, weights, releaseId, signal);
  const after = await ports.router.read(service.routerService, signal);
  if (shows(after, weights)) return after;
  const message = `The router of ${service.name} does not show ${trafficPercent} % for ${version} and the rest for ${release.baseline} after it was set.`;
  throw new SourceError('router-disagrees', message, { retryable: true });
}

function shows(view: RouterView, weights: Readonly<Record<string, number>>): boolean {
  return Object.entries(weights).every(([version, percent]) => (view.weights[version] ?? 0) === percent);
}
