import type { Observation } from '../../domain/release/decide-observation.ts';
import { SourceError } from '../ports/source-error.ts';
import type { RouterView } from '../ports/traffic-router.ts';
import { exposedSoFar } from './exposed-so-far.ts';
import type { MoveContext } from './move-context.ts';

/** Sets the step's weight and reads it back: what counts is what the router shows. */
export async function setWeight(context: MoveContext, trafficPercent: number): Promise<Observation> {
  const view = await bringWeight(context, trafficPercent);
  return { kind: 'weight-confirmed', trafficPercent, exposedRequests: exposedSoFar(context.release, view) };
}

/** Brings the candidate to a weight if it is not there, the rest to the baseline; answers with what the router shows afterwards. */
export async function bringWeight(context: MoveContext, trafficPercent: number): Promise<RouterView> {
  const before = await context.ports.router.read(context.service.routerService, context.signal);
  return shows(before, wantedWeights(context, trafficPercent)) ? before : writeWeight(context, trafficPercent, before);
}

/**
 * Sets the candidate's weight, the rest to the baseline, on what the router showed before, and answers with what it shows afterwards.
 *
 * Whether the write was accepted or came too late, the router has left the revision that it showed before: no older write of this release
 * can be applied any more.
 */
export async function writeWeight(context: MoveContext, trafficPercent: number, before: RouterView): Promise<RouterView> {
  const { ports, service, release, signal } = context;
  const { version, releaseId } = release.request;
  const weights = wantedWeights(context, trafficPercent);
  const condition = { reason: releaseId, expectedRevision: before.revision };
  const late = await ports.router.setWeights(service.routerService, weights, condition, signal).catch(whenChanged);
  const after = await ports.router.read(service.routerService, signal);
  if (shows(after, weights)) return after;
  const message = `The router of ${service.name} does not show ${trafficPercent} % for ${version} and the rest for ${release.baseline} after it was set.`;
  throw late ?? new SourceError('router-disagrees', message, { retryable: true });
}

/** A repetition of a write that was accepted finds the router changed, by itself. */
function whenChanged(error: unknown): SourceError {
  if (error instanceof SourceError && error.code === 'router-changed') return error;
  throw error;
}

function wantedWeights({ release }: MoveContext, trafficPercent: number): Readonly<Record<string, number>> {
  const { version, releaseId } = release.request;
  if (release.baseline === undefined) throw new Error(`${releaseId} moves traffic before its baseline is known`);
  return { [version]: trafficPercent, [release.baseline]: 100 - trafficPercent };
}

function shows(view: RouterView, weights: Readonly<Record<string, number>>): boolean {
  return Object.entries(weights).every(([version, percent]) => (view.weights[version] ?? 0) === percent);
}
