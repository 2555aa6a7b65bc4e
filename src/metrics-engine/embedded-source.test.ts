import assert from 'node:assert/strict';
import { type EmbeddedSourceOptions, embeddedSource } from './embedded-source.ts';
import { PROMETHEUS_3 } from './promql/evaluate/evaluation.ts';
import { every, readerOf } from './promql/evaluate/testing/ask.ts';
import { QueryError } from './query-result.ts';
import { SeriesStore } from './store/series-store.ts';

const READER = readerOf({ 'x{i="b"}': every(60, [0, 1, 2, 3]), 'x{i="a"}': every(120, [5, 6]) });

function sourceOf(options: Partial<EmbeddedSourceOptions> = {}) {
  return embeddedSource({
    reader: READER,
    clock: { monotonicMs: () => 0 },
    queryTimeoutMs: 1000,
    maxSamples: 1000,
    options: PROMETHEUS_3,
    letOthersRun: async () => {},
    ...options,
  });
}

/** A clock that goes on by so many milliseconds each time it is read. */
function risingBy(ms: number): EmbeddedSourceOptions['clock'] {
  let nowMs = 0;
  return { monotonicMs: () => (nowMs += ms) };
}

function refusal(code: QueryError['code'], message: RegExp): (error: unknown) => boolean {
  return (error) => error instanceof QueryError && error.code === code && message.test(error.message);
}

describe('the embedded source', () => {
  const range = { startMs: 0, endMs: 180_000, stepMs: 60_000 };

  it('answers an instant with a vector, in the order in which series are found', async () => {
    const b = { labels: { __name__: 'x', i: 'b' }, sample: [180_000, 3] };
    const a = { labels: { __name__: 'x', i: 'a' }, sample: [180_000, 6] };
    assert.deepEqual(await sourceOf().query('x', 180_000), { kind: 'vector', series: [b, a] });
  });

  it('answers a scalar, a text and the samples of a range', async () => {
    assert.deepEqual(await sourceOf().query('1 + 1', 5), { kind: 'scalar', sample: [5, 2] });
    assert.deepEqual(await sourceOf().query('"text"', 5), { kind: 'string', sample: [5, 'text'] });
    const { series } = { series: [], ...(await sourceOf().query('x[2m]', 180_000)) };
    assert.deepEqual(series, [
      { labels: { __name__: 'x', i: 'a' }, samples: [[120_000, 6]] },
      {
        labels: { __name__: 'x', i: 'b' },
        samples: [
          [120_000, 2],
          [180_000, 3],
        ],
      },
    ]);
  });

  it('answers a range with a matrix in the order of labels, without the instants that have no value', async () => {
    assert.deepEqual(await sourceOf().queryRange('x > 1', range), {
      kind: 'matrix',
      series: [
        { labels: { __name__: 'x', i: 'a' }, samples: [0, 60_000, 120_000, 180_000].map((atMs) => [atMs, atMs < 120_000 ? 5 : 6]) },
        {
          labels: { __name__: 'x', i: 'b' },
          samples: [
            [120_000, 2],
            [180_000, 3],
          ],
        },
      ],
    });
    const scalar = { kind: 'matrix', series: [{ labels: {}, samples: [0, 60_000, 120_000, 180_000].map((atMs) => [atMs, 1]) }] };
    assert.deepEqual(await sourceOf().queryRange('1', range), scalar);
  });

  it('tells what an answer should be read with, and nothing where there is nothing to tell', async () => {
    const { infos, warnings } = await sourceOf().query('quantile_over_time(2, x[5m]) + rate(x[5m])', 180_000);
    assert.deepEqual([infos?.length, warnings?.length], [1, 1]);
    assert.ok(!('infos' in (await sourceOf().query('x', 180_000))));
  });

  it('answers in columns', async () => {
    const answer = await sourceOf().answer('x{i="b"} > 1', range);
    assert.equal(answer.kind, 'vector');
    const [column] = answer.kind === 'vector' ? answer.columns : [];
    assert.deepEqual(answer.grid, { startMs: 0, stepMs: 60_000, count: 4, endMs: 180_000 });
    assert.deepEqual(column?.present, Uint8Array.of(0, 0, 1, 1));
  });

  it('looks back as far as a caller wishes', async () => {
    const { columns } = { columns: [], ...(await sourceOf().answer('x{i="a"}', { atMs: 150_000 }, undefined, { lookbackMs: 10_000 })) };
    assert.equal(columns.length, 0);
  });

  it('takes no longer than a caller wishes, and never longer than it may', async () => {
    const late = refusal('timeout', /took more than 50 ms/);
    await assert.rejects(sourceOf({ clock: risingBy(30) }).answer('x + x', { atMs: 0 }, undefined, { timeoutMs: 50 }), late);
    await assert.rejects(
      sourceOf({ clock: risingBy(30), queryTimeoutMs: 50 }).answer('x + x', { atMs: 0 }, undefined, { timeoutMs: 5000 }),
      late,
    );
  });

  it('stops for a caller who gives up while others run', async () => {
    const caller = new AbortController();
    const source = sourceOf({ clock: risingBy(11), queryTimeoutMs: 1e9, letOthersRun: async () => caller.abort() });
    await assert.rejects(source.query('x', 0, caller.signal), refusal('timeout', /given up/));
  });

  it('answers soundly while samples come and old ones go', async () => {
    const store = new SeriesStore({ maxSeries: 1 });
    const series = store.series({ __name__: 'x_total' });
    const append = (from: number, to: number) => {
      for (let index = from; index < to; index++) series?.append(index * 1000, index);
    };
    append(0, 20_000);
    let turns = 0;
    const source = sourceOf({
      reader: store,
      clock: risingBy(11),
      queryTimeoutMs: 1e9,
      letOthersRun: async () => {
        turns++;
        append(20_000 + turns * 200, 20_200 + turns * 200);
        store.dropBefore(turns * 1000_000);
      },
    });
    // Each window alone is a pause's worth of samples, so that what stands behind and before it changes from one to the next.
    const answer = await source.answer('max_over_time(x_total[5h])', { startMs: 18_000_000, endMs: 19_900_000, stepMs: 100_000 });
    const [column] = answer.kind === 'vector' ? answer.columns : [];
    assert.ok(turns > 1, `${turns}`);
    assert.deepEqual(
      [...(column?.values ?? [])],
      Array.from({ length: 20 }, (_, index) => 18_000 + index * 100),
    );
  });

  it('holds no more samples than it may', async () => {
    await assert.rejects(
      sourceOf({ maxSamples: 7 }).queryRange('x', range),
      refusal('execution', /^query processing would load too many samples/),
    );
    await assert.rejects(
      sourceOf({ maxAnswerSamples: 7 }).queryRange('x', range),
      refusal('execution', /^the answer has more than 7 samples/),
    );
    await assert.rejects(
      sourceOf({ maxAnswerSamples: 2 }).query('x[5m]', 180_000),
      refusal('execution', /^the answer has more than 2 samples/),
    );
  });

  it('counts only what a query holds at once', async () => {
    // Two series of four instants at once, and one of each sum that is done.
    const sums = Array.from({ length: 5 }, () => 'sum(x)').join(' + ');
    assert.equal((await sourceOf({ maxSamples: 20 }).queryRange(sums, range)).kind, 'matrix');
    await assert.rejects(sourceOf({ maxSamples: 7 }).queryRange('x @ 0', range), refusal('execution', /too many samples/));
    await assert.rejects(sourceOf({ maxSamples: 20 }).queryRange('x or (x or (x + 1))', range), refusal('execution', /too many samples/));
  });

  it('refuses a range without a step, that ends before it starts, or with too many steps', async () => {
    const refused: readonly (readonly [typeof range, RegExp])[] = [
      [{ ...range, stepMs: 0 }, /the step must be longer than nothing/],
      [{ ...range, stepMs: Number.NaN }, /the step must be longer than nothing/],
      [{ ...range, endMs: -1 }, /stands before its start/],
      [{ ...range, stepMs: 1 }, /exceeded maximum resolution of 11,000 points/],
      [{ startMs: Infinity, endMs: Infinity, stepMs: 1 }, /exceeded maximum resolution/],
    ];
    for (const [asked, message] of refused) await assert.rejects(sourceOf().queryRange('x', asked), refusal('bad-query', message));
    await assert.rejects(sourceOf().query('x', Number.NaN), refusal('bad-query', /must be a time/));
  });
});
