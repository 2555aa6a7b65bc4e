import assert from 'node:assert/strict';
import { manualClock } from '../../manual-clock.ts';
import { anEnd, aResult } from '../result-fixture.ts';
import { type LiveSamples, liveOutput } from './live-output.ts';

const REQS = { name: 'http_reqs', type: 'counter', contains: 'default' } as const;

describe('liveOutput', () => {
  it('tells all series at every interval and at the end, and nothing before there are any', async () => {
    const clock = manualClock(1000);
    const told: { readonly atMs: number; readonly samples: LiveSamples }[] = [];
    const logs: string[] = [];
    const output = liveOutput({
      intervalMs: 2000,
      clock,
      log: (_, message) => void logs.push(message),
      tell: (atMs, samples) => void told.push({ atMs, samples }),
    });
    await output.start({ startedAtMs: 0, scriptPath: 'a.ts', options: {}, thresholds: {} });
    await clock.advance(2000);
    assert.deepEqual([...told], []);
    for (let name = 0; name < 250; name += 1)
      output.sample?.({ metric: REQS, value: 1, tags: { name: String(name) }, atMs: 0, metadata: undefined });
    await clock.advance(2000);
    assert.deepEqual(await output.finish(aResult(), anEnd()), []);
    await clock.advance(10_000);
    assert.deepEqual(
      told.map(({ atMs, samples }) => [atMs, samples.length]),
      [
        [5000, 200],
        [5000, 200],
      ],
    );
    assert.deepEqual(told[0]?.samples[0], { labels: { __name__: 'k6_http_reqs_total', name: '0' }, value: 1 });
    assert.deepEqual(logs, ['live series: 50 samples had tags of more series than are kept, and were not told']);
  });
});
