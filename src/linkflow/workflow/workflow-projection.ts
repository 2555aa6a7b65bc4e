import type { EventStore, Subscription } from '../../event-store/event-store.ts';
import { aggregateRepository } from '../kit/store/aggregate-repository.ts';
import { workflowKind } from './workflow-kind.ts';
import type { WorkflowReadModel } from './workflow-read-model.ts';

/** What keeps the read model up with the store. */
export interface WorkflowProjectionOptions {
  readonly store: EventStore;
  readonly readModel: WorkflowReadModel;
}

/**
 * Keeps the read model up with the events, whoever appended them.
 *
 * The service that handled a command has written the row already, so that its caller reads it at once; this catches what a crash
 * between event and row, or another process, left behind. Handling an event twice changes nothing.
 */
export function startWorkflowProjection({ store, readModel }: WorkflowProjectionOptions): Promise<Subscription> {
  const repository = aggregateRepository(store, workflowKind);
  return store.subscribe('workflow-read-model', async (event) => {
    if (event.aggregateType !== workflowKind.type) return;
    const id = event.aggregateId.slice(`${workflowKind.type}-`.length);
    if ((await readModel.versionOf(id)) >= event.version) return;
    const { state, version } = await repository.load(event.aggregateId);
    if (state !== undefined) await readModel.put(state, version);
  });
}

/** Empties the read model and fills it from the events; answers how many workflows it then has, deleted ones included. Safe while the service runs: rows appear again one by one. */
export async function rebuildWorkflowReadModel({ store, readModel }: WorkflowProjectionOptions): Promise<number> {
  const repository = aggregateRepository(store, workflowKind);
  const streams = await store.aggregateIds(workflowKind.type);
  await readModel.clear();
  for (const stream of streams) {
    const { state, version } = await repository.load(stream);
    if (state !== undefined) await readModel.put(state, version);
  }
  return streams.length;
}
