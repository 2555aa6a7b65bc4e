import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { MetricStore } from './metric-store.ts';

const NAMES = ['a', 'b', 'c'] as const;
type Name = (typeof NAMES)[number];

const value = fc.oneof(fc.nat(20), fc.constantFrom(Number.NaN, -0, Infinity, 1 / 3, 12.34), fc.double());
const step = fc.oneof(
  {
    arbitrary: fc.record({
      kind: fc.constant('scrapes' as const),
      count: fc.integer({ min: 1, max: 150 }),
      values: fc.array(value, { minLength: 1, maxLength: 9 }),
    }),
    weight: 6,
  },
  { arbitrary: fc.record({ kind: fc.constant('stale' as const), name: fc.constantFrom(...NAMES) }), weight: 2 },
  { arbitrary: fc.record({ kind: fc.constant('late' as const), name: fc.constantFrom(...NAMES) }), weight: 1 },
  { arbitrary: fc.record({ kind: fc.constant('block' as const), waits: fc.boolean() }), weight: 3 },
  { arbitrary: fc.record({ kind: fc.constantFrom('restart' as const, 'kill' as const) }), weight: 2 },
);
type Step = typeof step extends fc.Arbitrary<infer Kind> ? Kind : never;

interface Expected {
  readonly samples: (readonly [number, number])[];
  readonly staleMs: number[];
}

/** A store and, beside it, what must be in it. */
class Run {
  #folder = mkdtempSync(join(tmpdir(), 'metric-model-'));
  #store = this.#open();
  #atMs = 0;
  readonly #expected: Readonly<Record<Name, Expected>> = {
    a: { samples: [], staleMs: [] },
    b: { samples: [], staleMs: [] },
    c: { samples: [], staleMs: [] },
  };

  async take(next: Step): Promise<void> {
    switch (next.kind) {
      case 'scrapes':
        return this.#scrape(next.count, next.values);
      case 'stale':
        this.#atMs += 10;
        this.#store.commit({ samples: [], stale: { atMs: this.#atMs, series: [this.#series(next.name)] } });
        this.#expected[next.name].staleMs.push(this.#atMs);
        return;
      case 'late':
        if (this.#series(next.name).newestMs < 0) return;
        // Refused in memory, so it must not come back from disk either.
        this.#store.commit({ samples: [{ series: this.#series(next.name), atMs: -1, value: 99 }], stale: { atMs: 0, series: [] } });
        return;
      case 'block': {
        const saving = this.#store.saveBlock(this.#atMs);
        if (next.waits) await saving;
        return;
      }
      case 'restart':
        await this.#close();
        this.#store = this.#open();
        return this.check();
      case 'kill':
        return this.#kill();
    }
  }

  check(): void {
    for (const name of NAMES) {
      const series = this.#series(name);
      const { samples, staleMs } = this.#expected[name];
      const { times, values, from, to } = series.read(series.begin, series.end);
      const found = Array.from({ length: to - from }, (_, index) => [times[from + index], values[from + index]]);
      assert.deepEqual(found, samples);
      assert.deepEqual([...series.staleBetween(-Infinity, Infinity)], staleMs);
      const before = samples.flatMap(([, each], index) => ((samples[index + 1]?.[1] ?? Number.NaN) < each ? [each] : []));
      assert.deepEqual([...series.valuesBeforeResets(series.begin, series.end)], before);
    }
    assert.deepEqual(this.#store.replayProblems, []);
    assert.equal(this.#store.logProblem, undefined);
  }

  async end(): Promise<void> {
    await this.#close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #scrape(count: number, values: readonly number[]): void {
    for (let index = 0; index < count; index++) {
      this.#atMs += 10;
      const names = NAMES.filter((_, place) => (index + place) % 5 !== 0);
      const samples = names.map((name, place) => ({
        series: this.#series(name),
        atMs: this.#atMs,
        value: values[(index + place) % values.length] ?? 0,
      }));
      for (const [place, name] of names.entries()) this.#expected[name].samples.push([this.#atMs, samples[place]?.value ?? 0]);
      this.#store.commit({ samples, stale: { atMs: this.#atMs, series: [] } });
    }
  }

  /** Goes on in a copy of the folder as it is now, whatever is under way. */
  async #kill(): Promise<void> {
    const left = mkdtempSync(join(tmpdir(), 'metric-model-'));
    cpSync(this.#folder, left, { recursive: true });
    await this.end();
    this.#folder = left;
    this.#store = this.#open();
    this.check();
  }

  async #close(): Promise<void> {
    this.#store.close();
    await this.#store.settled();
  }

  #open(): MetricStore {
    return new MetricStore({ folder: this.#folder, maxSeries: 10, retentionMs: 1e12, nowMs: 0, segmentBytes: 4000 });
  }

  #series(name: Name) {
    return this.#store.series({ __name__: name }) ?? assert.fail('the store is full');
  }
}

describe('MetricStore through scrapes, blocks, restarts and kills in any order', () => {
  it('has what was taken in, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25, size: 'max' }), async (steps) => {
        const run = new Run();
        try {
          for (const each of steps) await run.take(each);
          run.check();
        } finally {
          await run.end();
        }
      }),
      { numRuns: 60 },
    );
  });
});
