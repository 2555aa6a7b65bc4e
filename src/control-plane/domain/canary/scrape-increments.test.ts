import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { ArmSeries, CounterSeries } from './counter-series.ts';
import { scrapeIncrements } from './scrape-increments.ts';
import type { Scrape } from './tally.ts';

/** A counter of an instance with one value a scrape, every 5 s from `firstSlot` on, 1.2 s before the end of the slot; undefined is a missed scrape. */
function counter(
  instance: string,
  values: readonly (number | undefined)[],
  firstSlot = 1,
  labels: Readonly<Record<string, string>> = {},
): CounterSeries {
  const samples = values.flatMap((value, i) => (value === undefined ? [] : [[(firstSlot + i) * 5000 - 1200, value] as const]));
  return { labels: { job: 'workflow-service', instance, ...labels }, samples };
}

function arm(total: readonly CounterSeries[], bad: readonly CounterSeries[] = []): ArmSeries {
  return { total, bad };
}

function count(
  candidate: ArmSeries,
  baseline: ArmSeries | undefined,
  range: { readonly sinceMs?: number; readonly untilMs?: number } = {},
) {
  return scrapeIncrements({ candidate, baseline, scrapeSeconds: 5, sinceMs: 5000, untilMs: 100_000, ...range });
}

function figures(scrapes: readonly Scrape[]): readonly (readonly number[])[] {
  return scrapes.map(({ atMs, candidate, baseline }) => [atMs / 1000, candidate.bad, candidate.total, baseline.bad, baseline.total]);
}

const steady = arm([counter('b:1', [1000, 1100, 1200, 1300, 1400])]);

describe('scrapeIncrements', () => {
  it('counts what rose between scrapes, summed over the pods of each arm', () => {
    const candidate = arm([counter('c:1', [10, 20, 35])], [counter('c:1', [1, 1, 3])]);
    const baseline = arm([counter('b:1', [100, 200, 300]), counter('b:2', [50, 60, 80])], [counter('b:2', [5, 6, 6])]);
    assert.deepEqual(figures(count(candidate, baseline).scrapes), [
      [10, 0, 10, 1, 110],
      [15, 2, 15, 0, 120],
    ]);
  });

  it('takes what a restarted counter shows as its increment', () => {
    const { scrapes } = count(arm([counter('c:1', [900, 950, 30, 40])]), steady);
    assert.deepEqual(
      figures(scrapes).map(([, , total]) => total),
      [50, 30, 10],
    );
  });

  it('drops the first sample of a pod that appears', () => {
    const { scrapes } = count(arm([counter('c:1', [0, 10, 20, 30]), counter('c:2', [5000, 5003], 3)]), steady);
    assert.deepEqual(
      figures(scrapes).map(([, , total]) => total),
      [10, 10, 13],
    );
  });

  it('counts the first error of a kind on a pod that was being scraped already', () => {
    const total = [counter('c:1', [0, 10, 20, 30], 1, { code: '200' }), counter('c:1', [2, 3], 3, { code: '500' })];
    const { scrapes } = count(arm(total, [counter('c:1', [2, 3], 3, { code: '500' })]), steady);
    assert.deepEqual(
      figures(scrapes).map(([, bad, all]) => [bad, all]),
      [
        [0, 10],
        [2, 12],
        [1, 11],
      ],
    );
  });

  it('drops the first sample of a series without an instance to tell its target by', () => {
    const anonymous = (values: readonly number[], firstSlot: number): CounterSeries => ({
      ...counter('', values, firstSlot),
      labels: { code: '500' },
    });
    const { scrapes } = count(arm([counter('c:1', [0, 10, 20, 30])], [anonymous([7, 8], 3)]), steady);
    assert.deepEqual(
      figures(scrapes).map(([, bad]) => bad),
      [0, 0, 1],
    );
  });

  it('counts bad events that another target than the service tells of, as a gateway does', () => {
    const { scrapes } = count(arm([counter('c:1', [0, 10, 20])], [counter('gateway:1', [0, 2, 2])]), steady);
    assert.deepEqual(
      figures(scrapes).map(([, bad]) => bad),
      [2, 0],
    );
  });

  it('passes over a scrape that one arm missed, and counts nothing across the gap', () => {
    const { scrapes, skippedScrapes } = count(arm([counter('c:1', [0, 10, undefined, 40, 50])]), steady);
    assert.deepEqual(figures(scrapes), [
      [10, 0, 10, 0, 100],
      [25, 0, 10, 0, 100],
    ]);
    assert.equal(skippedScrapes, 2);
  });

  it('keeps bad within total', () => {
    const { scrapes } = count(arm([counter('c:1', [0, 10, 20])], [counter('c:1', [0, 13, 14])]), steady);
    assert.deepEqual(
      figures(scrapes).map(([, bad]) => bad),
      [10, 1],
    );
  });

  it('takes bad as total without good, as a latency bucket counts', () => {
    const { scrapes } = count(latency([0, 10, 20], [0, 9, 12], 'c:1'), latency([0, 90, 180], [0, 90, 179], 'b:1'));
    assert.deepEqual(figures(scrapes), [
      [10, 1, 10, 0, 90],
      [15, 7, 10, 1, 90],
    ]);
  });

  it('counts a candidate without any good series as all bad, but nothing when the baseline has none either', () => {
    const allBad: ArmSeries = { total: [counter('c:1', [0, 10])], good: [] };
    const fine: ArmSeries = { total: [counter('b:1', [0, 90])], good: [counter('b:1', [0, 90])] };
    assert.deepEqual(figures(count(allBad, fine).scrapes), [[10, 10, 10, 0, 90]]);
    const broken = count(allBad, { total: [counter('b:1', [0, 90])], good: [] });
    assert.deepEqual([broken.scrapes, broken.skippedScrapes], [[], 1]);
  });

  it('takes an expected absence of the baseline as 0 requests, and an unexpected one as missing', () => {
    const candidate = arm([counter('c:1', [0, 10, 20])]);
    assert.deepEqual(figures(count(candidate, undefined).scrapes), [
      [10, 0, 10, 0, 0],
      [15, 0, 10, 0, 0],
    ]);
    assert.deepEqual(count(candidate, arm([])).scrapes, []);
  });

  it('tells the newest sample of each arm, and undefined where there is none', () => {
    const found = count(arm([counter('c:1', [0, 10])]), arm([]));
    assert.deepEqual(found.newestSampleMs, { candidate: 8800, baseline: undefined });
    assert.deepEqual(count(arm([]), arm([])).countedUntilMs, 5000);
  });

  it('holds the newest scrape back until every target has answered, one interval at most', () => {
    const candidate = arm([counter('c:1', [0, 10, 20])]);
    const late = arm([counter('b:1', [0, 90]), counter('b:2', [0, 90, 180])]);
    assert.equal(count(candidate, late, { untilMs: 15_500 }).countedUntilMs, 10_000);
    assert.equal(count(candidate, late, { untilMs: 20_000 }).countedUntilMs, 15_000);
    assert.equal(count(candidate, steady, { untilMs: 15_500 }).countedUntilMs, 15_000);
    assert.equal(count(candidate, steady, { untilMs: 14_900 }).countedUntilMs, 10_000);
  });

  it('ignores NaN', () => {
    const { scrapes } = count(arm([counter('c:1', [0, 10, Number.NaN, 30, 40])]), steady);
    assert.deepEqual(
      figures(scrapes).map(([at]) => at),
      [10, 25],
    );
  });

  it('counts the same in one query and in many that overlap', () => {
    const rises = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 6, maxLength: 20 });
    fc.assert(
      fc.property(rises, rises, fc.integer({ min: 1, max: 4 }), (ours, theirs, every) => {
        const [candidate, baseline] = [arm([counter('c:1', cumulative(ours))]), arm([counter('b:1', cumulative(theirs))])];
        const whole = count(candidate, baseline, { untilMs: 105_000 });
        const parts: Scrape[] = [];
        let sinceMs = 5000;
        for (let untilMs = 10_000; untilMs <= 105_000; untilMs += every * 5000 + 700) {
          const part = scrapeIncrements({
            candidate: upTo(candidate, untilMs),
            baseline: upTo(baseline, untilMs),
            scrapeSeconds: 5,
            sinceMs,
            untilMs,
          });
          parts.push(...part.scrapes);
          sinceMs = part.countedUntilMs;
        }
        assert.deepEqual(parts, whole.scrapes.slice(0, parts.length));
        assert.ok(parts.length >= whole.scrapes.length - 5);
      }),
      { numRuns: 50 },
    );
  });
});

function latency(total: readonly number[], good: readonly number[], instance: string): ArmSeries {
  return { total: [counter(instance, total)], good: [counter(instance, good)] };
}

function cumulative(rises: readonly number[]): readonly number[] {
  return rises.map((_, i) => rises.slice(0, i + 1).reduce((a, b) => a + b, 0));
}

function upTo({ total }: ArmSeries, untilMs: number): ArmSeries {
  return arm(total.map((series) => ({ ...series, samples: series.samples.filter(([atMs]) => atMs <= untilMs) })));
}
