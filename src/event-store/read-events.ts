import type { Queryable } from './database.ts';
import { EVENT_COLUMNS, type EventRow, eventOfRow } from './event-row.ts';
import type { StoredEvent } from './event-store.ts';

/** The events of one aggregate after a version, oldest first. */
export async function readAggregate(database: Queryable, aggregateId: string, afterVersion: number): Promise<readonly StoredEvent[]> {
  const rows = await database.query<EventRow>(
    `select ${EVENT_COLUMNS} from event_store.domain_events where aggregate_id = $1 and event_version > $2 order by event_version`,
    [aggregateId, afterVersion],
  );
  return rows.map(eventOfRow);
}

/** Events of all aggregates after a position, in global order, at most `limit`. */
export async function readAllEvents(database: Queryable, afterPosition: number, limit: number): Promise<readonly StoredEvent[]> {
  const rows = await database.query<EventRow>(
    `select ${EVENT_COLUMNS} from event_store.domain_events where global_position > $1 order by global_position limit $2`,
    [afterPosition, limit],
  );
  return rows.map(eventOfRow);
}

/** Ids of a type's aggregates whose id starts with `prefix`, in order of their first event. */
export async function readAggregateIds(database: Queryable, type: string, prefix: string): Promise<readonly string[]> {
  const rows = await database.query<{ id: string }>(
    `select aggregate_id as id from event_store.domain_events
      where aggregate_type = $1 and event_version = 1 and starts_with(aggregate_id, $2) order by global_position`,
    [type, prefix],
  );
  return rows.map((row) => row.id);
}

/** The position of the last event that was appended; 0 when there is none. */
export async function lastPosition(database: Queryable): Promise<number> {
  const [row] = await database.query<{ position: number }>(
    'select coalesce(max(global_position), 0) as position from event_store.domain_events',
  );
  return row?.position ?? 0;
}
