import type { Queryable } from '../../../event-store/database.ts';
import type { ReadinessCheck } from '../../../telemetry/health.ts';

/** Ready when the database answers a query within a second. */
export function databaseCheck(database: Queryable): ReadinessCheck {
  return { name: 'database', deadlineMs: 1000, check: () => database.query('select 1 as one') };
}
