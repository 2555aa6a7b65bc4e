import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { Labels } from '../query-result.ts';
import { ExemplarStore, type StoredExemplar } from './exemplar-store.ts';

function exemplar(trace: string, atMs: number, value = 1, hasOwnTime = true): StoredExemplar {
  return { labels: { trace_id: trace }, value, atMs, hasOwnTime };
}
const series = (name: string): Labels => ({ __name__: name, job: 'app' });
const ALL = [{ name: 'job', operator: '=', value: 'app' }] as const;

/** Which traces are kept of each series. */
function traces(store: ExemplarStore, startMs = 0, endMs = Number.POSITIVE_INFINITY): Readonly<Record<string, string>> {
  return Object.fromEntries(
    store
      .select(startMs, endMs, ALL)
      .map(({ seriesLabels, exemplars }) => [seriesLabels['__name__'] ?? '', exemplars.map(({ labels }) => labels['trace_id']).join('')]),
  );
}

describe('ExemplarStore', () => {
  it('finds exemplars by time and the labels of their series', () => {
    const store = new ExemplarStore();
    for (const [at, trace] of ['a', 'b', 'c'].entries()) store.append(series('y'), exemplar(trace, at * 10));
    store.append(series('x'), exemplar('d', 10));
    assert.deepEqual(traces(store), { x: 'd', y: 'abc' });
    assert.deepEqual(traces(store, 10, 20), { x: 'd', y: 'bc' });
    assert.deepEqual(traces(store, 21, 30), {});
    assert.deepEqual(
      store
        .select(0, 100, [{ name: '__name__', operator: '=', value: 'x' }], [{ name: '__name__', operator: '=~', value: 'y|z' }])
        .map(({ exemplars }) => exemplars.length),
      [1, 3],
    );
    assert.deepEqual(store.select(0, 100, [{ name: 'job', operator: '=', value: 'other' }]), []);
  });

  it('keeps the same exemplar once, with or without a time of its own', () => {
    const store = new ExemplarStore();
    assert.equal(store.append(series('x'), exemplar('a', 10)), 'appended');
    assert.equal(store.append(series('x'), exemplar('a', 10)), 'duplicate');
    assert.equal(store.append(series('x'), exemplar('a', 20)), 'appended');
    assert.equal(store.append(series('y'), exemplar('a', 10, 1, false)), 'appended');
    assert.equal(store.append(series('y'), exemplar('a', 20, 1, false)), 'duplicate');
    assert.equal(store.append(series('y'), exemplar('b', 20, 1, false)), 'appended');
    assert.equal(store.append(series('y'), exemplar('a', 30, 1, false)), 'appended');
  });

  it('refuses what is older than the newest of its series, or has labels that are too long', () => {
    const store = new ExemplarStore();
    store.append(series('x'), exemplar('a', 10, 5));
    assert.equal(store.append(series('x'), exemplar('b', 9, 9)), 'out-of-order');
    assert.equal(store.append(series('x'), exemplar('b', 10, 4)), 'out-of-order');
    assert.equal(store.append(series('x'), exemplar('b', 10, 6)), 'appended');
    assert.equal(store.append(series('x'), exemplar('ä'.repeat(120), 20)), 'appended');
    assert.equal(store.append(series('x'), exemplar('ä'.repeat(121), 30)), 'too-long');
  });

  it('drops the oldest of a series that has too many, and the oldest of all', () => {
    const store = new ExemplarStore({ capacity: 4, perSeries: 2 });
    for (const [at, trace] of ['a', 'b', 'c'].entries()) store.append(series('x'), exemplar(trace, at));
    assert.deepEqual(traces(store), { x: 'bc' });
    for (const [at, trace] of ['d', 'e'].entries()) store.append(series('y'), exemplar(trace, at));
    assert.deepEqual(traces(store), { x: 'bc', y: 'de' });
    store.append(series('z'), exemplar('f', 0));
    assert.deepEqual(traces(store), { x: 'c', y: 'de', z: 'f' });
    store.append(series('z'), exemplar('g', 1));
    assert.deepEqual(traces(store), { y: 'de', z: 'fg' });
  });

  it('never keeps more than it may, and always the newest', () => {
    const arrivals = fc.array(fc.tuple(fc.constantFrom('x', 'y', 'z'), fc.nat(5)), { maxLength: 60 });
    fc.assert(
      fc.property(arrivals, fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 4 }), (each, capacity, perSeries) => {
        const store = new ExemplarStore({ capacity, perSeries });
        let newest: StoredExemplar | undefined;
        for (const [index, [name, at]] of each.entries()) {
          const next = exemplar(String(index), at);
          if (store.append(series(name), next) === 'appended') newest = next;
        }
        const kept = store.select(0, 10, ALL).flatMap(({ exemplars }) => exemplars);
        assert.ok(kept.length <= capacity);
        assert.ok(newest === undefined || kept.includes(newest));
        for (const { exemplars } of store.select(0, 10, ALL)) assert.ok(exemplars.length <= perSeries);
      }),
    );
  });
});
