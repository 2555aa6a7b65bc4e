import assert from 'node:assert/strict';
import type { Ledger, LedgerRecord } from '../ledger.ts';

/** A ledger under test, empty; `nowMs` is the time that it records. */
export interface LedgerUnderTest {
  readonly ledger: Ledger;
  setNow(nowMs: number): void;
  close(): Promise<void>;
}

const noon = Date.parse('2026-03-01T12:00:00.123Z');

async function appended(work: ReturnType<Ledger['append']>): Promise<readonly LedgerRecord[]> {
  const result = await work;
  assert.ok(result.ok, 'the append met a conflict');
  return result.records;
}

/** What every ledger does, whatever it is kept in. `open` answers a fresh one for each fact. */
export function describeLedger(name: string, open: () => Promise<LedgerUnderTest>): void {
  describe(`ledger: ${name}`, () => {
    let under: LedgerUnderTest;
    const ledger = (): Ledger => under.ledger;

    beforeEach(async () => {
      under = await open();
      under.setNow(noon);
    });
    afterEach(() => under.close());

    it('numbers the records of a stream from 1 and of all streams by position, and reads them back as it returned them', async () => {
      const event = { kind: 'ReleaseRequested', version: 'v2', weights: [10, 25.5], fix: false, note: null, atMs: noon };
      const first = await appended(ledger().append('release-1', 0, [event, { kind: 'ReleaseHeld' }], 'release engineer'));
      const other = await appended(ledger().append('release-2', 0, [{ kind: 'ReleaseRequested' }]));
      assert.deepEqual(first, [
        { stream: 'release-1', version: 1, position: 1, event, recordedAtMs: noon },
        { stream: 'release-1', version: 2, position: 2, event: { kind: 'ReleaseHeld' }, recordedAtMs: noon },
      ]);
      assert.deepEqual(
        other.map(({ version, position }) => [version, position]),
        [[1, 3]],
      );
      assert.deepEqual(await ledger().read('release-1'), first);
      assert.deepEqual(await ledger().read('release-1', 1), first.slice(1));
      assert.deepEqual(await ledger().read('release-9'), []);
    });

    it('returns events as they will be read: as JSON keeps them', async () => {
      const records = await appended(ledger().append('release-1', 0, [{ kind: 'A', gone: undefined } as { readonly kind: string }]));
      assert.deepEqual(records[0]?.event, { kind: 'A' });
      assert.deepEqual(await ledger().read('release-1'), records);
    });

    it('keeps a record as it was, whatever becomes of the object that was appended', async () => {
      const event = { kind: 'A', weights: [1] };
      await appended(ledger().append('release-1', 0, [event]));
      event.weights.push(2);
      assert.deepEqual((await ledger().read('release-1'))[0]?.event, { kind: 'A', weights: [1] });
    });

    it('records the time of each append', async () => {
      await appended(ledger().append('release-1', 0, [{ kind: 'A' }]));
      under.setNow(noon + 5000);
      const [later] = await appended(ledger().append('release-1', 1, [{ kind: 'B' }]));
      assert.equal(later?.recordedAtMs, noon + 5000);
    });

    it('meets a conflict when the stream has moved on, or is not there yet, and appends nothing', async () => {
      await appended(ledger().append('release-1', 0, [{ kind: 'A' }]));
      for (const expected of [0, 2]) {
        assert.deepEqual(await ledger().append('release-1', expected, [{ kind: 'B' }]), { ok: false, conflict: true });
      }
      assert.deepEqual(await ledger().append('release-2', 1, [{ kind: 'B' }]), { ok: false, conflict: true });
      assert.equal((await ledger().read('release-1')).length, 1);
      assert.deepEqual(await ledger().streams(''), ['release-1']);
    });

    it('lets one of many win that append at the same version', async () => {
      const results = await Promise.all(Array.from({ length: 8 }, (_, index) => ledger().append('release-1', 0, [{ kind: `A${index}` }])));
      assert.equal(results.filter((result) => result.ok).length, 1);
      assert.equal((await ledger().read('release-1')).length, 1);
    });

    it('appends nothing for no events', async () => {
      assert.deepEqual(await ledger().append('release-1', 0, []), { ok: true, records: [] });
      assert.deepEqual(await ledger().streams(''), []);
    });

    it('names the streams that start with a prefix, oldest first', async () => {
      for (const stream of ['release_b', 'freeze_x', 'release_a', 'releaseXc']) await appended(ledger().append(stream, 0, [{ kind: 'A' }]));
      assert.deepEqual(await ledger().streams('release_'), ['release_b', 'release_a']);
      assert.deepEqual(await ledger().streams('release%'), []);
    });

    it('tells followers of each record once it is kept, until they stop', async () => {
      const heard: string[] = [];
      const stop = ledger().follow((record) => heard.push(`${record.stream}/${record.version}`));
      await appended(ledger().append('release-1', 0, [{ kind: 'A' }, { kind: 'B' }]));
      await ledger().append('release-1', 0, [{ kind: 'C' }]);
      assert.deepEqual(heard, ['release-1/1', 'release-1/2']);
      stop();
      await appended(ledger().append('release-1', 2, [{ kind: 'D' }]));
      assert.deepEqual(heard, ['release-1/1', 'release-1/2']);
    });

    it('lets a follower append in turn', async () => {
      const answered = new Promise<readonly LedgerRecord[]>((resolve, reject) => {
        const stop = ledger().follow(() => {
          stop();
          ledger()
            .append('release-2', 0, [{ kind: 'B' }])
            .then((result) => resolve(result.ok ? result.records : []), reject);
        });
      });
      await appended(ledger().append('release-1', 0, [{ kind: 'A' }]));
      assert.deepEqual(
        (await answered).map((record) => record.position),
        [2],
      );
    });

    it('takes no event that carries a credential, says where it lies, and does not repeat it', async () => {
      const event = { kind: 'GateCompleted', evidence: { headers: [{ authorization: 'Bearer s3cret' }] } };
      await assert.rejects(ledger().append('release-1', 0, [{ kind: 'A' }, event]), (error) => {
        assert.ok(error instanceof Error);
        assert.match(error.message, /GateCompleted carries a credential at \$\.evidence\.headers\[0\]\.authorization/);
        assert.doesNotMatch(error.message, /s3cret/);
        return true;
      });
      assert.deepEqual(await ledger().read('release-1'), []);
    });

    it('is intact with the number of its records', async () => {
      assert.deepEqual(await ledger().verify(), { kind: 'intact', records: 0 });
      await appended(ledger().append('release-1', 0, [{ kind: 'A' }, { kind: 'B' }]));
      await appended(ledger().append('release-2', 0, [{ kind: 'A' }]));
      const verification = await ledger().verify();
      assert.deepEqual([verification.kind, verification.kind === 'intact' && verification.records], ['intact', 3]);
    });
  });
}
