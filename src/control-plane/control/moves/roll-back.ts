import type { Observation } from '../../domain/release/decide-observation.ts';
import { describeCause } from '../../domain/release/describe-event.ts';
import type { RollbackStep } from '../../domain/release/release-event.ts';
import { incidentStream } from '../ledger-streams.ts';
import type { MoveContext } from './move-context.ts';
import { bringWeight } from './set-weight.ts';

/** Makes one step of undoing a release. Each may be made twice without harm. */
export async function rollBack(context: MoveContext, step: RollbackStep): Promise<Observation> {
  switch (step) {
    case 'traffic': {
      const view = await bringWeight(context, 0);
      return { kind: 'rollback-step-done', step, exposedRequests: view.exposed[context.release.request.version] };
    }
    case 'incident':
      await openIncident(context);
      return { kind: 'rollback-step-done', step, exposedRequests: undefined };
    case 'notify':
      await notify(context);
      return { kind: 'rollback-step-done', step, exposedRequests: undefined };
  }
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
