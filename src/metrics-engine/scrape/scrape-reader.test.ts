import assert from 'node:assert/strict';
import { METRIC_NAME } from '../promql/labels.ts';
import { SeriesStore } from '../store/series-store.ts';
import { parseCollectorConfig } from './collector-config.ts';
import type { ReadScrape } from './read-scrape.ts';
import { ScrapeLimitError } from './scrape-limit-error.ts';
import { ScrapeReader } from './scrape-reader.ts';

const AT = 1_700_000_000_000;

/** A reader of a job with some more settings, to a store of its own. */
function readerOf(settings = '', maxSeries = 100) {
  const [job] = parseCollectorConfig(`scrape_configs: [{ job_name: a, static_configs: [{ targets: [x] }], ${settings} }]`, {
    folder: '',
  }).jobs;
  const store = new SeriesStore({ maxSeries });
  const reader = new ScrapeReader({
    job: job ?? assert.fail(),
    targetLabels: { instance: 'i' },
    maxSamples: 100,
    seriesFor: (labels) => store.series(labels),
    onMetadata: () => undefined,
    letOthersRun: () => Promise.resolve(),
  });
  let atMs = AT;
  return {
    /** Reads an exposition, five seconds after the last. */
    read: (text: string, format: 'text' | 'open-metrics' = 'text'): Promise<ReadScrape> =>
      reader.read({ bytes: Buffer.from(text), format }, (atMs += 5000)),
    accept: () => reader.accept().map(({ labels }) => labels[METRIC_NAME]),
    reject: () => reader.reject().map(({ labels }) => labels[METRIC_NAME]),
    store,
  };
}
function samplesOf({ samples }: ReadScrape): readonly (readonly [name: string | undefined, afterMs: number, value: number])[] {
  return samples.map(({ series, atMs, value }) => [series.labels[METRIC_NAME], atMs - AT, value]);
}
function counts({ scraped, kept, added, duplicates, outOfBounds }: ReadScrape): readonly number[] {
  return [scraped, kept, added, duplicates, outOfBounds];
}

describe('ScrapeReader', () => {
  it('gives every sample the time of the scrape, and each series one place', async () => {
    const { read, accept } = readerOf();
    assert.deepEqual(samplesOf(await read('x 1\ny 2\n')), [
      ['x', 5000, 1],
      ['y', 5000, 2],
    ]);
    accept();
    assert.deepEqual(samplesOf(await read('x 3\ny 4\n')), [
      ['x', 10_000, 3],
      ['y', 10_000, 4],
    ]);
  });

  it('answers the series that vanished, once', async () => {
    const { read, accept } = readerOf();
    await read('x 1\ny 2\nz 3');
    assert.deepEqual(accept(), []);
    await read('y 2');
    assert.deepEqual(accept(), ['x', 'z']);
    await read('y 2');
    assert.deepEqual(accept(), []);
    await read('x 1');
    assert.deepEqual(accept(), ['y']);
  });

  it('ends all series of a scrape that fails, and adds none when they come back', async () => {
    const { read, accept, reject } = readerOf();
    await read('x 1\ny 2');
    accept();
    assert.equal((await read('x 1\nnew 1\nbad')).problem?.message, 'line 3: expected a value, found the end of the line');
    assert.deepEqual(reject(), ['x', 'y']);
    assert.deepEqual(reject(), []);
    assert.equal((await read('x 1\ny 2')).added, 0);
    assert.deepEqual(accept(), []);
    assert.equal((await read('x 1\ny 2\nnew 1')).added, 1);
  });

  it('keeps what it knows when the target could not be asked', async () => {
    const { read, accept, reject } = readerOf();
    await read('x 1');
    accept();
    assert.deepEqual(reject(), ['x']);
    assert.equal((await read('x 1')).added, 0);
  });

  it('does not end series whose samples have times of their own, unless the job says so', async () => {
    for (const [settings, ended] of [
      ['', ['b']],
      ['track_timestamps_staleness: true', ['a', 'b']],
      ['honor_timestamps: false', ['a', 'b']],
    ] as const) {
      const { read, accept } = readerOf(settings);
      await read(`a 1 ${AT}\nb 2`);
      accept();
      await read('');
      assert.deepEqual(accept(), ended, settings);
    }
  });

  it('ends a series no more once it has times of its own', async () => {
    const { read, accept } = readerOf();
    await read('a 1');
    accept();
    await read(`a 1 ${AT + 6000}`);
    assert.deepEqual(accept(), ['a']);
    await read('');
    assert.deepEqual(accept(), []);
  });

  it('takes a series twice when its samples have times of their own, else counts a duplicate', async () => {
    const { read } = readerOf();
    const twice = await read(`a 1 ${AT + 1}\na 2 ${AT + 2}\nb 1\nb 1\n`);
    assert.deepEqual(samplesOf(twice), [
      ['a', 1, 1],
      ['a', 2, 2],
      ['b', 5000, 1],
    ]);
    assert.deepEqual(counts(twice), [4, 4, 2, 1, 0]);
  });

  it('leaves out samples more than ten minutes ahead, and goes on', async () => {
    const ahead = await readerOf().read(`a 1 ${AT + 605_001}\nb 2 ${AT + 605_000}`);
    assert.deepEqual(samplesOf(ahead), [['b', 605_000, 2]]);
    assert.deepEqual(counts(ahead), [2, 2, 1, 0, 1]);
  });

  it('counts what relabelling drops as scraped only', async () => {
    const { read } = readerOf('metric_relabel_configs: [{ source_labels: [__name__], regex: go_.*, action: drop }]');
    assert.deepEqual(counts(await read('go_a 1\ngo_b 2\nc 3')), [3, 1, 1, 0, 0]);
  });

  it('counts all samples of a scrape that has too many, and stores no series for those beyond', async () => {
    const { read, store } = readerOf('sample_limit: 2');
    const tooMany = await read('a 1\nb 2\nc 3\nd 4');
    assert.ok(tooMany.problem instanceof ScrapeLimitError);
    assert.deepEqual([tooMany.problem.limit, tooMany.problem.message], ['samples', 'the target has more than 2 samples']);
    assert.deepEqual(counts(tooMany), [4, 4, 2, 0, 0]);
    assert.equal(store.seriesCount, 2);
  });

  const LABEL_LIMITS: readonly (readonly [settings: string, line: string, problem: RegExp])[] = [
    ['label_limit: 2', 'ok 1\nbad{a="b"} 1', /the series bad has 3 labels, more than the label_limit of 2/],
    ['label_name_length_limit: 8', 'ok 1\nbad{abcdefghi="c"} 1', /bad has the label abcdefghi, whose name is longer than .* 8 bytes/],
    [
      'label_value_length_limit: 5',
      'ok 1\nbad{a="äöü"} 1',
      /bad has a value of a that is longer than the label_value_length_limit of 5 bytes/,
    ],
  ];
  for (const [settings, text, problem] of LABEL_LIMITS) {
    it(`fails for a series beyond ${settings}`, async () => {
      const { problem: found, scraped, kept } = await readerOf(settings).read(text);
      assert.ok(found instanceof ScrapeLimitError);
      assert.equal(found.limit, 'labels');
      assert.match(found.message, problem);
      assert.deepEqual([scraped, kept], [2, 1]);
    });
  }

  it('fails when the store is full', async () => {
    const { problem } = await readerOf('', 1).read('a 1\nb 1');
    assert.ok(problem instanceof ScrapeLimitError);
    assert.equal(problem.limit, 'store');
  });

  it('gathers exemplars with the labels that their series has in the store', async () => {
    const { read } = readerOf('metric_relabel_configs: [{ source_labels: [__name__], regex: dropped, action: drop }]');
    const exposition = 'a_total 1 # {t="1"} 2\nb_total 1 1700000001.5 # {t="2"} 3 1700000000\ndropped 1 # {t="3"} 4\n# EOF\n';
    assert.deepEqual((await read(exposition, 'open-metrics')).exemplars, [
      {
        seriesLabels: { __name__: 'a_total', instance: 'i' },
        exemplar: { labels: { t: '1' }, value: 2, timestampMs: undefined },
        sampleMs: AT + 5000,
      },
      {
        seriesLabels: { __name__: 'b_total', instance: 'i' },
        exemplar: { labels: { t: '2' }, value: 3, timestampMs: AT },
        sampleMs: AT + 1500,
      },
    ]);
  });
});
