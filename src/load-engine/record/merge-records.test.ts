import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { LoadRecord } from './load-record.ts';
import type { NamedRecord } from './merge-problem.ts';
import { mergeRecords } from './merge-records.ts';
import { aRecord, type RecordSetting } from './record-fixture.ts';
import { parseRecord, recordText } from './record-text.ts';

const SEQUENCE = '0,1/3,2/3,1';
const segment = (index: number) => ({ segment: ['0:1/3', '1/3:2/3', '2/3:1'][index] ?? '', sequence: SEQUENCE });
const THRESHOLDS = { http_req_duration: ['p(95)<200', 'max<1000'], http_reqs: ['count==9'], 'http_reqs{scenario:default}': ['count>5'] };

/** One of three parts of a test. */
const part = (index: number, durations: readonly number[], change: Partial<RecordSetting> = {}): NamedRecord => ({
  name: `${index}.json`,
  record: aRecord({ durations, segment: segment(index), thresholds: THRESHOLDS, ...change }),
});

const changed = ({ name, record }: NamedRecord, change: Partial<LoadRecord>): NamedRecord => ({ name, record: { ...record, ...change } });

describe('mergeRecords', () => {
  it('gives the result that one process would have had: thresholds, counts and quantiles', () => {
    const requests = fc.array(fc.record({ ms: fc.integer({ min: 0, max: 400 }), to: fc.integer({ min: 0, max: 2 }) }), { maxLength: 60 });
    fc.assert(
      fc.property(requests, (all) => {
        const parts = [0, 1, 2].map((index) =>
          part(
            index,
            all.filter(({ to }) => to === index).map(({ ms }) => ms),
          ),
        );
        const whole = aRecord({ durations: all.map(({ ms }) => ms), thresholds: THRESHOLDS });
        const merging = mergeRecords(parts);
        assert.ok(merging.ok);
        const { result, record } = merging.run;
        assert.deepEqual(result.thresholds, whole.thresholds);
        assert.deepEqual([result.requests, result.iterations.completed], [all.length, all.length]);
        assert.ok(parseRecord(recordText(record)).ok);
        assert.equal(record.segment.segment, '0:1');
      }),
      { numRuns: 40 },
    );
  });

  it('decides a p95 that an average of the parts would get wrong', () => {
    const merging = mergeRecords([
      part(
        0,
        Array.from({ length: 98 }, () => 10),
      ),
      part(1, [500, 500]),
      part(
        2,
        Array.from({ length: 100 }, () => 10),
      ),
    ]);
    assert.ok(merging.ok);
    assert.equal(merging.run.result.thresholds[0]?.passed, true);
    assert.match(merging.run.result.summaryText, /✓ 'p\(95\)<200'/);
  });

  it('lasts from the first start to the last end, adds up users, and tells whose generator was too slow', () => {
    const generator = { loopDelay: { p50: 1, p99: 5, max: 9 }, cpuShare: 0.2, memoryBytes: 1e8, tooSlow: [] };
    const late = { ...generator, loopDelay: { p50: 1, p99: 60, max: 90 }, tooSlow: ['starts were late'] };
    const merging = mergeRecords([
      changed(part(0, [1], { vus: 3 }), { generator }),
      changed(part(1, [1], { vus: 4, startedAtMs: 1e12 + 500 }), { generator: late }),
      changed(part(2, [1], { vus: 5 }), { generator }),
    ]);
    assert.ok(merging.ok);
    const { durationMs, metrics, generator: health } = merging.run.result;
    assert.deepEqual([durationMs, metrics['vus']?.values['max']], [10_500, 12]);
    assert.deepEqual([health?.loopDelay.p99, health?.tooSlow], [60, ['1.json: starts were late']]);
  });

  it('ended early where a part did, with its name', () => {
    const ended = { outcome: 'aborted', abortReason: 'wrong environment', endedBy: 'script-abort' } as const;
    const merging = mergeRecords([part(0, [1]), changed(part(1, [1]), ended), part(2, [1])]);
    assert.ok(merging.ok);
    const { outcome, abortReason, endedBy } = merging.run.result;
    assert.deepEqual([outcome, abortReason, endedBy], ['aborted', '1.json: wrong environment', 'script-abort']);
  });

  it('keeps the labels that all parts share', () => {
    const merging = mergeRecords([0, 1, 2].map((index) => part(index, [1], { labels: { version: 'v2', pod: String(index) } })));
    assert.ok(merging.ok);
    assert.deepEqual(merging.run.record.labels, { version: 'v2' });
  });

  const [one, two, three] = [part(0, [1]), part(1, [1]), part(2, [1])];
  const refused: readonly (readonly [string, readonly NamedRecord[], RegExp])[] = [
    ['of one process', [one], /needs the records of at least two processes/],
    [
      'of another script',
      [one, changed(two, { script: { name: 'other.ts', sha256: 'x' } }), three],
      /0\.json is of the script orders\.k6\.ts, and 1\.json of other\.ts/,
    ],
    ['of another text of the script', [one, changed(two, { script: { ...two.record.script, sha256: 'x' } }), three], /another text of it/],
    ['with other options', [one, changed(two, { options: { ...two.record.options, rps: 5 } }), three], /different options: rps/],
    [
      'of another division',
      [one, changed(two, { segment: { segment: '1/2:1', sequence: '0,1/2,1' } })],
      /give both the same executionSegmentSequence/,
    ],
    ['that overlap', [one, two, two, three], /1\.json has 1\/3:2\/3 of the test, of which another record has a part too/],
    ['without one in the middle', [one, three], /the part 1\/3:2\/3 of the test is in none of the records/],
    ['without the first', [two, three], /the part 0:1\/3 of the test is in none/],
    ['without the last', [one, two], /the part 2\/3:1 of the test is in none/],
    ['of other runs', [one, two, part(2, [1], { startedAtMs: 1e12 + 60_000 })], /0\.json had ended when 2\.json began/],
    ['with another rule for what has no samples', [one, changed(two, { withoutSamples: 'passes' }), three], /don't agree/],
  ];
  for (const [what, records, problem] of refused) {
    it(`refuses records ${what}`, () => {
      const merging = mergeRecords(records);
      assert.ok(!merging.ok && problem.test(merging.problem), JSON.stringify(merging).slice(0, 200));
    });
  }
});
