import type { Observation } from '../../domain/release/decide-observation.ts';
import { describeCause } from '../../domain/release/describe-event.ts';
import type { RollbackStep } from '../../domain/release/release-event.ts';
import { incidentStream } from '../ledger-streams.ts';
import type { RouterView } from '../ports/traffic-router.ts';
import { exposedSoFar } from './exposed-so-far.ts';
import type { MoveContext } from './move-context.ts';
import { writeWeight } from './set-weight.ts';

/** Makes one step of undoing a release. Each may be made twice without harm. */
export async function rollBack(context: MoveContext, step: RollbackStep): Promise<Observation> {
  switch (step) {
    case 'traffic': {
      const view = await takeTrafficBack(context);
      return { kind: 'rollback-step-done', step, exposedRequests: exposedSoFar(context.release, view) };
    }
    case 'incident':
      await openIncident(context);
      return { kind: 'rollback-step-done', step, exposedRequests: undefined };
    case 'notify':
      await notify(context);
      return { kind: 'rollback-step-done', step, exposedRequests: undefined };
  }
}

/** Writes also when the router shows 0 %: a weight that was sent before may still be on its way, and only a write makes it come too late. */
async function takeTrafficBack(context: MoveContext): Promise<RouterView> {
  const before = await context.ports.router.read(context.service.routerService, context.signal);
  return writeWeight(context, 0, before);
}

/** The incident's stream is named for the release: opening it again finds it open. */
async function openIncident({ ports, release }: MoveContext): Promise<void> {
  const { releaseId, service, version } = release.request;
  const opened = { kind: 'IncidentOpened', releaseId, service, version, cause: release.rollback?.cause, atMs: ports.clock.now() };
  await ports.ledger.append(incidentStream(releaseId), 0, [opened]);
}

async function notify({ ports, release, signal }: MoveContext): Promise<void> {
  const { releaseId, service, version } = release.request;
  const text = release.rollback === undefined ? '' : describeCause(release.rollback.cause);
  await ports.notifier.notify({ id: `${releaseId}/rolled-back`, title: `${service} ${version} was rolled back`, text }, signal);
}
