import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { unanswered } from '../http/exchange.ts';
import { RequestFailure } from '../http/request-failure.ts';
import { emitRequest } from '../http/request-samples.ts';
import { MetricRegistry } from './metric-registry.ts';

/** An hour of 6,000 starts a second. */
const requests = 21_600_000;
const looks = 10;
const mebibyte = 2 ** 20;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** A registry as a test with thresholds on times, rates and parts has it. */
function watchedRegistry(): MetricRegistry {
  const registry = new MetricRegistry();
  const part = registry.seriesOf('http_req_duration{status:200}', { name: 'http_req_duration', tags: { status: '200' } });
  const whole = registry.metric('http_req_duration')?.series;
  for (const series of [part, whole]) if (series?.type === 'trend') series.watchLimit(200);
  return registry;
}

/** Requests of 1 ms to a minute, by a sequence that is the same each time (Knuth, MMIX). */
function feed(registry: MetricRegistry, count: number): void {
  const exchanged = { ...unanswered(new RequestFailure(0, '')), failure: undefined };
  const tags = { method: 'GET', name: 'http://127.0.0.1/', status: '200', scenario: 'default' };
  for (let index = 0, random = 1; index < count; index += 1) {
    random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
    const waiting = 60_000 ** (random / 2 ** 32);
    emitRequest(registry, { ...exchanged, timings: { ...exchanged.timings, waiting, sending: 0.02 } }, tags, false, index, undefined);
  }
}

describe('the metrics of an hour at 6,000 requests a second', () => {
  it('take no more memory than those of its first minutes', () => {
    const registry = watchedRegistry();
    // Nine samples a request: as many requests as give the samples of an hour, so that the test takes seconds.
    const samples = 9;
    const heaps = Array.from({ length: looks }, () => {
      feed(registry, Math.ceil(requests / samples / looks));
      collectGarbage();
      return process.memoryUsage();
    });
    const [first, last] = [heaps[0], heaps.at(-1)];
    assert.ok(first !== undefined && last !== undefined);
    const counter = registry.metric('http_reqs')?.series;
    assert.equal(counter?.type === 'counter' ? counter.count : 0, requests / samples);
    const grown = last.heapUsed + last.arrayBuffers - first.heapUsed - first.arrayBuffers;
    assert.ok(grown < 0.25 * mebibyte, `the heap grew by ${Math.round(grown / 1024)} KiB`);
    assert.ok(last.rss - first.rss < 32 * mebibyte, `the process grew by ${Math.round((last.rss - first.rss) / mebibyte)} MiB`);
  }).timeout(60_000);
});
