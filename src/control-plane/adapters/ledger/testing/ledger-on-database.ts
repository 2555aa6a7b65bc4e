import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Database } from '../../../../event-store/database.ts';
import { describeLeases } from '../../../control/ports/testing/leases-behaviour.ts';
import { describeLedger } from '../../../control/ports/testing/ledger-behaviour.ts';
import { eventStoreLeases } from '../event-store-leases.ts';
import { type EventStoreLedger, openEventStoreLedger } from '../event-store-ledger.ts';

/** What the ledger and the leases on a database do beside what every ledger and all leases do. `open` answers a database without tables. */
export function describeLedgerOnDatabase(name: string, open: () => Promise<Database>): void {
  async function opened(): Promise<{ ledger: EventStoreLedger; database: Database; setNow: (now: number) => void; now: () => Date }> {
    let nowMs = Date.parse('2026-03-01T12:00:00Z');
    const database = await open();
    const now = (): Date => new Date(nowMs);
    const setNow = (to: number): void => {
      nowMs = to;
    };
    return { ledger: await openEventStoreLedger({ database, now, newId: randomUUID }), database, setNow, now };
  }

  describeLedger(name, async () => {
    const { ledger, setNow } = await opened();
    return { ledger, setNow, close: () => ledger.close() };
  });

  describeLeases(name, async () => {
    const { ledger, database, now, setNow } = await opened();
    return { leases: eventStoreLeases({ database, now }), setNow, close: () => ledger.close() };
  });

  describe(`event-store ledger on ${name}`, () => {
    it('says which record was altered', async () => {
      const { ledger, database } = await opened();
      await ledger.append('release-1', 0, [{ kind: 'A' }, { kind: 'B' }], 'ana');
      await database.query(`update event_store.domain_events set user_id = 'eve' where event_type = 'B'`);
      const verification = await ledger.verify();
      assert.equal(verification.kind, 'broken');
      const { position, stream, finding, sentence } = verification;
      assert.deepEqual([position, stream, finding], [2, 'release-1', 'edited']);
      assert.match(sentence, /B of release-1/);
      await ledger.close();
    });

    it('says that the last records are gone', async () => {
      const { ledger, database } = await opened();
      await ledger.append('release-1', 0, [{ kind: 'A' }, { kind: 'B' }]);
      await database.query(`delete from event_store.domain_events where event_type = 'B'`);
      const verification = await ledger.verify();
      assert.deepEqual(verification.kind === 'broken' && [verification.position, verification.stream, verification.finding], [
        2,
        '',
        'removed',
      ]);
      await ledger.close();
    });

    it('misses records that were cut off together with the head of the chain, only by a head that was kept', async () => {
      const { ledger, database } = await opened();
      await ledger.append('release-1', 0, [{ kind: 'A' }]);
      const before = await ledger.verify();
      const older = before.kind === 'intact' ? before.head : undefined;
      await ledger.append('release-1', 1, [{ kind: 'B' }]);
      const intact = await ledger.verify();
      const kept = intact.kind === 'intact' ? intact.head : undefined;
      assert.ok(older !== undefined && kept !== undefined);
      assert.deepEqual(await ledger.verify(kept), { ...intact, kept });
      await database.query(`delete from event_store.domain_events where event_type = 'B'`);
      await database.query('update event_store.chain_head set position = $1, hash = $2', [older.position, older.hash]);
      assert.equal((await ledger.verify()).kind, 'intact');
      const cut = await ledger.verify(kept);
      assert.deepEqual(cut.kind === 'broken' && [cut.position, cut.finding], [2, 'removed']);
      const anew = await ledger.verify({ ...older, hash: kept.hash });
      assert.equal(anew.kind === 'broken' && anew.finding, 'head-mismatch');
      await ledger.close();
    });

    it('keeps the actor with the event', async () => {
      const { ledger, database } = await opened();
      await ledger.append('release-1', 0, [{ kind: 'A' }], 'ana');
      assert.deepEqual(await database.query('select user_id, aggregate_type from event_store.domain_events'), [
        { user_id: 'ana', aggregate_type: 'sluice' },
      ]);
      await ledger.close();
    });

    it('rejects, instead of meeting a conflict, when the database fails', async () => {
      const { ledger, database } = await opened();
      await database.query('drop table event_store.domain_events');
      await assert.rejects(ledger.append('release-1', 0, [{ kind: 'A' }]), /domain_events/);
      await ledger.close();
    });
  });
}
