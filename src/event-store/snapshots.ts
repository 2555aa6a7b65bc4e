import type { Queryable } from './database.ts';
import type { Snapshot } from './event-store.ts';

/** Keeps a snapshot, in place of an older one of the same aggregate; a newer one stays, so that a slow writer can't set it back. */
export async function saveSnapshot(database: Queryable, snapshot: Omit<Snapshot, 'createdAt'>, createdAt: Date): Promise<void> {
  await database.query(
    `insert into event_store.snapshots as kept (aggregate_id, aggregate_type, version, data, created_at) values ($1, $2, $3, $4::jsonb, $5)
     on conflict (aggregate_id) do update
       set aggregate_type = excluded.aggregate_type, version = excluded.version, data = excluded.data, created_at = excluded.created_at
     where kept.version <= excluded.version`,
    [snapshot.aggregateId, snapshot.aggregateType, snapshot.version, JSON.stringify(snapshot.data ?? null), createdAt.toISOString()],
  );
}

/** The snapshot of an aggregate; undefined where none was saved. */
export async function loadSnapshot(database: Queryable, aggregateId: string): Promise<Snapshot | undefined> {
  const [row] = await database.query<Snapshot>(
    `select aggregate_id as "aggregateId", aggregate_type as "aggregateType", version, data, created_at as "createdAt"
       from event_store.snapshots where aggregate_id = $1`,
    [aggregateId],
  );
  return row;
}
