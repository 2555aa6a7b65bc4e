import assert from 'node:assert/strict';
import { systemClock } from '../../clock.ts';
import { manualClock } from '../../manual-clock.ts';
import type { MetricDeclaration } from '../../virtual-user.ts';
import type { LoadOutput } from '../load-output.ts';
import type { OtlpSpec } from '../output-spec.ts';
import { anEnd, aResult } from '../result-fixture.ts';
import { otlpOutput } from './otlp-output.ts';
import { type Receiver, startReceiver } from './receiver-fixture.ts';

interface Point {
  readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue?: string } }[];
  readonly asDouble?: number;
  readonly count?: number;
  readonly sum?: number;
  readonly min?: number;
  readonly max?: number;
  readonly bucketCounts?: readonly number[];
  readonly explicitBounds?: readonly number[];
  readonly startTimeUnixNano: string;
}

interface Metric {
  readonly name: string;
  readonly unit: string;
  readonly sum?: { readonly dataPoints: readonly Point[]; readonly isMonotonic: boolean; readonly aggregationTemporality: number };
  readonly gauge?: { readonly dataPoints: readonly Point[] };
  readonly histogram?: { readonly dataPoints: readonly Point[] };
}

interface Body {
  readonly resourceMetrics: readonly {
    readonly resource: { readonly attributes: Point['attributes'] };
    readonly scopeMetrics: readonly { readonly metrics: readonly Metric[] }[];
  }[];
}

const metric = (name: string, type: MetricDeclaration['type'], contains: MetricDeclaration['contains'] = 'default'): MetricDeclaration => ({
  name,
  type,
  contains,
});

const add = (output: LoadOutput, declared: MetricDeclaration, ...values: readonly number[]): void => {
  for (const value of values) output.sample?.({ metric: declared, value, tags: { scenario: 'gate' }, atMs: 0, metadata: undefined });
};

const start = (output: LoadOutput): Promise<void> =>
  output.start({ startedAtMs: 1_700_000_000_500, scriptPath: 'a.ts', options: {}, thresholds: {} });
const finish = (output: LoadOutput): Promise<readonly string[]> => output.finish(aResult(), anEnd());

describe('--out opentelemetry', () => {
  let receiver: Receiver;
  const logs: string[] = [];

  beforeEach(async () => {
    receiver = await startReceiver();
    receiver.answer = 200;
    logs.length = 0;
  });

  afterEach(() => receiver.close());

  const log = (_: string, message: string): void => void logs.push(message);
  const open = (changes: Partial<OtlpSpec> = {}, clock = systemClock): LoadOutput => {
    const standard: OtlpSpec = {
      kind: 'opentelemetry',
      url: receiver.url,
      headers: { Authorization: 'Bearer x' },
      secrets: [],
      intervalMs: 60_000,
      trustAnyCertificate: false,
      serviceName: 'k6',
      serviceVersion: '2',
      metricPrefix: 'k6_',
      rates: 'condition',
    };
    return otlpOutput({ ...standard, ...changes }, { name: 'otlp', clock, log });
  };
  const body = (index: number): Body => JSON.parse(receiver.received.at(index)?.body.toString() ?? '{}') as Body;
  const metrics = (index = -1): ReadonlyMap<string, Metric> =>
    new Map(body(index).resourceMetrics[0]?.scopeMetrics[0]?.metrics.map((each) => [each.name, each]));

  it('sends each type of metric as OpenTelemetry has it, with exact buckets', async () => {
    const output = open();
    await start(output);
    add(output, metric('data_sent', 'counter', 'data'), 10, 20);
    add(output, metric('vus', 'gauge'), 3, 5);
    add(output, metric('http_req_duration', 'trend', 'time'), 5, 5.001, 99, 100, 20_000);
    add(output, metric('checks', 'rate'), 1, 0, 1);
    assert.deepEqual(await finish(output), []);
    assert.equal(receiver.received[0]?.headers.authorization, 'Bearer x');
    assert.match(receiver.received[0]?.headers['content-type'] ?? '', /json/);
    const resource = body(0).resourceMetrics[0]?.resource.attributes.map(({ key, value }) => [key, value.stringValue]);
    assert.deepEqual(resource, [
      ['service.name', 'k6'],
      ['service.version', '2'],
    ]);
    const sent = metrics();
    const counter = sent.get('k6_data_sent');
    assert.deepEqual(
      [counter?.unit, counter?.sum?.isMonotonic, counter?.sum?.aggregationTemporality, counter?.sum?.dataPoints[0]?.asDouble],
      ['By', true, 2, 30],
    );
    assert.equal(counter?.sum?.dataPoints[0]?.startTimeUnixNano, '1700000000500000000');
    assert.deepEqual(counter?.sum?.dataPoints[0]?.attributes, [{ key: 'scenario', value: { stringValue: 'gate' } }]);
    assert.equal(sent.get('k6_vus')?.gauge?.dataPoints[0]?.asDouble, 5);
    const trend = sent.get('k6_http_req_duration');
    const point = trend?.histogram?.dataPoints[0];
    assert.equal(trend?.unit, 'ms');
    assert.deepEqual(point?.explicitBounds, [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10_000]);
    assert.deepEqual(point?.bucketCounts, [0, 1, 1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    assert.deepEqual([point?.count, point?.min, point?.max], [5, 5, 20_000]);
    assert.ok(Math.abs((point?.sum ?? 0) - 20_209.001) < 1e-6);
    const rate = sent.get('k6_checks')?.sum?.dataPoints.map(({ attributes, asDouble }) => [attributes.at(-1)?.value.stringValue, asDouble]);
    assert.deepEqual(rate, [
      ['nonzero', 2],
      ['zero', 1],
    ]);
  });

  it('sends rates as two sums where that is asked for', async () => {
    const output = open({ rates: 'pair' });
    await start(output);
    add(output, metric('checks', 'rate'), 1, 0, 1);
    assert.deepEqual(await finish(output), []);
    const counts = ['k6_checks.occurred', 'k6_checks.total'].map((name) => metrics().get(name)?.sum?.dataPoints[0]?.asDouble);
    assert.deepEqual(counts, [2, 3]);
  });

  it('loses no count when the receiver refuses in between, and says so', async () => {
    const clock = manualClock();
    const output = open({ intervalMs: 1000 }, clock);
    await start(output);
    receiver.answer = 400;
    add(output, metric('http_reqs', 'counter'), 1);
    await clock.advance(1000);
    await receiver.until(1);
    receiver.answer = 200;
    add(output, metric('http_reqs', 'counter'), 1, 1);
    assert.deepEqual(await finish(output), ['1 pushes failed; the last one was written, and has the whole']);
    assert.equal(metrics().get('k6_http_reqs')?.sum?.dataPoints[0]?.asDouble, 3);
    assert.match(logs[0] ?? '', /^output otlp: http:\/\/127\.0\.0\.1:\d+ did not take the metrics: .+; the next push/);
  });

  it('says when the end was not taken', async () => {
    const output = open();
    await start(output);
    receiver.answer = 403;
    add(output, metric('http_reqs', 'counter'), 1);
    assert.match((await finish(output))[0] ?? '', /^the end of the run was not written: .* did not take the metrics: /);
  });
});
