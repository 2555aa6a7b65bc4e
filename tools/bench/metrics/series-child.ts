// An hour of scrapes each 15 s of ten targets with a thousand series each, through the whole engine but the network; one line of JSON tells how
// much memory that took, in bytes, garbage collected.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { manualClock } from '../../../src/metrics-engine/manual-clock.ts';
import { openMetricsEngine } from '../../../src/metrics-engine/metrics-engine.ts';
import { expositionText } from './exposition-text.ts';

const TARGETS = 10;
const SERIES_A_TARGET = 990;
const HOUR_MS = 3_600_000;
const MINUTES = 60;
const INTERVAL_MS = 15_000;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function memory(): { readonly heap: number; readonly rss: number } {
  for (let round = 0; round < 3; round += 1) collectGarbage();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heap: heapUsed + external, rss };
}

const clock = manualClock(Date.UTC(2026, 0, 1));
const startMs = clock.now();
const targets = Array.from({ length: TARGETS }, (_, number) => `"service-${number}:9090"`);
const engine = await openMetricsEngine({
  config: `scrape_configs: [{ job_name: services, scrape_interval: 15s, static_configs: [{ targets: [${targets.join(', ')}] }] }]`,
  clock,
  fetch: (_, { signal }) => {
    signal.throwIfAborted();
    const bytes = Buffer.from(expositionText(SERIES_A_TARGET, Math.floor((clock.now() - startMs) / INTERVAL_MS)));
    const headers = new Headers({ 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
    return Promise.resolve({ status: 200, headers, body: new Blob([bytes]).stream() });
  },
});
const before = memory();
engine.start();
// An hour passes in seconds, so its garbage would pile up as it never does in an hour that takes one.
for (let minute = 0; minute < MINUTES; minute += 1) {
  await clock.advance(HOUR_MS / MINUTES);
  collectGarbage();
}
const after = memory();
const nowMs = clock.now();
const numberOf = async (query: string): Promise<number> => {
  const answer = await engine.source.query(query, nowMs);
  return answer.kind === 'vector' ? (answer.series[0]?.sample[1] ?? Number.NaN) : Number.NaN;
};
const result = {
  heap: after.heap - before.heap,
  rss: after.rss - before.rss,
  series: engine.health().seriesCount,
  /** Of each series: that a scrape was missed would make the memory look small. */
  leastSamples: Math.min(
    await numberOf('min(count_over_time(up[1h]))'),
    await numberOf('min(count_over_time(http_request_duration_seconds_count[1h]))'),
  ),
};
await engine.stop();
process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0));
