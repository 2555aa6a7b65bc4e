import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { seriesKit } from './series-kit.ts';
import { StoredSeries } from './stored-series.ts';
import { samplesOf } from './testing/samples-of.ts';

function seriesOf(...samples: readonly (readonly [atMs: number, value: number])[]): StoredSeries {
  const series = new StoredSeries(1, { __name__: 'x' }, seriesKit());
  for (const [atMs, value] of samples) assert.equal(series.append(atMs, value), 'appended');
  return series;
}

function values(series: StoredSeries, afterMs: number, throughMs: number): readonly number[] {
  return samplesOf(series, afterMs, throughMs).map(([, value]) => value);
}

describe('StoredSeries', () => {
  it('grows forward only, and takes the same sample twice', () => {
    const series = seriesOf([10, 1], [20, Number.NaN]);
    assert.equal(series.append(15, 2), 'out-of-order');
    assert.equal(series.append(20, 2), 'duplicate');
    assert.equal(series.append(20, Number.NaN), 'appended');
    assert.equal(series.sampleCount, 2);
    assert.equal(series.markStale(20), 'duplicate');
    assert.equal(series.markStale(19), 'out-of-order');
    assert.equal(series.markStale(30), 'appended');
    assert.equal(series.append(25, 1), 'out-of-order');
    assert.equal(series.append(30, 1), 'duplicate');
    assert.equal(series.append(31, 1), 'appended');
  });

  it('has windows open on the left and closed on the right', () => {
    const series = seriesOf([10, 1], [20, 2], [30, 3]);
    assert.deepEqual(values(series, 10, 30), [2, 3]);
    assert.deepEqual(values(series, 9, 29), [1, 2]);
    assert.deepEqual(values(series, 30, 40), []);
    assert.deepEqual(values(series, 30, 10), []);
  });

  it('answers the newest sample within the lookback', () => {
    const series = seriesOf([10, 1], [20, 2]);
    assert.deepEqual(series.newest(0, 15), [10, 1]);
    assert.deepEqual(series.newest(10, 20), [20, 2]);
    assert.equal(series.newest(20, 30), undefined);
    assert.equal(series.newest(0, 9), undefined);
  });

  it('is absent from a staleness marker on, until the next sample; ranges pass the marker over', () => {
    const series = seriesOf([10, 1]);
    series.markStale(20);
    series.append(30, 3);
    assert.deepEqual(series.newest(0, 19), [10, 1]);
    assert.equal(series.newest(0, 20), undefined);
    assert.equal(series.newest(0, 29), undefined);
    assert.deepEqual(series.newest(0, 30), [30, 3]);
    assert.deepEqual(values(series, 0, 30), [1, 3]);
  });

  it('holds what a plain list would, through any appends and drops', () => {
    const step = fc.record({ gap: fc.integer({ min: 1, max: 5 }), dropsAt: fc.option(fc.integer({ min: 0, max: 2000 }), { freq: 20 }) });
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 400 }),
        fc.integer({ min: -5, max: 2000 }),
        fc.integer({ min: -5, max: 2000 }),
        (steps, after, through) => {
          const series = new StoredSeries(1, {}, seriesKit());
          let list: number[] = [];
          let atMs = 0;
          for (const { gap, dropsAt } of steps) {
            atMs += gap;
            series.append(atMs, atMs);
            list.push(atMs);
            if (dropsAt === null) continue;
            series.dropBefore(dropsAt);
            list = list.filter((each) => each >= dropsAt);
          }
          assert.deepEqual(
            values(series, after, through),
            list.filter((each) => each > after && each <= through),
          );
          assert.equal(series.sampleCount, list.length);
        },
      ),
    );
  });
});
