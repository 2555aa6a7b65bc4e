import type { Queryable } from './database.ts';
import type { StoredEvent } from './event-store.ts';

/** Writes events as they are, versions and positions included; the caller has settled these and holds the chain head. */
export async function insertEvents(tx: Queryable, events: readonly StoredEvent[]): Promise<void> {
  await tx.query(
    `insert into event_store.domain_events
       (id, aggregate_id, aggregate_type, event_type, event_version, event_data, metadata, user_id, created_at, global_position)
     select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::integer[], $6::jsonb[], $7::jsonb[], $8::text[], $9::timestamptz[], $10::bigint[])`,
    [
      events.map((event) => event.id),
      events.map((event) => event.aggregateId),
      events.map((event) => event.aggregateType),
      events.map((event) => event.type),
      events.map((event) => event.version),
      events.map((event) => JSON.stringify(event.data ?? null)),
      events.map((event) => (event.metadata === undefined ? null : JSON.stringify(event.metadata))),
      events.map((event) => event.userId ?? null),
      events.map((event) => event.createdAt.toISOString()),
      events.map((event) => event.position),
    ],
  );
}
