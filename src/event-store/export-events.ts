import type { Queryable } from './database.ts';
import type { StoredEvent } from './event-store.ts';
import { readAllEvents } from './read-events.ts';

const PAGE = 500;

/**
 * All events in global order, one JSON text each and without line ends, for a file of lines that importEvents() takes.
 *
 * It may run while events are appended; those appended meanwhile are among them or not. Nothing for an empty store.
 */
export async function* exportEvents(database: Queryable): AsyncGenerator<string, void, undefined> {
  let events: readonly StoredEvent[] = [];
  let position = 0;
  do {
    events = await readAllEvents(database, position, PAGE);
    for (const event of events) yield JSON.stringify(event);
    position = events.at(-1)?.position ?? position;
  } while (events.length > 0);
}
