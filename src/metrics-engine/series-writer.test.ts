import assert from 'node:assert/strict';
import { seriesWriter } from './series-writer.ts';
import { MetricStore } from './store/metric-store.ts';

const storeOf = (maxSeries: number): MetricStore => new MetricStore({ folder: undefined, maxSeries, retentionMs: 1e9, nowMs: 0 });
const x = (run: string): Readonly<Record<string, string>> => ({ __name__: 'x', run });

describe('seriesWriter', () => {
  it('keeps what it is given, and ends it', () => {
    const store = storeOf(100);
    const writer = seriesWriter(store, 100);
    assert.equal(writer.write([{ labels: x('a'), value: 1 }], 1000), 0);
    assert.equal(writer.write([{ labels: x('a'), value: 2 }], 2000), 0);
    const [series] = store.select([{ name: '__name__', operator: '=', value: 'x' }]);
    assert.deepEqual(series?.newest(0, 3000), [2000, 2]);
    writer.end(1500);
    assert.equal(series?.newest(0, 3000), undefined);
    assert.deepEqual(series?.newest(0, 2000), [2000, 2]);
    writer.end(4000);
  });

  it('leaves half of the store to what is scraped, and goes on with the series that it has', () => {
    const store = storeOf(4);
    const writer = seriesWriter(store, 4);
    const looks = ['a', 'b', 'c'].map((run) => ({ labels: x(run), value: 1 }));
    assert.equal(writer.write(looks, 1000), 1);
    assert.equal(writer.write(looks, 2000), 1);
    assert.equal(store.seriesCount, 2);
    assert.equal(seriesWriter(store, 4).write(looks, 3000), 3);
  });

  it('drops what is older than what is there', () => {
    const writer = seriesWriter(storeOf(10), 10);
    writer.write([{ labels: x('a'), value: 1 }], 2000);
    assert.equal(writer.write([{ labels: x('a'), value: 2 }], 1000), 1);
  });
});
