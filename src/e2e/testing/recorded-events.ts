import { join } from 'node:path';
import { exportEvents } from '../../event-store/export-events.ts';
import { openPgliteDatabase } from '../../event-store/pglite-database.ts';

/** An event of the ledger as it lies on the disk. */
export interface RecordedEvent {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** All that the ledger in a configuration's state folder holds; the process that held it must be gone. */
export async function recordedEvents(configFolder: string): Promise<readonly RecordedEvent[]> {
  const database = await openPgliteDatabase({ folder: join(configFolder, 'state') });
  try {
    const events: RecordedEvent[] = [];
    for await (const line of exportEvents(database)) events.push(JSON.parse(line) as RecordedEvent);
    return events;
  } finally {
    await database.close();
  }
}
