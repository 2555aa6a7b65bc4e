import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { seriesKit } from './series-kit.ts';
import { StoredSeries } from './stored-series.ts';

/** A series as a plain list has it, with every answer by a loop. */
class NaiveSeries {
  samples: (readonly [atMs: number, value: number])[] = [];
  begin = 0;

  append(atMs: number, value: number): void {
    this.samples.push([atMs, value]);
  }

  dropBefore(atMs: number): void {
    const from = this.samples.findIndex(([at], number) => number >= this.begin && at >= atMs);
    this.begin = from < 0 ? this.samples.length : from;
  }

  values(from: number, to: number): readonly number[] {
    return this.samples.slice(from, to).map(([, value]) => value);
  }

  firstAfter(atMs: number): number {
    const number = this.samples.findIndex(([at], number) => number >= this.begin && at > atMs);
    return number < 0 ? this.samples.length : number;
  }

  valuesBeforeResets(from: number, to: number): readonly number[] {
    return this.values(from, to).filter((value, index, all) => (all[index + 1] ?? Number.NaN) < value);
  }
}

const interval = fc.constantFrom(1, 250, 1000, 15_000);
const gap = fc.oneof({ arbitrary: fc.constant(0), weight: 30 }, { arbitrary: fc.integer({ min: 1, max: 40 }), weight: 1 });
const jitter = fc.constantFrom(0, 0, 0.5, 0.001);
const growth = fc.oneof(
  { arbitrary: fc.nat(3), weight: 5 },
  { arbitrary: fc.nat(1000), weight: 5 },
  { arbitrary: fc.constant('reset' as const), weight: 1 },
);
const counters = fc.record({
  interval,
  jitter,
  steps: fc.array(fc.record({ gap, growth }), { minLength: 1, maxLength: 600, size: 'max' }),
});
const odd = fc.constantFrom(0, -0, 0.25, 12.34, Number.NaN, Infinity, -Infinity, 5e-324, 2 ** 53, -(2 ** 53) - 2, 1 / 3, 1e300, 0.1 + 0.2);
const gauges = fc.array(fc.oneof(odd, fc.double(), fc.integer()), { minLength: 1, maxLength: 400, size: 'max' });

type Appended = readonly (readonly [atMs: number, value: number])[];

function counterSamples({ interval, jitter, steps }: ReturnType<typeof counters.generate>['value']): Appended {
  let [atMs, value] = [1_700_000_000_000, 1];
  return steps.map(({ gap, growth }, index) => {
    atMs += interval * (1 + gap);
    value = growth === 'reset' ? 0 : value + growth;
    return [atMs + Math.round(((index * 7919) % 100) * 0.01 * jitter * interval), value] as const;
  });
}

function gaugeSamples(values: readonly number[]): Appended {
  return values.map((value, index) => [1000 * index + (index % 13 === 0 ? 3 : 0), value]);
}

const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 20, maxLength: 20 });

function built(samples: Appended, { id, sealsAt, dropsAt }: { readonly id: number; readonly sealsAt: number; readonly dropsAt: number }) {
  const kit = seriesKit();
  const series = new StoredSeries(id, {}, kit);
  // Another series uses the same kit meanwhile, so nothing may lean on what the kit held before.
  const other = new StoredSeries(id + 1, {}, kit);
  const naive = new NaiveSeries();
  for (const [index, [atMs, value]] of samples.entries()) {
    assert.equal(series.append(atMs, value), 'appended');
    other.append(atMs, index / 3);
    naive.append(atMs, value);
    if (index === Math.floor(sealsAt * samples.length)) series.samples.seal();
  }
  const dropMs = samples[Math.floor(dropsAt * dropsAt * (samples.length - 1))]?.[0] ?? 0;
  series.dropBefore(dropMs);
  naive.dropBefore(dropMs);
  return { series, other, naive };
}

function assertSame(samples: Appended, cutAt: readonly number[]): void {
  const [id = 0, sealsAt = 0, dropsAt = 0, ...rest] = cutAt;
  const { series, other, naive } = built(samples, { id: Math.floor(id * 100), sealsAt, dropsAt });
  assert.equal(series.begin, naive.begin);
  assert.equal(series.end, naive.samples.length);
  const numbers = rest.map((cut) => series.begin + Math.round(cut * (series.end - series.begin)));
  for (const [index, one] of numbers.entries()) {
    const two = numbers[index + 1] ?? series.end;
    const [from, to] = [Math.min(one, two), Math.max(one, two)];
    const expected = naive.values(from, to);
    const read = series.read(from, to);
    assert.deepEqual([...read.values.subarray(read.from, read.to)], expected);
    const times = naive.samples.slice(from, to).map(([at]) => at);
    assert.deepEqual([...read.times.subarray(read.from, read.to)], times);
    other.valueAt(Math.min(other.end - 1, from));
    assert.deepEqual(
      expected.map((_, place) => series.valueAt(from + place)),
      expected,
    );
    assert.deepEqual(
      times.map((_, place) => series.timeAt(from + place)),
      times,
    );
    const atMs = (naive.samples[from]?.[0] ?? 1_700_000_000_000) + (index % 3) - 1;
    assert.equal(series.firstAfter(atMs), naive.firstAfter(atMs));
    assert.deepEqual([...series.valuesBeforeResets(from, to)], naive.valuesBeforeResets(from, to));
    assertFolds(series, [from, to], expected);
  }
}

function assertFolds(series: StoredSeries, [from, to]: readonly [number, number], values: readonly number[]): void {
  const numbers = values.filter((value) => !Number.isNaN(value));
  const none = numbers.length === 0;
  assert.equal(series.min(from, to) + 0, none ? Number.NaN : numbers.reduce((a, b) => Math.min(a, b)) + 0);
  assert.equal(series.max(from, to) + 0, none ? Number.NaN : numbers.reduce((a, b) => Math.max(a, b)) + 0);
  const { sum, compensation } = series.sum(from, to);
  const plain = values.reduce((a, b) => a + b, 0);
  if (values.every((value) => Number.isInteger(value) && Math.abs(value) < 2 ** 31)) assert.equal(sum + compensation, plain);
  else if (Number.isNaN(plain)) assert.ok(!Number.isFinite(sum));
}

describe('SeriesSamples', () => {
  it('answers as a plain list does for counters with resets, jitter and missed scrapes, sealed and dropped anywhere', () => {
    fc.assert(
      fc.property(counters, cuts, (counter, cutAt) => assertSame(counterSamples(counter), cutAt)),
      { numRuns: 150 },
    );
  });

  it('answers as a plain list does for any values at all, bit by bit', () => {
    fc.assert(
      fc.property(gauges, cuts, (values, cutAt) => assertSame(gaugeSamples(values), cutAt)),
      { numRuns: 150 },
    );
  });

  it('adds up exactly what adding one by one adds up, for whole numbers', () => {
    const series = new StoredSeries(1, {}, seriesKit());
    for (let index = 0; index < 1000; index++) series.append(index * 1000, 1e9 + index * index);
    const { sum, compensation } = series.sum(7, 993);
    assert.equal(
      sum + compensation,
      Array.from({ length: 986 }, (_, at) => 1e9 + (at + 7) ** 2).reduce((a, b) => a + b),
    );
  });

  it('keeps what a plain sum loses', () => {
    const series = new StoredSeries(0, {}, seriesKit());
    for (let index = 0; index < 300; index++) series.append(index, [1, 1e100, 1, -1e100][index % 4] ?? 0);
    const { sum, compensation } = series.sum(0, 300);
    assert.equal(sum + compensation, 150);
  });

  it('answers the newest sample also right after it was sealed', () => {
    const series = new StoredSeries(0, {}, seriesKit());
    for (let index = 0; index < 120; index++) series.append(index * 10, index / 7);
    assert.deepEqual(series.newest(0, 1e6), [1190, 119 / 7]);
    assert.equal(series.append(1190, 119 / 7), 'appended');
    assert.equal(series.append(1190, 5), 'duplicate');
  });

  it('keeps times that are no whole milliseconds', () => {
    const series = new StoredSeries(0, {}, seriesKit());
    for (let index = 0; index < 130; index++) series.append(index + 1 / 3, index);
    assert.equal(series.timeAt(77), 77 + 1 / 3);
    assert.equal(series.firstAfter(77.4), 78);
    for (let index = 0; index < 130; index++) assert.equal(series.firstAfter(index + 1 / 3), index + 1);
    const { times, from, to } = series.read(0, 130);
    assert.deepEqual(
      [...times.subarray(from, to)],
      Array.from({ length: 130 }, (_, index) => index + 1 / 3),
    );
  });
});
