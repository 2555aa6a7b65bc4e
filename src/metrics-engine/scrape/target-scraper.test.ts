import assert from 'node:assert/strict';
import { ExemplarStore } from '../exemplars/exemplar-store.ts';
import { type ManualClock, manualClock } from '../manual-clock.ts';
import { MetricStore } from '../store/metric-store.ts';
import { parseCollectorConfig } from './collector-config.ts';
import type { TargetAnswer, TargetRequest } from './fetch-target.ts';
import { MetricMetadata } from './metric-metadata.ts';
import { type ScrapeCounters, scrapeCounters } from './scrape-counters.ts';
import { TargetScraper } from './target-scraper.ts';

const START = 1_700_000_000_000;
const OPEN_METRICS = 'application/openmetrics-text; version=1.0.0';

describe('TargetScraper', () => {
  let clock: ManualClock;
  let store: MetricStore;
  let exemplars: ExemplarStore;
  let metadata: MetricMetadata;
  let counters: ScrapeCounters;
  let page: string;
  let answer: (request: TargetRequest) => Promise<TargetAnswer>;

  beforeEach(() => {
    clock = manualClock(START);
    store = new MetricStore({ folder: undefined, maxSeries: 20, retentionMs: 3_600_000, nowMs: START });
    exemplars = new ExemplarStore();
    metadata = new MetricMetadata();
    counters = scrapeCounters();
    page = 'x 1\n# EOF\n';
    answer = async () => new Response(page, { headers: { 'content-type': OPEN_METRICS } });
  });

  function scraperOf(settings = ''): TargetScraper {
    const [job] = parseCollectorConfig(
      `scrape_configs: [{ job_name: a, scrape_interval: 5s, static_configs: [{ targets: [x] }], ${settings} }]`,
      {
        folder: '',
      },
    ).jobs;
    return new TargetScraper({
      job: job ?? assert.fail(),
      target: { url: 'http://x/metrics', labels: { instance: 'x', job: 'a' } },
      sink: store,
      exemplars,
      metadata,
      counters,
      clock,
      fetch: (_, request) => answer(request),
      maxSamples: 10,
      maxBytes: 1000,
    });
  }
  async function scrape(scraper: TargetScraper, text = page): Promise<void> {
    page = text;
    await clock.advance(5000);
    await scraper.scrape(clock.now(), new AbortController().signal);
  }
  /** The counters that do not stand at 0, their names cut to what tells them apart. */
  function counted(): Readonly<Record<string, number>> {
    const told = Object.entries(counters.values).filter(([, value]) => value !== 0);
    return Object.fromEntries(told.map(([name, value]) => [name.replace(/^sluice_collector_(?:target_scrapes_)?|_total$/g, ''), value]));
  }

  it('keeps what the target says of its metrics while it is scraped', async () => {
    const scraper = scraperOf();
    await scrape(scraper, '# TYPE x gauge\n# HELP x the unknown\nx 1\n# EOF\n');
    assert.deepEqual([...metadata.byFamily()], [['x', [{ type: 'gauge', help: 'the unknown', unit: '' }]]]);
    assert.deepEqual(
      metadata.targets.map(({ labels }) => labels['instance']),
      ['x'],
    );
    scraper.end(clock.now());
    assert.equal(metadata.targets.length, 0);
  });

  it('keeps the exemplars of scrapes that count, each once', async () => {
    const scraper = scraperOf();
    const exposition = 'x_total 1 # {trace_id="1"} 2 1700000001\ny_total 1 # {trace_id="2"} 2\n# EOF\n';
    await scrape(scraper, exposition);
    await scrape(scraper, exposition);
    await scrape(scraper, 'x_total 2 # {trace_id="3"} 2 1700000002\n');
    assert.deepEqual(exemplars.select(0, Number.MAX_VALUE, [{ name: '__name__', operator: '=', value: 'x_total' }]), [
      {
        seriesLabels: { __name__: 'x_total', instance: 'x', job: 'a' },
        exemplars: [{ labels: { trace_id: '1' }, value: 2, atMs: START + 1000, hasOwnTime: true }],
      },
    ]);
    await scrape(scraper, `x_total 2 # {trace_id="4"} 2 1700000000\ny_total 2 # {trace_id="${'5'.repeat(121)}"} 2\n# EOF\n`);
    assert.deepEqual(counted(), {
      total: 4,
      failed: 1,
      exemplars_appended: 2,
      exemplars_out_of_order: 1,
      exemplars_refused: 1,
    });
  });

  it('counts and tells the samples that are refused', async () => {
    const scraper = scraperOf();
    await scrape(scraper, `x 1 ${START / 1000 + 3}\ny 1\ny 1\nz 1 ${START / 1000 + 10_000}\n# EOF\n`);
    assert.equal(scraper.status.lastError, '2 samples were refused, the first as duplicate');
    await scrape(scraper, `x 2 ${START / 1000 + 3}\nw 1 ${START / 1000 + 10_000}\n# EOF\n`);
    assert.equal(scraper.status.lastError, '2 samples were refused, the first as duplicate');
    await scrape(scraper, `x 2 ${START / 1000 + 2}\n# EOF\n`);
    assert.equal(scraper.status.lastError, '1 sample was refused, the first as out-of-order');
    await scrape(scraper, `w 1 ${START / 1000 + 10_000}\n# EOF\n`);
    assert.equal(scraper.status.lastError, '1 sample was refused, the first as more than ten minutes ahead');
    assert.equal(scraper.status.health, 'up');
    assert.deepEqual(counted(), { total: 4, sample_duplicate_timestamp: 2, sample_out_of_order: 1, sample_out_of_bounds: 3 });
  });

  const LIMITS: readonly (readonly [settings: string, page: string, counter: string, problem: RegExp])[] = [
    ['body_size_limit: 10B', 'x 1\n# EOF\n'.repeat(2), 'exceeded_body_size_limit', /more than 10 bytes/],
    ['sample_limit: 1', 'x 1\ny 1\n# EOF\n', 'exceeded_sample_limit', /more than 1 samples/],
    ['label_limit: 2', 'x 1\n# EOF\n', 'exceeded_label_limits', /has 3 labels, more than the label_limit of 2/],
  ];
  for (const [settings, text, counter, problem] of LIMITS) {
    it(`counts a scrape beyond ${settings}, and says so of the target`, async () => {
      const scraper = scraperOf(settings);
      await scrape(scraper, text);
      assert.match(scraper.status.lastError ?? '', problem);
      assert.deepEqual(counted(), { total: 1, failed: 1, [counter]: 1 });
    });
  }

  it('counts a scrape that the full store refuses, and still says that the target is down', async () => {
    const scraper = scraperOf();
    await scrape(scraper);
    const room = 20 - store.seriesCount;
    for (let index = 0; index < room; index++) store.series({ __name__: `filler${index}` });
    await scrape(scraper, 'x 1\ny 1\n# EOF\n');
    assert.match(scraper.status.lastError ?? '', /the store holds as many series as it may/);
    assert.deepEqual(counted(), { total: 2, failed: 1, refused_by_full_store: 1 });
    const [up] = store.select([{ name: '__name__', operator: '=', value: 'up' }]);
    assert.equal(up?.newestMs, START + 10_000);
  });

  it('falls back on what the job says when the target does not say its format', async () => {
    answer = async () => new Response(Buffer.from('x 1\n'), { headers: {} });
    const strict = scraperOf();
    await scrape(strict);
    assert.match(strict.status.lastError ?? '', /has no Content-Type/);
    const lenient = scraperOf('fallback_scrape_protocol: PrometheusText0.0.4');
    await scrape(lenient);
    assert.deepEqual([lenient.status.health, lenient.status.lastError], ['up', undefined]);
  });

  it('is told to end by its deadline, and says how long it waited', async () => {
    answer = ({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
    const scraper = scraperOf('scrape_timeout: 2s');
    const scraping = scraper.scrape(START, new AbortController().signal);
    await scraper.scrape(START, new AbortController().signal);
    await clock.advance(2000);
    await scraping;
    assert.equal(scraper.status.lastError, 'the target did not answer within 2000 ms');
    assert.equal(scraper.status.lastDurationSeconds, 2);
    assert.equal(counters.values.sluice_collector_target_scrapes_total, 1);
  });
});
