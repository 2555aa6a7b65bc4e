import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { burnRate } from './burn-rate.ts';
import { errorBudget } from './error-budget.ts';
import { availability, day, hour, reading } from './testing/given-objective.ts';

describe('burnRate', () => {
  it('is 1 when exactly the budget is spent', () => {
    assert.equal(burnRate(0.001, 0.001), 1);
    assert.equal(burnRate(0, 0.001), 0);
    assert.equal(Math.round(burnRate(1, 0.001)), 1000);
  });
});

describe('errorBudget', () => {
  it('says what is left, how fast it goes in each window, and when it will be spent', () => {
    const budget = errorBudget(availability, [reading(30 * day, 400, 1_000_000), reading(hour, 6, 3000), reading(300, 0, 250)], 0.5);
    assert.ok(Math.abs((budget.remaining ?? 0) - 0.6) < 1e-12);
    assert.deepEqual(
      budget.windows.map((window) => [window.windowSeconds, window.kind === 'measured' ? Number(window.burnRate.toFixed(9)) : undefined]),
      [
        [300, 0],
        [hour, 2],
        [30 * day, 0.4],
      ],
    );
    assert.ok(Math.abs((budget.secondsToExhaustion ?? 0) - (0.6 * 30 * day) / 2) < 1e-3);
  });

  it('weighs by events: a quiet stretch of failures does not outweigh a busy stretch of health', () => {
    // 2 h at 60,000 requests a minute without failures, then 2 h at 10 a minute of which half fail.
    const failed = 600;
    const total = 7_200_000 + 1200;
    const budget = errorBudget({ ...availability, windowSeconds: 4 * hour }, [reading(4 * hour, failed, total)], 0.5);
    assert.ok(budget.period.kind === 'measured');
    assert.equal(((budget.period.bad / budget.period.total) * 100).toFixed(5), '0.00833');
  });

  const insufficient: readonly (readonly [fact: string, given: readonly ReturnType<typeof reading>[], why: RegExp])[] = [
    ['a window that was not measured', [], /was not measured/],
    ['a window without events', [reading(30 * day, 0, 0)], /has no events/],
    ['a window that samples cover too little of', [reading(30 * day, 0, 1000, 0.2)], /cover 20 % of it, 50 % are needed/],
    ['NaN', [reading(30 * day, Number.NaN, 1000)], /make no sense/],
    ['more bad than total', [reading(30 * day, 2, 1)], /make no sense/],
  ];
  for (const [fact, given, why] of insufficient) {
    it(`does not know the budget from ${fact}, and says why`, () => {
      const { remaining, period, secondsToExhaustion } = errorBudget(availability, given, 0.5);
      assert.equal(remaining, undefined);
      assert.equal(secondsToExhaustion, undefined);
      assert.match(period.kind === 'insufficient' ? period.why : '', why);
    });
  }

  it('is spent now when nothing is left, and never when nothing burns', () => {
    assert.equal(errorBudget(availability, [reading(30 * day, 1000, 1_000_000)], 0.5).secondsToExhaustion, 0);
    assert.equal(errorBudget(availability, [reading(30 * day, 0, 1_000_000)], 0.5).secondsToExhaustion, undefined);
  });

  it('never has more left for one more bad event, nor less for one more good event', () => {
    const count = fc.integer({ min: 0, max: 10_000 });
    fc.assert(
      fc.property(count, count, (bad, good) => {
        const left = (more: readonly [number, number]) =>
          errorBudget(availability, [reading(30 * day, bad + more[0], bad + good + 1 + more[0] + more[1])], 0).remaining ?? Number.NaN;
        assert.ok(left([1, 0]) <= left([0, 0]) && left([0, 1]) >= left([0, 0]));
      }),
    );
  });
});
