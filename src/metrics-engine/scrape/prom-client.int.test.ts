import assert from 'node:assert/strict';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry, type RegistryContentType, Summary } from 'prom-client';
import { LineMemory } from '../exposition/line-memory.ts';
import type { MetadataLine } from '../exposition/metadata-line.ts';
import { readExposition } from '../exposition/read-exposition.ts';
import { fetchFrom } from './testing/fetch-from.ts';
import { type OpenTarget, openTarget } from './testing/open-target.ts';

/** What one reading of an exposition told. */
interface Told {
  readonly values: ReadonlyMap<string, number>;
  readonly exemplars: readonly unknown[];
  readonly types: ReadonlyMap<string, string>;
}

describe('a target instrumented with prom-client', () => {
  let target: OpenTarget | undefined;
  afterEach(() => target?.close());

  async function open(contentType: RegistryContentType): Promise<string> {
    const registry = new Registry<RegistryContentType>();
    registry.setContentType(contentType);
    const registers = [registry];
    collectDefaultMetrics({ register: registry });
    new Gauge({ name: 'odd', help: 'a "help"\nwith \\ escapes', labelNames: ['of'], registers }).set(
      { of: 'a "label"\nwith \\ escapes é' },
      Number.NaN,
    );
    new Summary({ name: 'sizes', help: 'sizes', percentiles: [0.5, 1], registers }).observe(7);
    const isOpenMetrics = contentType.startsWith('application/openmetrics-text');
    const exemplarLabels = { traceId: 'abc' };
    const counter = new Counter({ name: 'requests_total', help: 'requests', registers, enableExemplars: isOpenMetrics });
    const histogram = new Histogram({
      name: 'latency_seconds',
      help: 'latency',
      buckets: [0.1, 1, 10],
      registers,
      enableExemplars: isOpenMetrics,
    });
    if (isOpenMetrics) {
      counter.inc({ value: 2, exemplarLabels });
      histogram.observe({ value: 0.5, exemplarLabels });
    } else {
      counter.inc(2);
      histogram.observe(0.5);
    }
    target = await openTarget((_, response) => {
      response.setHeader('content-type', registry.contentType);
      void registry.metrics().then((metrics) => response.end(metrics));
    });
    return target.origin;
  }

  for (const contentType of [Registry.PROMETHEUS_CONTENT_TYPE, Registry.OPENMETRICS_CONTENT_TYPE]) {
    it(`is read whole as ${contentType.split(';')[0]}`, async () => {
      const url = await open(contentType);
      const memory = new LineMemory<string>();
      for (let scrape = 0; scrape < 2; scrape++) {
        const { values, types } = await read(url, memory);
        assert.equal(values.get('requests_total'), 2);
        assert.equal(values.get('latency_seconds_bucket 1.0'), 1);
        assert.equal(values.get('latency_seconds_bucket +Inf'), 1);
        assert.equal(values.get('sizes 1.0'), 7);
        assert.ok(Number.isNaN(values.get('odd a "label"\nwith \\ escapes é')));
        assert.ok(values.has('process_cpu_seconds_total'));
        assert.equal(types.get('latency_seconds'), 'histogram');
      }
    });
  }

  it('shows its exemplars in OpenMetrics', async () => {
    const { exemplars } = await read(await open(Registry.OPENMETRICS_CONTENT_TYPE));
    assert.deepEqual(exemplars, [
      ['requests_total', { traceId: 'abc' }, 2],
      ['latency_seconds_bucket 1.0', { traceId: 'abc' }, 0.5],
    ]);
  });
});

async function read(url: string, memory = new LineMemory<string>()): Promise<Told> {
  const values = new Map<string, number>();
  const exemplars: unknown[] = [];
  const types = new Map<string, string>();
  const listener = {
    meaningOf: ({ __name__: name, ...labels }: Readonly<Record<string, string>>) => [name, ...Object.values(labels)].join(' '),
    sample: (series: string, value: number) => void values.set(series, value),
    exemplar: (series: string, { labels, value }: { readonly labels: object; readonly value: number }) =>
      void exemplars.push([series, labels, value]),
    metadata: (line: MetadataLine) => void (line.kind === 'type' && types.set(line.family, line.type)),
  };
  const { bytes, format } = await fetchFrom(url);
  Array.from(readExposition({ bytes, format, memory, listener }));
  memory.keepMet();
  return { values, exemplars, types };
}
