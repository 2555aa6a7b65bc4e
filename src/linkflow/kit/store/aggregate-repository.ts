import type { EventStore, NewEvent, StoredEvent } from '../../../event-store/event-store.ts';

/** What one kind of aggregate is made of. `evolve` folds an event into the state, undefined before the first one. */
export interface AggregateKind<State, Event> {
  readonly type: string;
  readonly evolve: (state: State | undefined, event: Event, at: Date) => State;
  /** The event as the domain knows it; throws for one that it doesn't know. */
  readonly parseEvent: (event: Pick<StoredEvent, 'type' | 'data'>) => Event;
  /** The state from a snapshot; undefined when this program can't read it, which then costs reading all events. */
  readonly parseState: (data: unknown) => State | undefined;
}

/** An aggregate at a version; version 0 and no state when it has no events. */
export interface Loaded<State> {
  readonly version: number;
  readonly state: State | undefined;
}

/** Loads and saves aggregates of one kind. */
export interface AggregateRepository<State> {
  load(id: string): Promise<Loaded<State>>;
  /** Appends events to what was loaded and answers the aggregate after them; throws VersionConflict when it has moved on. */
  save(id: string, loaded: Loaded<State>, events: readonly NewEvent[]): Promise<Loaded<State>>;
}

const SNAPSHOT_EVERY = 50;
const REMEMBERED = 2000;

/**
 * A repository on an event store: it remembers the states it saw last, so that loading reads only what came after, and saves a
 * snapshot whenever an aggregate passes a multiple of 50 events.
 */
export function aggregateRepository<State, Event>(store: EventStore, kind: AggregateKind<State, Event>): AggregateRepository<State> {
  const remembered = new Map<string, Loaded<State>>();
  const remember = (id: string, loaded: Loaded<State>): Loaded<State> => {
    remembered.delete(id);
    remembered.set(id, loaded);
    const [oldest] = remembered.keys();
    if (remembered.size > REMEMBERED && oldest !== undefined) remembered.delete(oldest);
    return loaded;
  };
  return {
    load: async (id) => {
      const start = remembered.get(id) ?? (await fromSnapshot(store, kind, id));
      return remember(id, fold(kind, start, await store.read(id, start.version)));
    },
    save: async (id, loaded, events) => {
      const stored = await store.append({ id, type: kind.type }, loaded.version, events);
      const next = remember(id, fold(kind, loaded, stored));
      if (passesSnapshot(loaded.version, next.version)) {
        await store.saveSnapshot({ aggregateId: id, aggregateType: kind.type, version: next.version, data: next.state });
      }
      return next;
    },
  };
}

function fold<State, Event>(kind: AggregateKind<State, Event>, start: Loaded<State>, events: readonly StoredEvent[]): Loaded<State> {
  return events.reduce<Loaded<State>>(
    ({ state }, event) => ({ version: event.version, state: kind.evolve(state, kind.parseEvent(event), event.createdAt) }),
    start,
  );
}

async function fromSnapshot<State, Event>(store: EventStore, kind: AggregateKind<State, Event>, id: string): Promise<Loaded<State>> {
  const snapshot = await store.loadSnapshot(id);
  const state = snapshot === undefined ? undefined : kind.parseState(snapshot.data);
  return snapshot === undefined || state === undefined ? { version: 0, state: undefined } : { version: snapshot.version, state };
}

function passesSnapshot(before: number, after: number): boolean {
  return Math.floor(before / SNAPSHOT_EVERY) !== Math.floor(after / SNAPSHOT_EVERY);
}
