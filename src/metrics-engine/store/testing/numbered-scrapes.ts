import { setImmediate } from 'node:timers/promises';
import { MetricStore } from '../metric-store.ts';

/**
 * A process to be killed: appends numbered scrapes of a few series without an end, and says each one's number once it is taken in.
 * Blocks are tiny, so that most of its time a block is being written. Run as `node numbered-scrapes.ts <folder> <series>`.
 */
const [, , folder, series = '3'] = process.argv;
const scrapesBetweenBlocks = 20;

const store = new MetricStore({
  folder,
  maxSeries: 100,
  retentionMs: 1e12,
  nowMs: 0,
  segmentBytes: 3000,
  blockSpanMs: scrapesBetweenBlocks,
});
const all = Array.from({ length: Number(series) }, (_, index) => store.series({ __name__: 'scrapes', index: String(index) }));
const newestMs = Math.max(0, ...all.map((each) => each?.newestMs ?? 0));

for (let scrape = newestMs + 1; ; scrape++) {
  const samples = all.flatMap((each) => (each === undefined ? [] : [{ series: each, atMs: scrape, value: scrape }]));
  store.commit({ samples, stale: { atMs: scrape, series: [] } });
  process.stdout.write(`${scrape}\n`);
  store.sweep(scrape);
  await setImmediate();
}
