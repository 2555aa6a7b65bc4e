import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Database } from './database.ts';
import type { EventStore, NewEvent } from './event-store.ts';
import type { OpenDatabase } from './event-store-behaviour.ts';
import { openEventStore } from './open-event-store.ts';
import { chainLink, sealedFields } from './seal.ts';
import { sha256Seal } from './sha256-seal.ts';
import { type BrokenChain, verifyChain } from './verify-chain.ts';

interface Tampering {
  readonly name: string;
  readonly sql: string;
  readonly finding: BrokenChain['finding'];
  readonly position: number;
  readonly sentence: RegExp;
  /** Whether an event stands at that position, to be named. */
  readonly named: boolean;
}

const events = 'event_store.domain_events';
const swap = (a: number, b: number) =>
  `update ${events} set global_position = -1 where global_position = ${a};
   update ${events} set global_position = ${a} where global_position = ${b};
   update ${events} set global_position = ${b} where global_position = -1`;
const edit = (name: string, assignment: string, position = 3): Tampering => ({
  name,
  sql: `update ${events} set ${assignment} where global_position = ${position}`,
  finding: 'edited',
  position,
  sentence: new RegExp(`^Event ${position} \\(.+\\) is not as it was appended\\.$`),
  named: true,
});
const remove = (name: string, condition: string, position: number, sentence: RegExp): Tampering => ({
  name,
  sql: `delete from ${events} where ${condition}`,
  finding: 'removed',
  position,
  sentence,
  named: false,
});

const TAMPERINGS: readonly Tampering[] = [
  edit('the data', `event_data = jsonb_set(event_data, '{weight}', '99')`),
  edit('the data of the first event', `event_data = '{}'`, 1),
  edit('the data of the last event', `event_data = 'null'`, 6),
  edit('the user', `user_id = 'somebody-else'`),
  edit('the time by a millisecond', `created_at = created_at + interval '1 millisecond'`),
  edit('the type', `event_type = 'release.promoted.v1'`),
  edit('the aggregate', `aggregate_id = 'release-9', event_version = 1`),
  edit('the metadata', `metadata = metadata || '{"reason":"forged"}'`),
  edit('the id', `id = '00000000-0000-4000-8000-000000000000'`),
  edit('the hash', `metadata = jsonb_set(metadata, '{chain,hash}', '"00"')`),
  edit('the previous hash', `metadata = jsonb_set(metadata, '{chain,previousHash}', '"00"')`),
  edit('the seal away', `metadata = metadata - 'chain'`),
  edit('the seal into nonsense', `metadata = jsonb_set(metadata, '{chain}', '"none"')`),
  edit('the seal, adding to it', `metadata = jsonb_set(metadata, '{chain,note}', '"forged"')`),
  {
    name: 'moved one before the first',
    sql: `update ${events} set global_position = -5 where global_position = 3`,
    finding: 'reordered',
    position: -5,
    sentence: /Event -5 .* was appended at another position/,
    named: true,
  },
  {
    name: 'slipped a forged event in before the first',
    sql: `insert into ${events} select gen_random_uuid(), aggregate_id, aggregate_type, event_type, 99, event_data, null, user_id, created_at, 0
            from ${events} where global_position = 1`,
    finding: 'edited',
    position: 0,
    sentence: /Event 0 .* is not as it was appended/,
    named: true,
  },
  remove('the first event', 'global_position = 1', 1, /position 1 is gone; .* follows the gap/),
  remove('one in the middle', 'global_position = 3', 3, /position 3 is gone; .* follows the gap/),
  remove('two in the middle', 'global_position in (3, 4)', 3, /position 3 is gone/),
  remove('the last event', 'global_position = 6', 6, /events 6 to 6, the last of the ledger, are gone/),
  remove('the last events', 'global_position >= 4', 4, /events 4 to 6, the last of the ledger, are gone/),
  remove('all events', 'true', 1, /events 1 to 6/),
  {
    ...remove('one, and closed the gap', 'global_position = 3', 3, /position 3 is gone/),
    sql: `delete from ${events} where global_position = 3;
      update ${events} set global_position = -(global_position - 1) where global_position > 3;
      update ${events} set global_position = -global_position where global_position < 0`,
  },
  {
    name: 'swapped neighbours',
    sql: swap(3, 4),
    finding: 'reordered',
    position: 3,
    sentence: /belongs at position 3 stands at 4/,
    named: true,
  },
  { name: 'swapped the first and the last', sql: swap(1, 6), finding: 'reordered', position: 1, sentence: /stands at 6/, named: true },
  {
    name: 'moved one to the end',
    sql: `update ${events} set global_position = 7 where global_position = 3`,
    finding: 'reordered',
    position: 3,
    sentence: /belongs at position 3 stands at 7/,
    named: false,
  },
  {
    name: 'changed the head hash',
    sql: `update event_store.chain_head set hash = '00'`,
    finding: 'head-mismatch',
    position: 6,
    sentence: /head of the chain says position 6/,
    named: false,
  },
  {
    name: 'set the head back',
    sql: `update event_store.chain_head set position = 0, hash = ''`,
    finding: 'head-mismatch',
    position: 6,
    sentence: /head of the chain says position 0/,
    named: false,
  },
  {
    name: 'removed the head',
    sql: 'delete from event_store.chain_head',
    finding: 'head-mismatch',
    position: 6,
    sentence: /head of the chain is gone/,
    named: false,
  },
];

/** What verifying the hash chain finds, whatever database is below. */
export function describeChain(name: string, open: OpenDatabase): void {
  describe(`hash chain on ${name}`, () => {
    let database: Database;
    let store: EventStore;
    const verify = () => verifyChain({ database, seal: sha256Seal });

    beforeEach(async () => {
      database = await open();
      store = await openEventStore({ database, now: () => new Date('2026-03-01T10:00:00.123Z'), newId: randomUUID, seal: sha256Seal });
    });
    afterEach(() => store.close());

    it('is intact when nothing was ever appended', async () => {
      assert.deepEqual(await verify(), { kind: 'intact', events: 0, head: { position: 0, hash: '' } });
    });

    it('is intact as appended, and says its head', async () => {
      await appendSix(store);
      const last = (await store.readAll(5))[0];
      assert.deepEqual(await verify(), { kind: 'intact', events: 6, head: { position: 6, hash: last && chainLink(last)?.hash } });
    });

    it('is intact over more events than one page', async () => {
      await store.append(
        { id: 'long', type: 'release' },
        0,
        Array.from({ length: 1203 }, (_, i) => ({ type: 'a', data: i })),
      );
      assert.equal((await verify()).kind, 'intact');
    });

    it('is intact while events are appended', async () => {
      const appending = (async () => {
        for (let i = 0; i < 30; i += 1) await store.append({ id: `r${i}`, type: 'release' }, 0, [{ type: 'a', data: i }]);
      })();
      for (let i = 0; i < 5; i += 1) assert.equal((await verify()).kind, 'intact');
      await appending;
      assert.equal((await verify()).kind, 'intact');
    });

    it('refuses to mix sealed and unsealed events, and metadata that holds a chain already', async () => {
      await appendSix(store);
      const unsealed = await openEventStore({ database, now: () => new Date(), newId: randomUUID });
      await assert.rejects(unsealed.append({ id: 'x', type: 'release' }, 0, [{ type: 'a', data: 1 }]), /this store is sealed/);
      const forged = [{ type: 'a', data: 1, metadata: { chain: {} } }];
      await assert.rejects(store.append({ id: 'x', type: 'release' }, 0, forged), /metadata\.chain is where/);
      await database.query(`delete from ${events}; update event_store.chain_head set position = 6, hash = ''`);
      await assert.rejects(
        store.append({ id: 'x', type: 'release' }, 0, [{ type: 'a', data: 1 }]),
        /a chain must start at its first event/,
      );
    });

    it('refuses to append when the head is gone', async () => {
      await database.query('delete from event_store.chain_head');
      await assert.rejects(store.append({ id: 'x', type: 'release' }, 0, [{ type: 'a', data: 1 }]), /lost its row/);
    });

    for (const { name: what, sql, finding, position, sentence, named } of TAMPERINGS)
      it(`finds that somebody ${/^(moved|slipped|swapped|changed|set|removed) /.test(what) ? what : `${finding} ${what}`}`, async () => {
        await appendSix(store);
        await database.query(sql);
        const verdict = await verify();
        assert.equal(verdict.kind, 'broken');
        assert.deepEqual([verdict.finding, verdict.position], [finding, position], verdict.sentence);
        assert.match(verdict.sentence, sentence);
        const [there] = named ? await store.readAll(position - 1, 1) : [];
        assert.deepEqual([verdict.eventId, verdict.aggregateId], [there?.id, there?.aggregateId]);
      });

    it('finds an edited event that was sealed anew, by the event after it', async () => {
      await appendSix(store);
      const [third] = await store.readAll(2, 1);
      assert.ok(third);
      const previousHash = chainLink(third)?.previousHash ?? '';
      const hash = sha256Seal(previousHash, sealedFields({ ...third, data: { forged: true } }));
      await database.query(
        `update ${events} set event_data = '{"forged":true}', metadata = jsonb_set(metadata, '{chain,hash}', to_jsonb($1::text)) where global_position = 3`,
        [hash],
      );
      const verdict = await verify();
      assert.equal(verdict.kind, 'broken');
      assert.deepEqual([verdict.finding, verdict.position, verdict.eventId], ['edited', 3, third.id]);
    });
  });
}

function event(type: string, weight: number): NewEvent {
  return { type, data: { weight }, userId: 'user-7', metadata: { reason: 'on time' } };
}

async function appendSix(store: EventStore): Promise<void> {
  await store.append({ id: 'release-1', type: 'release' }, 0, [event('release.requested.v1', 0), event('release.stepped.v1', 10)]);
  await store.append({ id: 'release-2', type: 'release' }, 0, [event('release.requested.v1', 0)]);
  await store.append({ id: 'release-1', type: 'release' }, 2, [event('release.stepped.v1', 25), event('release.held.v1', 25)]);
  await store.append({ id: 'release-2', type: 'release' }, 1, [event('release.stepped.v1', 10)]);
}
