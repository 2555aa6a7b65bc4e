import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Database } from './database.ts';
import { type EventStore, type NewEvent, type StoredEvent, VersionConflict } from './event-store.ts';
import { type EventStoreOptions, openEventStore } from './open-event-store.ts';
import { sha256Seal } from './sha256-seal.ts';
import { eventually } from './testing/eventually.ts';
import { verifyChain } from './verify-chain.ts';

/** How the suite gets its databases: `open` hands out an empty one each time it is called. */
export type OpenDatabase = () => Promise<Database>;

const release = { id: 'release-1', type: 'release' };
const happened = (type: string, data: unknown = {}): NewEvent => ({ type, data });
const now = () => new Date('2026-03-01T10:00:00.123Z');
const positions = (events: readonly StoredEvent[]) => events.map((event) => event.position);

/** What every event store does, whatever database is below: the one suite that runs on PGlite and on PostgreSQL. */
export function describeEventStore(name: string, open: OpenDatabase): void {
  describe(`event store on ${name}`, () => {
    let database: Database;
    let store: EventStore;
    const openOn = (options: Partial<EventStoreOptions> = {}) => openEventStore({ database, now, newId: randomUUID, ...options });

    beforeEach(async () => {
      database = await open();
      store = await openOn();
    });
    afterEach(() => store.close());

    describeAppending(() => store);
    describeSubscriptions(
      () => store,
      () => openOn(),
    );

    it('lists the aggregates of a type by prefix, oldest first', async () => {
      await store.append({ id: 'b_%1', type: 'release' }, 0, [happened('a'), happened('b')]);
      await store.append({ id: 'a1', type: 'release' }, 0, [happened('a')]);
      await store.append({ id: 'b_%0', type: 'release' }, 0, [happened('a')]);
      await store.append({ id: 'b_%2', type: 'run' }, 0, [happened('a')]);
      assert.deepEqual(await store.aggregateIds('release', 'b_%'), ['b_%1', 'b_%0']);
      assert.deepEqual(await store.aggregateIds('release'), ['b_%1', 'a1', 'b_%0']);
      assert.deepEqual(await store.aggregateIds('nothing'), []);
    });

    it('keeps the newest snapshot of an aggregate', async () => {
      assert.equal(await store.loadSnapshot('release-1'), undefined);
      const snapshot = { aggregateId: 'release-1', aggregateType: 'release', version: 5, data: { step: [10, 25] } };
      await store.saveSnapshot(snapshot);
      await store.saveSnapshot({ ...snapshot, version: 4, data: 'late' });
      assert.deepEqual(await store.loadSnapshot('release-1'), { ...snapshot, createdAt: now() });
      await store.saveSnapshot({ ...snapshot, version: 6, data: null });
      assert.deepEqual(await store.loadSnapshot('release-1'), { ...snapshot, version: 6, data: null, createdAt: now() });
    });

    it('seals every event when parallel appends meet, and the chain is whole', async () => {
      const sealed = await openOn({ seal: sha256Seal });
      await Promise.all(
        Array.from({ length: 10 }, (_, i) => sealed.append({ id: `r${i}`, type: 'release' }, 0, [happened('a'), happened('b')])),
      );
      const verdict = await verifyChain({ database, seal: sha256Seal });
      assert.equal(verdict.kind, 'intact');
      assert.equal(verdict.events, 20);
    });
  });
}

function describeAppending(storeOf: () => EventStore): void {
  it('gives events versions from 1, positions and times, and reads them back as they were returned', async () => {
    const appended = await storeOf().append(release, 0, [
      { type: 'release.requested.v1', data: { weight: 10.5, 'ü"': [null, true, 'x'] }, metadata: { trace: 'abc' }, userId: 'user-7' },
      { type: 'release.held.v1', data: null },
    ]);
    assert.deepEqual(await storeOf().read('release-1'), appended);
    assert.deepEqual(await storeOf().readAll(0), appended);
    assert.deepEqual(
      appended.map(({ id: _id, ...event }) => event),
      [
        {
          aggregateId: 'release-1',
          aggregateType: 'release',
          type: 'release.requested.v1',
          version: 1,
          data: { weight: 10.5, 'ü"': [null, true, 'x'] },
          metadata: { trace: 'abc' },
          userId: 'user-7',
          createdAt: new Date('2026-03-01T10:00:00.123Z'),
          position: 1,
        },
        {
          aggregateId: 'release-1',
          aggregateType: 'release',
          type: 'release.held.v1',
          version: 2,
          data: null,
          metadata: undefined,
          userId: undefined,
          createdAt: new Date('2026-03-01T10:00:00.123Z'),
          position: 2,
        },
      ],
    );
  });

  it('keeps any JSON value as data: a bare string, a list, a number', async () => {
    for (const [index, data] of ['text', [1, [2]], 1.5e-7, false, {}].entries()) {
      await storeOf().append({ id: `aggregate-${index}`, type: 'release' }, 0, [happened('a', data)]);
      assert.deepEqual((await storeOf().read(`aggregate-${index}`))[0]?.data, data);
    }
  });

  it('reads after a version, and pages through all aggregates by position', async () => {
    await storeOf().append(release, 0, [happened('a'), happened('b')]);
    await storeOf().append({ id: 'release-2', type: 'release' }, 0, [happened('c')]);
    await storeOf().append(release, 2, [happened('d')]);
    assert.deepEqual(
      (await storeOf().read('release-1', 1)).map((event) => event.type),
      ['b', 'd'],
    );
    assert.deepEqual(positions(await storeOf().readAll(1, 2)), [2, 3]);
    assert.deepEqual(await storeOf().read('release-3'), []);
    assert.deepEqual(await storeOf().readAll(4), []);
  });

  it('appends nothing for an empty list', async () => {
    assert.deepEqual(await storeOf().append(release, 0, []), []);
    assert.deepEqual(await storeOf().readAll(0), []);
  });

  it('refuses a wrong expected version, says the actual one, and leaves no gap in the positions', async () => {
    await storeOf().append(release, 0, [happened('a')]);
    for (const expected of [0, 2]) {
      await assert.rejects(storeOf().append(release, expected, [happened('b')]), (error) => {
        assert.ok(error instanceof VersionConflict);
        assert.deepEqual([error.aggregateId, error.expectedVersion, error.actualVersion], ['release-1', expected, 1]);
        return true;
      });
    }
    await storeOf().append(release, 1, [happened('b')]);
    assert.deepEqual(positions(await storeOf().readAll(0)), [1, 2]);
  });

  it('appends all events or none when one of them cannot be stored', async () => {
    await assert.rejects(storeOf().append(release, 0, [happened('a'), happened('b', 'no \u0000 in jsonb')]));
    assert.deepEqual(await storeOf().readAll(0), []);
  });

  it('refuses an event for an aggregate of another type', async () => {
    await storeOf().append(release, 0, [happened('a')]);
    await assert.rejects(storeOf().append({ id: 'release-1', type: 'run' }, 1, [happened('b')]), /release-1 is a release, not a run/);
  });

  it('lets one of many parallel appends to an aggregate win each version', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 12 }, (_, i) => storeOf().append(release, 0, [happened(`try-${i}`)])));
    const lost = outcomes.filter((outcome) => outcome.status === 'rejected');
    assert.equal(lost.length, 11);
    assert.ok(lost.every((outcome) => outcome.reason instanceof VersionConflict));
    assert.deepEqual(positions(await storeOf().readAll(0)), [1]);
  });

  it('shows a reader every position in order while many append', async () => {
    const seen: number[] = [];
    const appended = appendToMany(storeOf(), 8, 10);
    while (seen.length < 80) seen.push(...positions(await storeOf().readAll(seen.at(-1) ?? 0, 7)));
    await appended;
    assert.deepEqual(
      seen,
      Array.from({ length: 80 }, (_, i) => i + 1),
    );
  });
}

function describeSubscriptions(storeOf: () => EventStore, openSecond: () => Promise<EventStore>): void {
  it('delivers what was appended before and after subscribing, in order', async () => {
    await storeOf().append(release, 0, [happened('a'), happened('b')]);
    const seen: number[] = [];
    const subscription = await storeOf().subscribe('projection', async (event) => void seen.push(event.position));
    await appendToMany(storeOf(), 5, 6);
    await subscription.caughtUp();
    assert.deepEqual(
      seen,
      Array.from({ length: 32 }, (_, i) => i + 1),
    );
  });

  it('is caught up at once when there is nothing', async () => {
    const subscription = await storeOf().subscribe('projection', async () => undefined);
    await subscription.caughtUp();
  });

  it('goes on after its checkpoint, and another name starts at the beginning', async () => {
    await storeOf().append(release, 0, [happened('a')]);
    const first = await storeOf().subscribe('projection', async () => undefined);
    await first.caughtUp();
    await first.stop();
    await storeOf().append(release, 1, [happened('b')]);
    const seen: string[] = [];
    const second = await storeOf().subscribe('projection', async (event) => void seen.push(`second ${event.type}`));
    await second.caughtUp();
    const other = await storeOf().subscribe('other', async (event) => void seen.push(`other ${event.type}`));
    await other.caughtUp();
    assert.deepEqual(seen, ['second b', 'other a', 'other b']);
  });

  it('finds by polling what another process appends', async () => {
    const seen: string[] = [];
    const subscription = await storeOf().subscribe('projection', async (event) => void seen.push(event.type));
    await subscription.caughtUp();
    const second = await openSecond();
    await second.append(release, 0, [happened('from-elsewhere')]);
    await eventually('the event was delivered', () => seen.length === 1);
    assert.deepEqual(seen, ['from-elsewhere']);
  });

  it('delivers a failing event again until it is handled, and nothing after it before', async () => {
    const seen: string[] = [];
    await storeOf().append(release, 0, [happened('a'), happened('b')]);
    const subscription = await storeOf().subscribe('projection', async (event) => {
      seen.push(event.type);
      if (seen.length <= 2) throw new Error('not yet');
    });
    await subscription.caughtUp();
    assert.deepEqual(seen, ['a', 'a', 'a', 'b']);
  });

  it('waits for the handler in hand when stopped, and delivers nothing afterwards', async () => {
    await storeOf().append(release, 0, [happened('a'), happened('b')]);
    const gate = Promise.withResolvers<void>();
    const seen: string[] = [];
    const subscription = await storeOf().subscribe('projection', async (event) => {
      seen.push(`start ${event.type}`);
      await gate.promise;
      seen.push(`end ${event.type}`);
    });
    await eventually('the handler was called', () => seen.length === 1);
    const waiting = assert.rejects(subscription.caughtUp(), /stopped before it had caught up/);
    const stopped = subscription.stop();
    gate.resolve();
    await Promise.all([stopped, waiting]);
    assert.deepEqual(seen, ['start a', 'end a']);
    await assert.rejects(subscription.caughtUp(), /stopped before it had caught up/);
  });
}

async function appendToMany(store: EventStore, aggregates: number, eventsEach: number): Promise<void> {
  await Promise.all(
    Array.from({ length: aggregates }, async (_, aggregate) => {
      for (let version = 0; version < eventsEach; version += 1)
        await store.append({ id: `aggregate-${aggregate}`, type: 'release' }, version, [happened(`e${version}`)]);
    }),
  );
}
