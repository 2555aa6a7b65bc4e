import assert from 'node:assert/strict';
import { type ManualClock, manualClock } from './manual-clock.ts';
import { type MetricsEngine, type MetricsEngineOptions, openMetricsEngine } from './metrics-engine.ts';
import { QueryError } from './query-result.ts';

const START = 1_700_000_000_000;
const CONFIG = `
global: { scrape_interval: 5s, scrape_timeout: 3s }
scrape_configs:
  - job_name: app
    static_configs: [{ targets: ['a:1', 'b:1'] }]
`;

const TEXT = { headers: { 'content-type': 'text/plain; version=0.0.4' } };

/** What a host answers; `hangs` never does. */
type Page = string | Response | Error;

describe('the metrics engine', () => {
  let clock: ManualClock;
  let engine: MetricsEngine;
  let pages: Map<string, Page>;
  let asked: string[];

  /** Answers as the pages say; `hangs` answers only the abort of its request. */
  const fetchPage = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const url = input instanceof Request ? input.url : String(input);
    asked.push(url);
    const page = pages.get(new URL(url).host) ?? new Error('connection refused');
    if (page instanceof Error) throw new TypeError('fetch failed', { cause: page });
    if (page !== 'hangs') return typeof page === 'string' ? new Response(page) : page;
    return new Promise((_, reject) => init?.signal?.addEventListener('abort', () => reject(init.signal?.reason as Error)));
  };

  async function open(options: Partial<MetricsEngineOptions> = {}): Promise<void> {
    engine = await openMetricsEngine({ config: CONFIG, clock, fetch: fetchPage, ...options });
    engine.start();
  }

  beforeEach(() => {
    clock = manualClock(START + 1234);
    pages = new Map([
      ['a:1', 'x 1\n'],
      ['b:1', 'x 2\n'],
    ]);
    asked = [];
  });
  afterEach(() => engine.stop());

  async function values(expression: string): Promise<Readonly<Record<string, number>>> {
    const result = await engine.source.query(expression, clock.now());
    return result.kind === 'vector'
      ? Object.fromEntries(result.series.map(({ labels, sample }) => [labels['instance'] ?? '', sample[1]]))
      : {};
  }
  async function times(selector: string): Promise<readonly (readonly number[])[]> {
    const result = await engine.source.query(selector, clock.now());
    return result.kind === 'matrix' ? result.series.map(({ samples }) => samples.map(([atMs]) => atMs - START)) : [];
  }
  const errors = () => engine.targets().map(({ lastError }) => lastError);

  it('scrapes all targets of a job at the same instants of the grid', async () => {
    await open();
    await clock.advance(15_000);
    assert.deepEqual(await times('x[1m]'), [
      [5000, 10_000, 15_000],
      [5000, 10_000, 15_000],
    ]);
    assert.deepEqual(asked.slice(0, 2), ['http://a:1/metrics', 'http://b:1/metrics']);
  });

  it('names the longest interval of its jobs', async () => {
    await open({ config: `${CONFIG}  - { job_name: slow, scrape_interval: 7s }\n` });
    assert.equal(engine.scrapeIntervalMs, 7000);
  });

  it('reports on each scrape', async () => {
    pages.set('a:1', 'x 1\ny 2\n');
    await open();
    await clock.advance(5000);
    assert.deepEqual(await values('up'), { 'a:1': 1, 'b:1': 1 });
    assert.deepEqual(await values('scrape_samples_scraped'), { 'a:1': 2, 'b:1': 1 });
    assert.deepEqual(await values('scrape_samples_post_metric_relabeling'), { 'a:1': 2, 'b:1': 1 });
    assert.deepEqual(await values('scrape_series_added'), { 'a:1': 2, 'b:1': 1 });
    assert.deepEqual(await values('scrape_duration_seconds'), { 'a:1': 0, 'b:1': 0 });
    await clock.advance(5000);
    assert.deepEqual(await values('scrape_series_added'), { 'a:1': 0, 'b:1': 0 });
  });

  it('tells how each target does', async () => {
    pages.set('b:1', new Error('nobody listens'));
    await open();
    assert.deepEqual(
      engine.targets().map(({ health, lastScrapeMs }) => [health, lastScrapeMs]),
      [
        ['unknown', undefined],
        ['unknown', undefined],
      ],
    );
    await clock.advance(5000);
    const [a, b] = engine.targets();
    assert.deepEqual(a, {
      job: 'app',
      url: 'http://a:1/metrics',
      labels: { instance: 'a:1', job: 'app' },
      health: 'up',
      lastScrapeMs: START + 5000,
      lastDurationSeconds: 0,
      lastError: undefined,
    });
    assert.deepEqual([b?.health, b?.lastError], ['down', 'fetch failed: nobody listens']);
    assert.deepEqual(await values('up'), { 'a:1': 1, 'b:1': 0 });
  });

  it('loses a series at the scrape that lacks it, and finds it again', async () => {
    await open();
    await clock.advance(5000);
    pages.set('a:1', 'other 1\n');
    await clock.advance(5000);
    assert.deepEqual(await values('x'), { 'b:1': 2 });
    pages.set('a:1', 'x 5\n');
    await clock.advance(5000);
    assert.deepEqual(await values('x'), { 'a:1': 5, 'b:1': 2 });
  });

  /** `scraped`: how many samples were read up to where the scrape failed; Prometheus reports the same. */
  const FAILURES: readonly (readonly [what: string, page: () => Page, problem: RegExp, scraped?: number])[] = [
    ['the connection fails', () => new Error('gone'), /fetch failed: gone/],
    ['it answers 500', () => new Response('x 3', { status: 500 }), /the target answered 500/],
    ['it answers a page', () => '<html>', /line 1: expected a metric name/],
    ['a line is malformed, though others are sound', () => 'x 3\ny\n', /line 2: expected a value/, 1],
    ['a label is malformed', () => 'x{a=b} 3\n', /line 1: expected label="value"/],
    ['its text is not UTF-8', () => new Response(Buffer.from('x{a="\xff"} 1', 'latin1'), TEXT), /line 1: the text is not UTF-8/],
    ['it has too many bytes', () => `${'# a comment\n'.repeat(100)}x 3\n`, /more than 1000 bytes/],
    ['it has too many samples', () => 'x 3\nx2 1\nx3 1\nx4 1\n', /more than 3 samples/, 4],
    ['it takes too long', () => 'hangs', /did not answer within 3000 ms/],
  ];
  for (const [what, page, problem, scraped = 0] of FAILURES) {
    it(`counts nothing of a scrape and ends the series of a target when ${what}`, async () => {
      await open({ limits: { maxScrapeBytes: 1000, maxSamplesPerScrape: 3 } });
      await clock.advance(5000);
      pages.set('a:1', page());
      await clock.advance(8000);
      assert.match(errors()[0] ?? '', problem);
      assert.deepEqual(await values('up'), { 'a:1': 0, 'b:1': 1 });
      assert.deepEqual(await values('x'), { 'b:1': 2 });
      assert.deepEqual(await values('scrape_samples_scraped'), { 'a:1': scraped, 'b:1': 1 });
    });
  }

  it('keeps to the limits of a job where they are tighter', async () => {
    await open({ config: CONFIG.replace('job_name: app', 'job_name: app\n    sample_limit: 1\n    body_size_limit: 10B') });
    pages.set('a:1', 'x 1\ny 1\n');
    pages.set('b:1', 'x 1000000000\n');
    await clock.advance(5000);
    assert.deepEqual(errors(), ['the target has more than 1 samples', "the target's answer has more than 10 bytes"]);
  });

  it('goes on with the other targets and the next instant while one hangs', async () => {
    pages.set('a:1', 'hangs');
    await open({ config: CONFIG.replace('scrape_timeout: 3s', 'scrape_timeout: 5s') });
    await clock.advance(19_000);
    assert.deepEqual(await times('x[1m]'), [[5000, 10_000, 15_000, 20_000]]);
    assert.deepEqual(await values('up'), { 'a:1': 0, 'b:1': 1 });
  });

  it('does not let a target speak for itself, and says that a sample was refused', async () => {
    pages.set('a:1', 'up 7\nx 1\nx{a=""} 2\n');
    await open();
    await clock.advance(5000);
    assert.deepEqual(await values('up'), { 'a:1': 1, 'b:1': 1 });
    assert.deepEqual(await values('x'), { 'a:1': 1, 'b:1': 2 });
    assert.equal(errors()[0], '2 samples were refused, the first as duplicate');
  });

  it('takes times of their own from samples, but none of the far future, and does not end their series', async () => {
    pages.set('a:1', `x 1 ${START + 2000}\nsoon 1 ${START + 605_000}\nlater 1 ${START + 605_001}\n`);
    await open();
    await clock.advance(5000);
    assert.deepEqual(await times('x{instance="a:1"}[1m]'), [[2000]]);
    assert.deepEqual(await times('later[1h] offset -30m'), []);
    assert.deepEqual(await times('soon[1h] offset -30m'), [[605_000]]);
    pages.set('a:1', 'y 1\n');
    await clock.advance(5000);
    assert.deepEqual(await values('x'), { 'a:1': 1, 'b:1': 2 });
  });

  it('reads the times of OpenMetrics as seconds', async () => {
    pages.set(
      'a:1',
      new Response(`x 1 ${START / 1000 + 2.5}\n# EOF\n`, { headers: { 'content-type': 'application/openmetrics-text; version=1.0.0' } }),
    );
    await open();
    await clock.advance(5000);
    assert.deepEqual(await times('x{instance="a:1"}[1m]'), [[2500]]);
  });

  it('overrides such times when they are not honored', async () => {
    pages.set('a:1', `x 1 ${START}\n`);
    await open({ config: CONFIG.replace('job_name: app', 'job_name: app\n    honor_timestamps: false') });
    await clock.advance(5000);
    assert.deepEqual(await times('x{instance="a:1"}[1m]'), [[5000]]);
  });

  it('relabels targets and series', async () => {
    const config = `
global: { scrape_interval: 5s, scrape_timeout: 3s }
scrape_configs:
  - job_name: app
    params: { module: [fast, small] }
    metrics_path: /probe
    static_configs: [{ targets: ['a:1', 'b:1', 'c:1'], labels: { env: test } }]
    relabel_configs:
      - { source_labels: [__address__], regex: 'c:.*', action: drop }
      - { source_labels: [__address__], regex: 'b:1', target_label: __address__, replacement: 'a:1' }
      - { source_labels: [__param_module], target_label: module }
      - { source_labels: [__address__, __scheme__], target_label: instance }
    metric_relabel_configs:
      - { source_labels: [__name__], regex: 'go_.*', action: drop }
`;
    pages.set('a:1', 'x 1\ngo_threads 2\n');
    await open({ config });
    await clock.advance(5000);
    // Two targets that come to the same are one.
    assert.deepEqual(asked, ['http://a:1/probe?module=fast&module=small']);
    assert.deepEqual(engine.targets()[0]?.labels, { env: 'test', instance: 'a:1;http', job: 'app', module: 'fast' });
    assert.deepEqual(await values('{__name__=~"x|go_threads"}'), { 'a:1;http': 1 });
    assert.deepEqual(await values('scrape_samples_post_metric_relabeling'), { 'a:1;http': 1 });
  });

  it('adds and removes targets while running', async () => {
    pages.set('c:1', 'x 3\n');
    await open();
    const added = engine.addTarget('app', { address: 'c:1', labels: { version: 'v2' } });
    await clock.advance(5000);
    assert.deepEqual(await values('x'), { 'a:1': 1, 'b:1': 2, 'c:1': 3 });
    await clock.advance(1000);
    added.remove();
    added.remove();
    assert.deepEqual(await values('x'), { 'a:1': 1, 'b:1': 2 });
    assert.deepEqual(await values('up'), { 'a:1': 1, 'b:1': 1 });
    await clock.advance(5000);
    assert.equal(asked.filter((url) => url.includes('c:1')).length, 1);
    assert.throws(() => engine.addTarget('none', { address: 'c:1', labels: {} }), /no job named "none"/);
    for (const address of ['', 'c:1/path', 'me:hidden@c:1', 'c:port']) {
      assert.throws(() => engine.addTarget('app', { address, labels: {} }), /is not an address/);
    }
  });

  it('forgets the answer of a target that was removed while it was asked', async () => {
    pages.set('c:1', 'hangs');
    await open();
    const added = engine.addTarget('app', { address: 'c:1', labels: {} });
    await clock.advance(4000);
    added.remove();
    await clock.advance(3000);
    assert.deepEqual(await values('up'), { 'a:1': 1, 'b:1': 1 });
  });

  it('stops asking when stopped, answers from memory still, and can start again', async () => {
    await open();
    await clock.advance(5000);
    await engine.stop();
    await clock.advance(20_000);
    assert.equal(asked.length, 2);
    assert.deepEqual(await values('x'), { 'a:1': 1, 'b:1': 2 });
    engine.start();
    assert.throws(() => engine.start(), /runs already/);
    await clock.advance(5000);
    assert.equal(asked.length, 4);
  });

  it('ends a scrape under way when stopped, and counts nothing of it', async () => {
    pages.set('a:1', 'hangs');
    await open();
    await clock.advance(4000);
    await engine.stop();
    assert.deepEqual(await values('up'), { 'b:1': 1 });
  });

  it('fails a scrape that would bring more series than the store may hold', async () => {
    await open({ limits: { maxSeries: 8 } });
    pages.set('a:1', 'x 1\ny 2\nz 3\nx1 1\nx2 1\nx3 1\nx4 1\nx5 1\nx6 1\n');
    pages.set('b:1', new Error('gone'));
    await clock.advance(5000);
    assert.match(errors()[0] ?? '', /the store holds as many series as it may/);
    assert.equal(engine.health().seriesCount, 8);
  });

  it('forgets what is older than its retention', async () => {
    await open({ retentionMs: 60_000 });
    await clock.advance(150_000);
    const [samples] = await times('x{instance="a:1"}[1h]');
    assert.ok((samples?.[0] ?? 0) >= 80_000, `${samples?.[0]}`);
    assert.equal(samples?.at(-1), 150_000);
  });

  it('looks a series up anew that it had forgotten', async () => {
    await open({ retentionMs: 20_000 });
    pages.set('a:1', `x 1 ${START + 2000}\n`);
    await clock.advance(60_000);
    assert.equal(errors()[0], undefined);
  });

  it('tells what labels there are', async () => {
    await open();
    await clock.advance(5000);
    assert.deepEqual(engine.labelNames(), ['__name__', 'instance', 'job']);
    assert.deepEqual(engine.labelValues('instance'), ['a:1', 'b:1']);
    assert.deepEqual(engine.labelValues('none'), []);
    const { counters, memoryBytes, ...health } = engine.health();
    assert.deepEqual(health, { seriesCount: 12, diskBytes: 0, logProblem: undefined, replayProblems: [] });
    assert.ok(memoryBytes > 0);
    assert.equal(counters.sluice_collector_target_scrapes_total, 2);
  });

  it('lets others run during a long query, and stops it for a caller who gives up or when its time is up', async () => {
    await open();
    await clock.advance(5000);
    const range = { startMs: START, endMs: START + 10_000_000, stepMs: 1000 };
    const stop = new AbortController();
    const slow = await openMetricsEngine({
      config: CONFIG,
      clock: { ...clock, monotonicMs: risingBy(11) },
      fetch: fetchPage,
      limits: { queryTimeoutMs: 1e9 },
    });
    const asking = slow.source.queryRange('vector(1)', range, stop.signal);
    setImmediate(() => stop.abort());
    await assert.rejects(asking, (error: unknown) => error instanceof QueryError && error.code === 'timeout');
    const late = await openMetricsEngine({
      config: CONFIG,
      clock: { ...clock, monotonicMs: risingBy(11) },
      fetch: fetchPage,
      limits: { queryTimeoutMs: 50 },
    });
    await assert.rejects(
      late.source.queryRange('vector(1)', range),
      (error: unknown) => error instanceof QueryError && error.code === 'timeout',
    );
  });
});

/** A clock that has moved on at each look. */
function risingBy(ms: number): () => number {
  let now = 0;
  return () => (now += ms);
}
