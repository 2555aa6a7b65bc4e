import assert from 'node:assert/strict';
import { replayRelease } from '../domain/release/evolve-release.ts';
import { releaseStream } from './ledger-streams.ts';
import { afterRecords, type LoadRelease, releaseLoader, unwritten } from './load-release.ts';
import type { Ledger } from './ports/ledger.ts';
import { memoryLedger } from './ports/testing/memory-ledger.ts';
import { quickPlan } from './testing/small-world.ts';

const requested = {
  kind: 'ReleaseRequested',
  releaseId: 'test.checkout.1',
  service: 'checkout',
  environment: 'test',
  version: 'v2',
  plan: quickPlan,
  actor: 'ci',
  fix: false,
  atMs: 0,
} as const;
const held = { kind: 'ReleaseHeld', cause: 'world', about: 'router', sentence: 'x', atMs: 1 } as const;

describe('releaseLoader', () => {
  let ledger: Ledger;
  let load: LoadRelease;
  const reads: (number | undefined)[] = [];

  beforeEach(() => {
    const kept = memoryLedger({ now: () => 0 });
    reads.splice(0);
    ledger = {
      ...kept,
      read(stream, after) {
        reads.push(after);
        return kept.read(stream, after);
      },
    };
    load = releaseLoader(ledger);
  });
  const append = (id: string, version: number, ...events: readonly { readonly kind: string }[]) =>
    ledger.append(releaseStream(id), version, events);

  it('loads a stream that does not exist as none at version 0, and sees it once it does', async () => {
    assert.deepEqual(await load('x'), unwritten);
    await append('x', 0, requested);
    assert.equal((await load('x')).version, 1);
  });

  it('reads what it has seen no second time', async () => {
    await append('x', 0, requested, held);
    const first = await load('x');
    await append('x', 2, { kind: 'ReleaseResumed' });
    const second = await load('x');
    assert.deepEqual(reads, [0, 2]);
    assert.deepEqual([first.version, second.version, (await load('x')).version], [2, 3, 3]);
    assert.deepEqual(
      second.events.map(({ kind }) => kind),
      ['ReleaseRequested', 'ReleaseHeld', 'ReleaseResumed'],
    );
    assert.deepEqual(second.state, replayRelease(second.events));
    assert.equal((await load('x')).state, (await load('x')).state);
  });

  it('forgets nothing when loads of the same release overtake each other', async () => {
    await append('x', 0, requested);
    const slow = Promise.withResolvers<void>();
    const kept = ledger;
    let calls = 0;
    const overtaken = releaseLoader({
      ...kept,
      async read(stream, after) {
        calls += 1;
        const records = await kept.read(stream, after);
        if (calls === 1) await slow.promise;
        return records;
      },
    });
    const early = overtaken('x');
    await append('x', 1, held);
    assert.equal((await overtaken('x')).version, 2);
    slow.resolve();
    assert.equal((await early).version, 1);
    reads.splice(0);
    assert.equal((await overtaken('x')).version, 2);
    assert.deepEqual(reads, [2]);
  });

  it('keeps the releases that were asked for last', async () => {
    for (let n = 0; n < 101; n += 1) {
      await append(`r.${n}`, 0, requested);
      await load(`r.${n}`);
    }
    reads.splice(0);
    await load('r.100');
    await load('r.1');
    await load('r.0');
    assert.deepEqual(reads, [1, 1, 0]);
  });

  it('keeps the memory of a failed read as it was', async () => {
    await append('x', 0, requested);
    await load('x');
    const failing = releaseLoader({ ...ledger, read: () => Promise.reject(new Error('connection lost')) });
    await assert.rejects(failing('x'), /connection lost/);
  });

  it('adds no record to nothing', () => {
    assert.equal(afterRecords(unwritten, []), unwritten);
  });
});
