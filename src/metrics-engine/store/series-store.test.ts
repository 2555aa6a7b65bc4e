import assert from 'node:assert/strict';
import type { Matcher } from '../promql/matcher.ts';
import { SeriesStore } from './series-store.ts';

const equal = (name: string, value: string): Matcher => ({ name, operator: '=', value });

function storeOf(): SeriesStore {
  const store = new SeriesStore({ maxSeries: 10 });
  store.series({ __name__: 'up', job: 'a' })?.append(1000, 1);
  store.series({ __name__: 'up', job: 'b', zone: 'x' })?.append(5000, 1);
  store.series({ __name__: 'down', job: 'a' })?.append(9000, 1);
  return store;
}

describe('SeriesStore', () => {
  it('names the labels and values of the series that a selector finds', () => {
    const store = storeOf();
    assert.deepEqual(store.labelNames(), ['__name__', 'job', 'zone']);
    assert.deepEqual(store.labelNames({ selectors: [[equal('job', 'a')]] }), ['__name__', 'job']);
    assert.deepEqual(store.labelValues('__name__', { selectors: [[equal('job', 'b')], [equal('__name__', 'up')]] }), ['up']);
    assert.deepEqual(store.labelValues('zone', { selectors: [[equal('job', 'a')]] }), []);
    assert.deepEqual(store.labelValues('nothing'), []);
  });

  it('asks only about series with a sample between two instants', () => {
    const store = storeOf();
    assert.deepEqual(store.labelValues('job', { startMs: 2000, endMs: 6000 }), ['b']);
    assert.deepEqual(store.labelValues('__name__', { startMs: 5000 }), ['down', 'up']);
    assert.deepEqual(store.labelNames({ endMs: 1000 }), ['__name__', 'job']);
    assert.deepEqual(store.labelNames({ startMs: 6000, endMs: 8000 }), []);
  });

  it('finds each series once, however many selectors find it', () => {
    const found = storeOf().seriesIn({ selectors: [[equal('job', 'a')], [equal('__name__', 'up')]] });
    assert.deepEqual(
      found.map(({ labels }) => labels),
      [
        { __name__: 'up', job: 'a' },
        { __name__: 'up', job: 'b', zone: 'x' },
        { __name__: 'down', job: 'a' },
      ],
    );
  });

  it('gives the same series for the same labels in any order, also for the names of what every object has', () => {
    const store = storeOf();
    assert.equal(store.series({ job: 'a', __name__: 'up' }), store.series({ __name__: 'up', job: 'a' }));
    const odd = Object.fromEntries([
      ['__proto__', 'p'],
      ['constructor', '5'],
    ]);
    assert.deepEqual(store.series(odd)?.labels, odd);
    assert.deepEqual(store.labelValues('__proto__'), ['p']);
  });
});
