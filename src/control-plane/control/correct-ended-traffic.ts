import { type LiveRelease, wantedTrafficPercent } from '../domain/release/release-state.ts';
import { releaseIdOf, releaseStreamPrefix } from './ledger-streams.ts';
import type { MoveContext } from './moves/move-context.ts';
import { writeWeight } from './moves/set-weight.ts';
import type { ReconcilerPorts } from './reconciler-ports.ts';

/** For how long after its end a release's traffic is looked at: no write is on its way for longer. */
const lookedAfterMs = 10 * 60_000;

/**
 * Brings the router back to what the end of a service's newest release says, where a write of that release reached it after all: the
 * candidate to 0 % after a rollback, and to 100 % after a promotion.
 *
 * A release that moved no traffic is left alone, and so is a promoted version at 0 %: no step sets that, a person did. Changes nothing
 * when a newer release was requested. Throws SourceError when the router is out of reach, or was changed meanwhile.
 */
export async function correctEndedTraffic(ports: ReconcilerPorts, release: LiveRelease, signal: AbortSignal): Promise<void> {
  const { releaseId, version } = release.request;
  const service = ports.services.get(release.request.service);
  const isRecent = release.ending !== undefined && ports.clock.now() - release.ending.atMs <= lookedAfterMs;
  if (service === undefined || !isRecent || release.step === undefined) return;
  const context: MoveContext = { ports, service, release, signal };
  const before = await ports.router.read(service.routerService, signal);
  const wanted = wantedTrafficPercent(release);
  const shown = before.weights[version] ?? 0;
  // Asked after the router was read: the write is refused if a newer release has moved traffic since.
  if (shown === wanted || shown === 0 || !(await isNewest(ports, release))) return;
  const message = `${version} of ${service.name} has ${shown} % of the traffic after ${releaseId} has ended; it is given ${wanted} %.`;
  ports.log('warn', message, { release: releaseId });
  await writeWeight(context, wanted, before);
}

async function isNewest({ ledger }: ReconcilerPorts, { request: { environment, service, releaseId } }: LiveRelease): Promise<boolean> {
  const newest = (await ledger.streams(releaseStreamPrefix({ environment, service }))).at(-1);
  return newest !== undefined && releaseIdOf(newest) === releaseId;
}
