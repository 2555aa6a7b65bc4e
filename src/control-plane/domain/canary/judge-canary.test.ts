import assert from 'node:assert/strict';
import { judgeCanary } from './judge-canary.ts';
import { observeCanary } from './observe.ts';
import { askedAt, errors, givenCanary, latency, repeatedly, scrapeAt, startedMs } from './testing/given-canary.ts';

const healthy = { candidate: [0, 50], baseline: [1, 450] } as const;
const sparse = { candidate: [0, 25], baseline: [0, 225] } as const;

function rules(judgement: { readonly reasons: readonly { readonly rule: string }[] }): readonly string[] {
  return judgement.reasons.map(({ rule }) => rule);
}

describe('judgeCanary', () => {
  it('fails a candidate that breaks its latency objective, in the counts that show it', () => {
    const state = repeatedly(givenCanary([latency]), 10, { candidate: [19, 49], baseline: [9, 450] });
    const judgement = judgeCanary(state, askedAt(50, { observedQuantileMs: { latency: 412 } }));
    assert.equal(judgement.verdict, 'fail');
    const [reason] = judgement.reasons;
    assert.equal(reason?.rule, 'objective-broken');
    assert.match(
      reason?.sentence ?? '',
      /^candidate p95 412 ms > 200 ms \(n = 147 in 15 s\): 61\.2 % of 147 requests within 200 ms, 95 % needed; baseline 98 % of 1,350 requests within 200 ms \(evidence [\d,.]+, blocks at 100; phi 1\)$/,
    );
    assert.deepEqual([reason?.limit, reason?.unit, reason?.samples, reason?.windowSeconds], [0.05, 'bad ratio', 147, 15]);
    assert.equal(reason?.ageSeconds, 35);
    assert.match(judgeCanary(state, askedAt(50)).reasons[0]?.sentence ?? '', /^candidate p95 > 200 ms \(n = 147 in 15 s\): /);
  });

  it('leaves out an interpolated percentile that contradicts the counts', () => {
    const state = repeatedly(givenCanary([latency]), 10, { candidate: [19, 49], baseline: [9, 450] });
    const judgement = judgeCanary(state, askedAt(50, { observedQuantileMs: { latency: 180 } }));
    assert.match(judgement.reasons[0]?.sentence ?? '', /^candidate p95 > 200 ms/);
  });

  it('fails a candidate that is much worse than the baseline though within the objective', () => {
    const scrapes = Array.from({ length: 120 }, (_, i) => scrapeAt((i + 1) * 5, [i % 2 === 0 ? 4 : 0, 500], [0, 4500]));
    const judgement = judgeCanary(observeCanary(givenCanary(), { objective: 'errors', scrapes }), askedAt(600));
    assert.deepEqual([judgement.verdict, ...rules(judgement)], ['fail', 'worse-than-baseline']);
    assert.match(
      judgement.reasons[0]?.sentence ?? '',
      /^candidate worse than baseline \(n = [\d,]+ in \d+ s\): 0\.\d+ % of [\d,]+ requests failed, 0\.1 % allowed; baseline 0 % of/,
    );
  });

  it('says so when a candidate fails with no baseline left', () => {
    const state = repeatedly(givenCanary(), 40, { candidate: [15, 500], baseline: [0, 0] });
    const judgement = judgeCanary(state, askedAt(200));
    assert.match(
      judgement.reasons[0]?.sentence ?? '',
      /^candidate error rate 3 % > 1 % \(n = [\d,]+ in [^)]+\): .*no baseline was left to compare with/,
    );
  });

  it('keeps failing a blocked candidate when the metrics are gone', () => {
    const state = repeatedly(givenCanary(), 10, { candidate: [10, 50], baseline: [0, 450] });
    assert.equal(judgeCanary(state, askedAt(9000, { newestSampleMs: undefined })).verdict, 'fail');
  });

  it('holds without any sample, and says what is missing', () => {
    const judgement = judgeCanary(givenCanary(), askedAt(90, { newestSampleMs: undefined }));
    assert.equal(judgement.verdict, 'inconclusive');
    assert.ok(rules(judgement).includes('no-data'));
    assert.match(judgement.reasons[0]?.sentence ?? '', /no sample of the candidate has been scraped in the 90 s since the step began/);
  });

  it('holds on stale samples however well certified the candidate was', () => {
    const state = repeatedly(givenCanary(), 400, healthy);
    assert.equal(judgeCanary(state, askedAt(2000)).verdict, 'pass');
    const judgement = judgeCanary(state, askedAt(2300, { newestSampleMs: startedMs + 2_000_000 }));
    assert.deepEqual([judgement.verdict, ...rules(judgement)], ['inconclusive', 'stale-data']);
    assert.match(judgement.reasons[0]?.sentence ?? '', /newest sample is 5 min old, older than 30 s/);
  });

  it('holds when one objective has no paired scrapes though samples of the candidate are fresh', () => {
    const state = observeCanary(givenCanary([errors, latency]), { objective: 'errors', scrapes: [scrapeAt(85, [0, 400], [0, 400])] });
    const judgement = judgeCanary(state, askedAt(90));
    assert.equal(judgement.verdict, 'inconclusive');
    assert.match(judgement.reasons[0]?.sentence ?? '', /no scrape of latency with samples of both arms has been counted: for 90 s/);
  });

  it('names the warm-up while it lasts', () => {
    const judgement = judgeCanary(givenCanary([errors], { warmUpSeconds: 60 }), askedAt(20));
    assert.match(judgement.reasons[0]?.sentence ?? '', /the candidate warms up for 40 s more/);
  });

  it('holds below the floors of the step with the numbers that are lacking', () => {
    const state = observeCanary(givenCanary(), { objective: 'errors', scrapes: [scrapeAt(5, [0, 12], [0, 108])] });
    const judgement = judgeCanary(state, askedAt(6));
    assert.deepEqual([judgement.verdict, ...rules(judgement)], ['inconclusive', 'floor-of-requests', 'floor-of-time']);
    assert.match(judgement.reasons[0]?.sentence ?? '', /^12 of 300 requests/);
    assert.match(judgement.reasons[1]?.sentence ?? '', /^5 s of 60 s of this step measured/);
  });

  it('counts only what came after the step began', () => {
    const state = repeatedly(givenCanary(), 400, healthy);
    const step = { minimumRequests: 300, minimumSeconds: 0, startedMs: startedMs + 1_990_000 };
    assert.match(judgeCanary(state, askedAt(2000, { step })).reasons[0]?.sentence ?? '', /^100 of 300 requests/);
    const later = { ...step, startedMs: startedMs + 2_001_000 };
    assert.match(judgeCanary(state, askedAt(2002, { step: later })).reasons[0]?.sentence ?? '', /^0 of 300 requests/);
  });

  it('never passes a step without a request, whatever its floors', () => {
    const state = repeatedly(givenCanary([errors], { advanceOn: 'exposure' }), 20, { candidate: [0, 0], baseline: [0, 450] });
    const step = { minimumRequests: 0, minimumSeconds: 0, startedMs };
    assert.equal(judgeCanary(state, askedAt(100, { step })).verdict, 'inconclusive');
  });

  it('holds, blaming nobody, while the baseline itself breaks the objective', () => {
    const state = repeatedly(givenCanary(), 200, { candidate: [2, 50], baseline: [20, 450] });
    const judgement = judgeCanary(state, askedAt(1000));
    assert.deepEqual([judgement.verdict, ...rules(judgement)], ['inconclusive', 'environment']);
    assert.match(judgement.reasons[0]?.sentence ?? '', /the baseline itself breaks errors: 4\.44 % of 90,000 requests failed, 1 % allowed/);
  });

  it('passes a certified candidate with both arms’ counts', () => {
    const judgement = judgeCanary(repeatedly(givenCanary([errors, latency]), 400, healthy), askedAt(2000));
    assert.deepEqual([judgement.verdict, judgement.basis, ...rules(judgement)], ['pass', 'certificate', 'certified', 'certified']);
    assert.match(
      judgement.reasons[0]?.sentence ?? '',
      /^errors certified: 0 % of 20,000 requests failed, 1 % allowed; baseline 0\.222 % of 180,000/,
    );
    assert.deepEqual([judgement.reasons[0]?.observed, judgement.reasons[0]?.limit, judgement.reasons[0]?.samples], [0, 0.01, 20_000]);
  });

  it('tells the percentile of a latency objective beside its counts, where it is known', () => {
    const state = repeatedly(givenCanary([latency]), 400, healthy);
    const known = judgeCanary(state, askedAt(2000, { observedQuantileMs: { latency: 183.4 } }));
    assert.match(known.reasons[0]?.sentence ?? '', /requests within 200 ms \(p95 183 ms lately\), 95 % needed/);
    assert.doesNotMatch(judgeCanary(state, askedAt(2000)).reasons[0]?.sentence ?? '', /lately/);
  });

  it('holds an uncertified candidate and tells how long it may take', () => {
    const judgement = judgeCanary(repeatedly(givenCanary(), 14, sparse), askedAt(70));
    assert.deepEqual([judgement.verdict, ...rules(judgement)], ['inconclusive', 'not-certified']);
    assert.match(judgement.reasons[0]?.remedy ?? '', /^about \d+ s more at the present rate$/);
  });

  it('passes on exposure when the policy asks for no more, and says that it is not certified', () => {
    const judgement = judgeCanary(repeatedly(givenCanary([errors], { advanceOn: 'exposure' }), 14, sparse), askedAt(70));
    assert.deepEqual([judgement.verdict, judgement.basis, ...rules(judgement)], ['pass', 'exposure', 'exposure-spent']);
    assert.match(judgement.reasons[0]?.sentence ?? '', /exposed without alarm, not certified: 0 % of 350 requests failed, 1 % allowed/);
  });

  it('does not pass on exposure a candidate that looks bad and is not proven', () => {
    const scrapes = Array.from({ length: 14 }, (_, i) => scrapeAt((i + 1) * 5, [i % 4 === 0 ? 3 : 0, 50], [1, 450]));
    const state = observeCanary(givenCanary([errors], { advanceOn: 'exposure' }), { objective: 'errors', scrapes });
    const judgement = judgeCanary(state, askedAt(70));
    assert.deepEqual([judgement.verdict, ...rules(judgement)], ['inconclusive', 'leaning-to-bad']);
  });

  it('certifies the first release of a service by its objectives alone', () => {
    const state = repeatedly(givenCanary(), 100, { candidate: [0, 50], baseline: [0, 0] });
    const judgement = judgeCanary(state, askedAt(500));
    assert.equal(judgement.basis, 'certificate');
    assert.match(judgement.reasons[0]?.sentence ?? '', /no baseline to compare with/);
  });

  it('fails a candidate that is down for longer than samples stay fresh, and only holds before', () => {
    const state = repeatedly(givenCanary(), 20, healthy);
    const question = { candidateUp: false, newestSampleMs: startedMs + 100_000 };
    const early = judgeCanary(state, askedAt(110, question));
    assert.deepEqual([early.verdict, early.reasons[0]?.rule], ['inconclusive', 'candidate-down']);
    const late = judgeCanary(state, askedAt(200, question));
    assert.deepEqual([late.verdict, late.reasons[0]?.rule], ['fail', 'candidate-down']);
    assert.match(late.reasons[0]?.sentence ?? '', /down while the baseline answers: its newest sample is 100 s old/);
  });

  it('gives the same verdict for the same evidence read back from JSON', () => {
    const state = repeatedly(givenCanary([errors, latency]), 40, healthy);
    const stored = JSON.parse(JSON.stringify(state)) as typeof state;
    assert.deepEqual(judgeCanary(stored, askedAt(200)), judgeCanary(state, askedAt(200)));
  });
});
