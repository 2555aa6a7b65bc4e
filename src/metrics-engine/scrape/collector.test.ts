import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import { ExemplarStore } from '../exemplars/exemplar-store.ts';
import { type ManualClock, manualClock } from '../manual-clock.ts';
import { labelValue } from '../promql/labels.ts';
import { MetricStore } from '../store/metric-store.ts';
import { Collector } from './collector.ts';
import { parseCollectorConfig } from './collector-config.ts';
import type { Discovery, DiscoveryUpdate } from './discovery/discovery.ts';
import type { FetchTarget } from './fetch-target.ts';
import { MetricMetadata } from './metric-metadata.ts';
import { scrapeCounters } from './scrape-counters.ts';

const START = 1_700_000_000_000;

/** A discovery that tells what a test says. */
class ToldDiscovery implements Discovery {
  tell: (...updates: DiscoveryUpdate[]) => void = () => assert.fail('nobody listens');
  isRunning = false;
  async run(signal: AbortSignal, onUpdates: (updates: readonly DiscoveryUpdate[]) => void): Promise<void> {
    this.tell = (...updates) => onUpdates(updates);
    this.isRunning = true;
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    this.isRunning = false;
  }
}

const found = (source: string, ...addresses: readonly string[]): DiscoveryUpdate => ({
  kind: 'found',
  source,
  groups: [{ labels: { __meta_source: source }, targets: addresses.map((address) => ({ __address__: address })) }],
});

async function* page(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('x 1\n');
}

describe('Collector', () => {
  let clock: ManualClock;
  let collector: Collector;
  let discoveries: ToldDiscovery[];
  /** When each URL was asked, and as of when the series of each instance ended; milliseconds since the start. */
  let asked: (readonly [url: string, atMs: number])[];
  let ended: (readonly [instance: string, atMs: number, writtenMs: number])[];

  const answer: FetchTarget = async (url) => {
    asked.push([url, clock.now() - START]);
    return {
      status: 200,
      headers: { get: (name) => (name === 'content-type' ? 'text/plain' : null) },
      body: page(),
    };
  };

  function open(job: string): void {
    const { jobs } = parseCollectorConfig(`
global: { scrape_interval: 10s }
scrape_configs: [{ job_name: app, file_sd_configs: [{ files: [a.json] }], ${job} }]
`);
    const store = new MetricStore({ folder: undefined, maxSeries: 1000, retentionMs: 3_600_000, nowMs: START });
    collector = new Collector({
      jobs,
      clock,
      fetch: answer,
      sink: {
        series: (labels) => store.series(labels),
        commit: (batch) => {
          for (const { labels } of batch.stale.series)
            if (labels['__name__'] === 'x') ended.push([labelValue(labels, 'instance'), batch.stale.atMs - START, clock.now() - START]);
          return store.commit(batch);
        },
      },
      exemplars: new ExemplarStore(),
      metadata: new MetricMetadata(),
      counters: scrapeCounters(),
      maxSamples: 1000,
      maxBytes: 100_000,
      onInstant: () => undefined,
      openDiscovery: () => {
        const discovery = new ToldDiscovery();
        discoveries.push(discovery);
        return discovery;
      },
    });
    collector.start();
  }

  beforeEach(() => {
    clock = manualClock(START);
    discoveries = [];
    asked = [];
    ended = [];
  });
  afterEach(() => collector.stop());

  const tell = (...updates: DiscoveryUpdate[]) => (discoveries[0] ?? assert.fail('nothing looks for targets')).tell(...updates);
  const problems = () => collector.inventory.problems.map(({ scrapePool, problem }) => `${scrapePool}: ${problem}`);
  const pool = () => collector.inventory.active.map(({ status }) => status.labels['instance']);
  const askedAt = (address: string) => asked.filter(([url]) => url.includes(address)).map(([, atMs]) => atMs / 1000);

  it('scrapes targets from when they are found until they are gone, all at the same instants', async () => {
    open('static_configs: [{ targets: [s:1] }]');
    await clock.advance(10_000);
    tell(found('f', 'a:1', 'b:1'));
    await clock.advance(20_000);
    tell(found('f', 'b:1'));
    await clock.advance(10_000);
    assert.deepEqual(
      [askedAt('s:1'), askedAt('a:1'), askedAt('b:1')],
      [
        [10, 20, 30, 40],
        [20, 30],
        [20, 30, 40],
      ],
    );
    assert.deepEqual(pool(), ['s:1', 'b:1']);
  });

  it('ends the series of a target that is gone as of the scrape that it missed, a little over two intervals later', async () => {
    open('params: {}');
    tell(found('f', 'a:1'));
    await clock.advance(14_000);
    tell({ kind: 'gone', source: 'f' });
    await clock.advance(16_999);
    assert.deepEqual(ended, []);
    await clock.advance(10_000);
    assert.deepEqual(ended, [['a:1', 20_000, 31_000]]);
  });

  it('ends nothing of a target that comes back in time, and goes on with it', async () => {
    open('params: {}');
    tell(found('f', 'a:1'));
    await clock.advance(10_000);
    tell({ kind: 'gone', source: 'f' });
    await clock.advance(15_000);
    tell(found('g', 'a:1'));
    await clock.advance(30_000);
    assert.deepEqual(ended, []);
    assert.deepEqual(askedAt('a:1'), [10, 30, 40, 50]);
    assert.equal(collector.inventory.active[0]?.discoveredLabels['__meta_source'], 'g');
  });

  it('ends nothing when it stops', async () => {
    open('params: {}');
    tell(found('f', 'a:1'));
    await clock.advance(10_000);
    tell({ kind: 'gone', source: 'f' });
    await collector.stop();
    await clock.advance(60_000);
    assert.deepEqual(ended, []);
    assert.equal(discoveries[0]?.isRunning, false);
  });

  it('looks anew when it starts again', async () => {
    open('params: {}');
    await collector.stop();
    collector.start();
    assert.deepEqual(
      discoveries.map(({ isRunning }) => isRunning),
      [false, true],
    );
    assert.throws(() => collector.start(), /runs already/);
  });

  it('scrapes a target that several sources found once, until the last of them lets it go', async () => {
    open('static_configs: [{ targets: [a:1] }]');
    tell(found('f', 'a:1'), found('g', 'a:1'));
    await clock.advance(10_000);
    tell({ kind: 'gone', source: 'f' });
    await clock.advance(10_000);
    assert.deepEqual(askedAt('a:1'), [10, 20]);
  });

  it('keeps the targets of a source that fails, and says why until it is well', async () => {
    open('params: {}');
    tell(found('f', 'a:1'));
    tell({ kind: 'failed', source: 'f', problem: 'no such thing' }, { kind: 'failed', source: 'g', problem: 'out of reach' });
    assert.deepEqual(pool(), ['a:1']);
    assert.deepEqual(problems(), ['app: file/0 f: no such thing', 'app: file/0 g: out of reach']);
    tell(found('f', 'a:1'), { kind: 'gone', source: 'g' });
    assert.deepEqual(problems(), []);
  });

  it('lists what relabelling dropped, as many as it may keep, and targets that are none', async () => {
    open('keep_dropped_targets: 1, relabel_configs: [{ action: drop, source_labels: [__address__], regex: d.* }]');
    tell(found('f', 'a:1', 'd:1', 'd:2', 'x/y'));
    const { dropped, droppedCounts, problems } = collector.inventory;
    assert.deepEqual(pool(), ['a:1']);
    assert.deepEqual(
      dropped.map(({ scrapePool, discoveredLabels }) => [scrapePool, discoveredLabels['__address__']]),
      [['app', 'd:1']],
    );
    assert.deepEqual([...droppedCounts], [['app', 2]]);
    assert.match(problems[0]?.problem ?? '', /"x\/y" of the job app is not an address/);
  });

  it('tells how each target was found', async () => {
    open('params: {}');
    tell(found('f', '127.0.0.1:1'));
    const [target] = collector.inventory.active;
    assert.deepEqual(target?.discoveredLabels, {
      __address__: '127.0.0.1:1',
      __meta_source: 'f',
      __metrics_path__: '/metrics',
      __scheme__: 'http',
      __scrape_interval__: '10s',
      __scrape_timeout__: '10s',
      job: 'app',
    });
    assert.deepEqual(
      [target?.scrapePool, target?.globalUrl, target?.intervalMs, target?.timeoutMs],
      ['app', `http://${hostname().toLowerCase()}:1/metrics`, 10_000, 10_000],
    );
  });

  it('scrapes targets at the intervals of their own labels, and forgets an interval that none has', async () => {
    open(
      'relabel_configs: [{ source_labels: [__address__], regex: q.*, target_label: __scrape_interval__, replacement: 3s }, { source_labels: [__scrape_interval__], regex: 3s, target_label: __scrape_timeout__, replacement: 1s }]',
    );
    tell(found('f', 'a:1', 'q:1'));
    await clock.advance(10_000);
    assert.equal(collector.longestIntervalMs, 10_000);
    assert.deepEqual([askedAt('a:1'), askedAt('q:1')], [[10], [1, 4, 7, 10]]);
    tell(found('f', 'a:1'));
    await clock.advance(20_000);
    assert.deepEqual(askedAt('q:1'), [1, 4, 7, 10]);
    tell(found('f', 'a:1', 'q:1'));
    await clock.advance(4000);
    assert.deepEqual(askedAt('q:1').slice(4), [31, 34]);
  });

  it('scrapes none of a job with too many targets, and says so', async () => {
    open('target_limit: 1');
    tell(found('f', 'a:1', 'b:1'));
    await clock.advance(10_000);
    assert.deepEqual(asked, []);
    assert.deepEqual(
      collector.targets.map(({ health, lastError }) => [health, lastError]),
      [
        ['down', 'target_limit exceeded (number of targets: 2, limit: 1)'],
        ['down', 'target_limit exceeded (number of targets: 2, limit: 1)'],
      ],
    );
    tell(found('f', 'a:1'));
    await clock.advance(10_000);
    assert.deepEqual(askedAt('a:1'), [20]);
  });

  it('refuses a target of the configuration that is none', () => {
    open('params: {}');
    assert.throws(() => collector.addTarget('app', { address: 'x/y', labels: {} }), /is not an address/);
    assert.deepEqual(collector.inventory.problems, []);
  });
});
