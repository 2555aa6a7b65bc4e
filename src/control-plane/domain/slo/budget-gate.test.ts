import assert from 'node:assert/strict';
import { judgeBudget } from './budget-gate.ts';
import { type BudgetPolicy, defaultBudgetPolicy } from './budget-policy.ts';
import { availability, day, hour, reading } from './testing/given-objective.ts';
import type { WindowReading } from './window-reading.ts';

function judge(
  readings: readonly WindowReading[],
  policy: Partial<BudgetPolicy> = {},
  fix?: { readonly actor: string; readonly reason: string },
) {
  const result = judgeBudget({ objectives: [{ objective: availability, readings }], policy: { ...defaultBudgetPolicy, ...policy }, fix });
  const [reason] = result.reasons;
  return { verdict: result.verdict, rule: reason?.rule, sentence: reason?.sentence ?? '', remedy: reason?.remedy, reason };
}

const spent = [reading(30 * day, 1200, 1_000_000)];
const fix = { actor: 'release-engineer', reason: 'retries no longer multiply' };

describe('judgeBudget', () => {
  it('passes while budget is left, with the numbers', () => {
    const { verdict, sentence, reason } = judge([reading(30 * day, 380, 1_000_000), reading(hour, 2, 2000)]);
    assert.equal(verdict, 'pass');
    assert.equal(
      sentence,
      'availability: 62 % of the error budget left, 380 of 1,000,000 events bad in 30 d (burn rate 0.38); at the present rate spent in 18.6 d',
    );
    assert.deepEqual([reason?.limit, reason?.samples, reason?.windowSeconds], [0, 1_000_000, 30 * day]);
  });

  it('freezes the service when the budget is spent', () => {
    const { verdict, sentence, remedy } = judge(spent);
    assert.equal(verdict, 'fail');
    assert.equal(sentence, 'frozen: the error budget of availability is spent, 1,200 of 1,000,000 events bad in 30 d (burn rate 1.2)');
    assert.match(remedy ?? '', /marked as the fix/);
  });

  it('freezes at exactly nothing left', () => {
    assert.equal(judge([reading(30 * day, 1000, 1_000_000)]).verdict, 'fail');
  });

  it('lets a release through that is marked as the fix, and records who said so', () => {
    const { verdict, rule, sentence } = judge(spent, {}, fix);
    assert.deepEqual([verdict, rule], ['pass', 'fix']);
    assert.match(sentence, /is spent, .*; released as a fix by release-engineer: retries no longer multiply$/);
  });

  it('holds without any reading, be the release a fix or not', () => {
    assert.deepEqual([judge([]).verdict, judge([], {}, fix).verdict], ['inconclusive', 'inconclusive']);
    assert.equal(judge([], { youngService: 'allow' }).verdict, 'inconclusive');
    assert.match(judge([]).sentence, /availability: the error budget over 30 d is not known, because it was not measured/);
  });

  it('holds a service without objectives', () => {
    const result = judgeBudget({ objectives: [], policy: defaultBudgetPolicy });
    assert.deepEqual([result.verdict, result.reasons[0]?.rule], ['inconclusive', 'no-objective']);
  });

  it('holds a young service, unless the policy allows it', () => {
    const young = [reading(30 * day, 1, 40_000, 0.05), reading(day, 1, 20_000), reading(hour, 0, 800)];
    assert.deepEqual([judge(young).verdict, judge(young).rule], ['inconclusive', 'budget-unknown']);
    const allowed = judge(young, { youngService: 'allow' });
    assert.deepEqual([allowed.verdict, allowed.rule], ['pass', 'young-service']);
    assert.match(
      allowed.sentence,
      /samples cover 5 % of it, 50 % are needed; allowed for a young service that is within budget: 1 of 20,000 events bad in 1 d \(burn rate 0.05\)/,
    );
  });

  it('holds a young service that is over budget in any measured window', () => {
    const young = [reading(day, 1, 20_000), reading(hour, 5, 800)];
    const judged = judge(young, { youngService: 'allow' });
    assert.deepEqual([judged.verdict, judged.rule], ['inconclusive', 'young-service']);
    assert.match(judged.sentence, /must be within budget: 5 of 800 events bad in 1 h \(burn rate 6.25\)/);
  });

  it('holds, though budget is left, while it burns fast enough to page somebody', () => {
    const fire = [reading(30 * day, 100, 1_000_000), reading(hour, 40, 2000), reading(300, 4, 200)];
    assert.deepEqual([judge(fire).verdict, judge(fire).rule], ['inconclusive', 'budget-burning']);
    assert.match(
      judge(fire).sentence,
      /burns its error budget 20 times as fast as allowed over 1 h and 20 times as fast as allowed over 5 min; the limit of both is 14.4 times/,
    );
    assert.equal(judge(fire, { holdWhileBurning: false }).verdict, 'pass');
    assert.equal(judge(fire, {}, fix).verdict, 'pass');
  });

  it('takes the worst of all objectives, and keeps what it went by', () => {
    const healthy = { objective: { ...availability, name: 'latency' }, readings: [reading(30 * day, 0, 1000)] };
    const result = judgeBudget({ objectives: [healthy, { objective: availability, readings: spent }], policy: defaultBudgetPolicy });
    assert.equal(result.gate, 'budget');
    assert.deepEqual([result.verdict, ...result.reasons.map(({ verdict }) => verdict)], ['fail', 'pass', 'fail']);
    assert.deepEqual(JSON.parse(JSON.stringify(result.evidence)).fix, null);
  });
});
