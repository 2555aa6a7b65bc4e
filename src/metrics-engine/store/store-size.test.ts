import assert from 'node:assert/strict';
import { seriesKit } from './series-kit.ts';
import { SeriesStore } from './series-store.ts';
import { StoredSeries } from './stored-series.ts';

/** Growth between two scrapes of about a mean, as of requests that come by chance. The same at each run. */
function growthAbout(mean: number): () => number {
  let seed = 7;
  const uniform = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return seed / 2 ** 31;
  };
  return () => Math.max(0, Math.round(mean + (uniform() + uniform() + uniform() - 1.5) * 2 * Math.sqrt(mean)));
}

function counter(samples: number, mean: number): StoredSeries {
  const series = new StoredSeries(0, {}, seriesKit());
  const growth = growthAbout(mean);
  for (let index = 0, value = 0; index < samples; index++, value += growth()) series.append(1_700_000_000_000 + index * 15_000, value);
  return series;
}

describe('what a store takes in memory', () => {
  it('is at most two and a half bytes a sample of a counter at a fixed interval, summaries included', () => {
    for (const mean of [0.2, 3, 50, 1000, 20_000]) {
      const each = counter(50_000, mean).memoryBytes / 50_000;
      assert.ok(each <= 2.5, `${each} bytes at ${mean} a scrape`);
    }
  });

  it('is less than four kilobytes a series for an hour at 15 s', () => {
    const store = new SeriesStore({ maxSeries: 100 });
    for (let id = 0; id < 100; id++) {
      const series = store.series({ __name__: 'http_requests_total', job: 'api', id: String(id) });
      for (let index = 0; index < 240; index++) series?.append(index * 15_000, index * id);
    }
    assert.ok(store.memoryBytes / 100 < 4000, `${store.memoryBytes / 100} bytes a series`);
  });

  it('is freed with what is dropped', () => {
    const series = counter(10_000, 50);
    const before = series.memoryBytes;
    series.dropBefore(1_700_000_000_000 + 9000 * 15_000);
    assert.ok(series.memoryBytes < before / 5, `${series.memoryBytes} of ${before} bytes`);
    assert.equal(series.sampleCount, 1000);
  });
});
