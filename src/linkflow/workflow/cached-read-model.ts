import type { WorkflowReadModel } from './workflow-read-model.ts';
import { type WorkflowView, workflowView } from './workflow-view.ts';

/** What cachedReadModel() needs. */
export interface CachedReadModelOptions {
  readonly readModel: WorkflowReadModel;
  /** How many workflows are kept; the one not asked for the longest goes first. Default 10,000. */
  readonly size?: number;
}

/**
 * A read model that answers single workflows from memory.
 *
 * It is exact only where every writer of the table writes through this very object: all versions of the service in one process.
 * Where other processes write too, use the read model itself; a stale answer would break reading one's own writes.
 */
export function cachedReadModel({ readModel, size = 10_000 }: CachedReadModelOptions): WorkflowReadModel {
  const known = new Map<string, WorkflowView>();
  const keep = (view: WorkflowView): WorkflowView => {
    known.delete(view.id);
    known.set(view.id, view);
    const [oldest] = known.keys();
    if (known.size > size && oldest !== undefined) known.delete(oldest);
    return view;
  };
  return {
    find: async (id, userId) => {
      const cached = known.get(id);
      if (cached !== undefined) return visible(keep(cached), userId);
      const found = await readModel.find(id, userId);
      // Somebody may have written while the table was asked; what they wrote is newer.
      const written = known.get(id);
      if (written !== undefined) return visible(written, userId);
      return found === undefined ? undefined : keep(found);
    },
    list: (query) => readModel.list(query),
    put: async (workflow, version) => {
      await readModel.put(workflow, version);
      if ((known.get(workflow.id)?.version ?? 0) < version) keep(workflowView(workflow, version));
    },
    versionOf: async (id) => known.get(id)?.version ?? readModel.versionOf(id),
    clear: async () => {
      known.clear();
      await readModel.clear();
    },
  };
}

function visible(view: WorkflowView, userId: string): WorkflowView | undefined {
  return view.userId === userId && view.status !== 'deleted' ? view : undefined;
}
