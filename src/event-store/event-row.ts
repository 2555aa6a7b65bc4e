import type { StoredEvent } from './event-store.ts';

/** A row of `event_store.domain_events`, as both drivers hand it back. */
export interface EventRow {
  readonly id: string;
  readonly aggregate_id: string;
  readonly aggregate_type: string;
  readonly event_type: string;
  readonly event_version: number;
  readonly event_data: unknown;
  readonly metadata: Readonly<Record<string, unknown>> | null;
  readonly user_id: string | null;
  readonly created_at: Date;
  readonly global_position: number;
}

/** The columns of EventRow, for a select. */
export const EVENT_COLUMNS =
  'id, aggregate_id, aggregate_type, event_type, event_version, event_data, metadata, user_id, created_at, global_position';

/** The event that a row holds. */
export function eventOfRow(row: EventRow): StoredEvent {
  return {
    id: row.id,
    aggregateId: row.aggregate_id,
    aggregateType: row.aggregate_type,
    type: row.event_type,
    version: row.event_version,
    data: row.event_data,
    metadata: row.metadata ?? undefined,
    userId: row.user_id ?? undefined,
    createdAt: row.created_at,
    position: row.global_position,
  };
}
