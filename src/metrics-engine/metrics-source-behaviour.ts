import assert from 'node:assert/strict';
import type { QueryResult, Sample } from './metrics-source.ts';
import { QueryError } from './metrics-source.ts';
import type { NarrowingSource } from './narrowing-source.ts';
import { openScriptedTarget, SCRIPT_LENGTH, type ScriptedTarget } from './scripted-target.ts';

/** A source that scrapes, ready to be asked. */
export interface OpenedSource {
  readonly source: NarrowingSource;
  close(): Promise<void>;
}

/** Opens a source that scrapes as a configuration says. */
export type OpenSource = (config: string) => Promise<OpenedSource>;

const INTERVAL = '250ms';
// Far above what the script takes; only a broken source runs into it.
const PATIENCE_MS = 30_000;

/** The facts that every MetricsSource must show once it has scraped the scripted target: embedded, or Prometheus itself. */
export function describeMetricsSource(name: string, open: OpenSource): void {
  describe(`a metrics source: ${name}`, () => {
    let target: ScriptedTarget;
    let opened: OpenedSource;
    let source: NarrowingSource;

    before(async () => {
      target = await openScriptedTarget();
      opened = await open(configFor(target.address));
      source = opened.source;
      await until('the script was scraped to its end', async () => (await valueOf('script_step')) === SCRIPT_LENGTH);
    });
    after(async () => {
      await opened.close();
      await target.close();
    });

    async function ask(expression: string): Promise<QueryResult> {
      return source.query(expression, Date.now());
    }
    async function vectorOf(expression: string): Promise<Readonly<Record<string, number>>> {
      const result = await ask(expression);
      assert.equal(result.kind, 'vector');
      return result.kind === 'vector'
        ? Object.fromEntries(result.series.map(({ labels, sample }) => [JSON.stringify(labels), sample[1]]))
        : {};
    }
    async function valueOf(expression: string): Promise<number | undefined> {
      const values = Object.values(await vectorOf(expression));
      assert.ok(values.length <= 1, `${expression} has ${values.length} series`);
      return values[0];
    }
    async function samplesOf(selector: string): Promise<readonly Sample[]> {
      const result = await ask(selector);
      assert.equal(result.kind, 'matrix');
      return result.kind === 'matrix' ? (result.series[0]?.samples ?? []) : [];
    }
    async function scriptedValues(selector: string): Promise<readonly number[]> {
      return (await samplesOf(selector)).slice(0, SCRIPT_LENGTH).map(([, value]) => value);
    }

    it('knows that the target is up', async () => assert.equal(await valueOf('up'), 1));

    it('gives the labels of the target to its series, and keeps those of the series with honor_labels', async () => {
      assert.deepEqual(Object.keys(await vectorOf('script_step')), [
        JSON.stringify({ __name__: 'script_step', instance: target.address, job: 'scripted' }),
      ]);
      assert.equal(await valueOf('renamed_job{job="its own"}'), 1);
    });

    it('answers a plain range selector with the raw samples, oldest first', async () => {
      assert.deepEqual(await scriptedValues('steps_total[2m]'), [100, 200, 300, 400, 50, 150, 250, 350]);
      const times = (await samplesOf('steps_total[2m]')).map(([atMs]) => atMs);
      assert.deepEqual(
        times,
        [...times].sort((a, b) => a - b),
      );
      assert.ok(times.every(Number.isInteger));
    });

    it('sees the counter start anew, and counts what it gained all the same', async () => {
      assert.equal(await valueOf('resets(steps_total[2m])'), 1);
      assert.equal(await valueOf('changes(steps_total[2m])'), 7);
      const gained = (await valueOf('increase(steps_total[2m])')) ?? 0;
      // 300 up to the reset and 350 since, extrapolated by at most half an interval at each end (and not below zero).
      assert.ok(gained >= 650 && gained < 850, `${gained}`);
    });

    it('counts errors exactly, whatever the instants', async () => {
      const ratio = 'sum(increase(requests_total{code="500"}[2m])) / sum(increase(requests_total[2m]))';
      const v1 = await valueOf(source.narrow(ratio, [{ name: 'version', operator: '=', value: 'v1' }]));
      const v2 = await valueOf(source.narrow(ratio, [{ name: 'version', operator: '=', value: 'v2' }]));
      assert.ok(Math.abs((v1 ?? 0) - 0.1) < 1e-9, `${v1}`);
      assert.ok(Math.abs((v2 ?? 0) - 0.5) < 1e-9, `${v2}`);
    });

    it('keeps NaN and infinities apart from no data', async () => {
      assert.ok(Number.isNaN(await valueOf('not_a_number')));
      assert.equal(await valueOf('beyond_numbers'), Number.NEGATIVE_INFINITY);
      assert.equal(await valueOf('never_existed'), undefined);
      assert.deepEqual(await ask('never_existed'), { kind: 'vector', series: [] });
      assert.deepEqual(await ask('never_existed[5m]'), { kind: 'matrix', series: [] });
    });

    it('interpolates a quantile of a classic histogram', async () => {
      // 100 observations: 50 to 0.1, 90 to 0.2, 99 to 0.5. The 95th is 5/9 of the way from 0.2 to 0.5.
      assert.ok(Math.abs(((await valueOf('histogram_quantile(0.95, latency_seconds_bucket)')) ?? 0) - (0.2 + (0.3 * 5) / 9)) < 1e-9);
      assert.equal(await valueOf('histogram_quantile(0.999, latency_seconds_bucket)'), 0.5);
      assert.equal(await valueOf('latency_seconds_bucket{le="0.2"} / on () latency_seconds_count'), 0.9);
    });

    it('loses a series from the scrape on that lacks it, and remembers its samples', async () => {
      assert.equal(await valueOf('fleeting'), undefined);
      assert.equal(await valueOf('absent(fleeting)'), 1);
      assert.deepEqual(await scriptedValues('fleeting[2m]'), [1, 2, 3, 4]);
      assert.equal(await valueOf('last_over_time(fleeting[2m])'), 4);
    });

    it('takes a sample with a time of its own at that time', async () => {
      const [first] = await samplesOf('stamped[2m]');
      assert.deepEqual(first, [target.stampedAtMs, 42]);
    });

    it('answers a scalar, and a range of scalars', async () => {
      const now = Date.now();
      assert.deepEqual(await source.query('1 + 1', now), { kind: 'scalar', sample: [now, 2] });
      const range = await source.queryRange('6 * 7', { startMs: now - 2000, endMs: now, stepMs: 1000 }, AbortSignal.timeout(PATIENCE_MS));
      assert.deepEqual(range, {
        kind: 'matrix',
        series: [
          {
            labels: {},
            samples: [
              [now - 2000, 42],
              [now - 1000, 42],
              [now, 42],
            ],
          },
        ],
      });
    });

    it('evaluates a range at every step, with gaps where there was nothing', async () => {
      const samples = await samplesOf('script_step[2m]');
      const [firstMs, lastMs] = [samples[0]?.[0] ?? 0, samples[SCRIPT_LENGTH - 1]?.[0] ?? 0];
      const result = await source.queryRange('script_step', { startMs: firstMs - 500, endMs: lastMs, stepMs: lastMs - firstMs + 250 });
      assert.equal(result.kind, 'matrix');
      const steps = await source.queryRange('script_step', { startMs: firstMs - 1000, endMs: firstMs + 1, stepMs: 1001 });
      assert.deepEqual(steps, {
        kind: 'matrix',
        series: [{ labels: { __name__: 'script_step', instance: target.address, job: 'scripted' }, samples: [[firstMs + 1, 1]] }],
      });
    });

    const REFUSED: readonly string[] = ['x{', 'rate(x)', 'nonsense(x)', '1 > 2', 'sum(x[5m])'];
    for (const expression of REFUSED) {
      it(`refuses ${expression} as a bad query`, async () => {
        await assert.rejects(ask(expression), (error: unknown) => error instanceof QueryError && error.code === 'bad-query');
      });
    }

    it('refuses series that collide while it evaluates', async () => {
      await assert.rejects(
        ask('requests_total / on (version) requests_total'),
        (error: unknown) => error instanceof QueryError && error.code === 'execution',
      );
    });

    it('refuses more than 11,000 steps', async () => {
      const asked = source.queryRange('up', { startMs: 0, endMs: 11_001_000, stepMs: 1000 });
      await assert.rejects(asked, (error: unknown) => error instanceof QueryError && error.code === 'bad-query');
    });

    it('stops for a caller who has given up', async () => {
      await assert.rejects(
        source.query('up', Date.now(), AbortSignal.abort()),
        (error: unknown) => error instanceof QueryError && error.code === 'timeout',
      );
    });

    it('says that a target is down, and forgets its series, as soon as it does not answer', async () => {
      await target.close();
      await until('the target was found to be down', async () => (await valueOf('up')) === 0);
      assert.equal(await valueOf('script_step'), undefined);
      assert.equal(await valueOf('absent(script_step{job="scripted"})'), 1);
      assert.equal((await valueOf('count_over_time(script_step[2m]) > 0')) === undefined, false);
    });
  });
}

function configFor(address: string): string {
  return `
global:
  scrape_interval: ${INTERVAL}
  scrape_timeout: ${INTERVAL}
scrape_configs:
  - job_name: scripted
    honor_labels: true
    static_configs:
      - targets: ['${address}']
    metric_relabel_configs:
      - source_labels: [__name__]
        regex: unwanted_.*
        action: drop
`;
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const endsAt = Date.now() + PATIENCE_MS;
  while (!(await isSo())) {
    assert.ok(Date.now() < endsAt, `${what}: not within ${PATIENCE_MS} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
