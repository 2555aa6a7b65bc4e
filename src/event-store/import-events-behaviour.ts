import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Database } from './database.ts';
import type { EventStore } from './event-store.ts';
import type { OpenDatabase } from './event-store-behaviour.ts';
import { exportEvents } from './export-events.ts';
import { ImportRefused, importEvents } from './import-events.ts';
import { openEventStore } from './open-event-store.ts';
import type { Seal } from './seal.ts';
import { sha256Seal } from './sha256-seal.ts';
import { verifyChain } from './verify-chain.ts';

async function linesOf(database: Database): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const line of exportEvents(database)) lines.push(line);
  return lines;
}

/** What exporting and importing a whole ledger does, whatever database is below. */
export function describeImport(name: string, open: OpenDatabase): void {
  describe(`export and import on ${name}`, () => {
    let store: EventStore;
    let database: Database;
    const start = async (seal?: Seal) => {
      database = await open();
      store = await openEventStore({
        database,
        now: () => new Date('2026-03-01T10:00:00.123Z'),
        newId: randomUUID,
        ...(seal ? { seal } : {}),
      });
    };
    const exported = async (seal?: Seal) => {
      await start(seal);
      await store.append({ id: 'a', type: 'release' }, 0, [
        { type: 'x', data: { é: [1.5, null] }, metadata: { m: 1 }, userId: 'u' },
        { type: 'y', data: null },
      ]);
      await store.append(
        { id: 'b', type: 'release' },
        0,
        Array.from({ length: 600 }, (_, i) => ({ type: 'z', data: i })),
      );
      return { lines: await linesOf(database), events: await store.readAll(0, 1000) };
    };
    afterEach(() => store.close());

    for (const [what, seal] of [
      ['a sealed', sha256Seal],
      ['an unsealed', undefined],
    ] as const)
      it(`carries ${what} ledger over as it is, and it goes on from there`, async () => {
        const { lines, events } = await exported(seal);
        await start(seal);
        assert.equal(await importEvents({ database, lines, ...(seal ? { seal } : {}) }), 602);
        assert.deepEqual(await store.readAll(0, 1000), events);
        const [next] = await store.append({ id: 'a', type: 'release' }, 2, [{ type: 'w', data: 1 }]);
        assert.equal(next?.position, 603);
        if (seal) assert.equal((await verifyChain({ database, seal })).kind, 'intact');
      });

    it('carries an empty ledger over', async () => {
      await start(sha256Seal);
      assert.equal(await importEvents({ database, lines: await linesOf(database), seal: sha256Seal }), 0);
    });

    it('refuses what is no whole ledger, names the line, and leaves the store empty', async () => {
      const { lines } = await exported(sha256Seal);
      const forged = lines.with(2, (lines[2] ?? '').replace('"data":0', '"data":7'));
      await start(sha256Seal);
      for (const [given, sentence] of [
        [lines.toSpliced(2, 1), /line 3 holds position 4/],
        [lines.with(1, '{'), /line 2 is no JSON/],
        [lines.with(1, '{"id":1}'), /line 2 is no exported event/],
        [forged, /altered \(edited\): Event 3/],
      ] as const)
        await assert.rejects(importEvents({ database, lines: given, seal: sha256Seal }), (error) => {
          assert.ok(error instanceof ImportRefused);
          assert.match(error.message, sentence);
          return true;
        });
      await assert.rejects(importEvents({ database, lines }), /the events are sealed/);
      assert.deepEqual(await store.readAll(0), []);
    });

    it('refuses a store that has events already', async () => {
      const { lines } = await exported(sha256Seal);
      await assert.rejects(importEvents({ database, lines, seal: sha256Seal }), /already has events/);
    });
  });
}
