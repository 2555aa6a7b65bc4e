import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { QueryError } from '../../query-result.ts';
import { isConstantDuration, resolveMs, resolvePositiveMs } from './durations.ts';
import type { Duration } from './expression.ts';
import { parse } from './parse.ts';
import { arbitraryOffset } from './testing/arbitrary-duration.ts';

const QUERY = { startMs: 0, stepMs: 15_000, count: 241 };
const INSTANT = { startMs: 0, stepMs: 1, count: 1 };

function durationOf(text: string): Duration {
  const tree = parse(`x[${text}]`);
  return tree.kind === 'range' ? tree.range : assert.fail(`${text} is no range`);
}

describe('resolveMs', () => {
  const KNOWN: readonly (readonly [written: string, ms: number])[] = [
    ['5m', 300_000],
    ['1.0015', 1_001],
    ['0.57', 570],
    ['5m * 2', 600_000],
    ['10m - 1m', 540_000],
    ['(5+2) * 1m', 420_000],
    ['1h / 2', 1_800_000],
    ['4h % 3h', 3_600_000],
    ['(2 ^ 3) * 1m', 480_000],
    ['2 ^ 3 ^ 2', 512_000],
    ['-(5m) + 6m', 60_000],
    ['5m / 0.7', 428_571],
    ['1m * 0.001', 60],
    ['step() + 1', 16_000],
    ['range()', 3_600_000],
    ['range() / step()', 240_000],
    ['max_of(step(), 5s)', 15_000],
    ['min_of(2 * step() + 5s, 5m)', 35_000],
  ];
  for (const [written, ms] of KNOWN) {
    it(`finds ${ms} ms in ${written}`, () => assert.equal(resolvePositiveMs(durationOf(written), QUERY), ms));
  }

  it('has no step and no range in an instant query', () => {
    assert.equal(resolveMs({ kind: 'step' }, INSTANT), 0);
    assert.equal(resolveMs({ kind: 'range' }, INSTANT), 0);
    assert.equal(resolvePositiveMs(durationOf('step() + 1'), INSTANT), 1_000);
    assert.throws(() => resolvePositiveMs({ kind: 'step' }, INSTANT), new QueryError('bad-query', 'duration must be greater than 0'));
  });

  it('cuts off towards zero on both sides of it', () => {
    assert.equal(resolveMs({ kind: 'fixed', ms: 1.9 }, QUERY), 1);
    assert.equal(resolveMs({ kind: 'fixed', ms: -1.9 }, QUERY), -1);
    assert.ok(Object.is(resolveMs({ kind: 'minus', operand: { kind: 'fixed', ms: 0 } }, QUERY), 0));
  });

  const REFUSED: readonly (readonly [written: string, problem: string])[] = [
    ['5m - step() * 20', 'duration must be greater than 0'],
    ['5m / (step() - 15)', 'division by zero'],
    ['5m % (step() - 15)', 'modulo by zero'],
    ['step() ^ 100', 'duration is out of range'],
    ['(step() - 20) ^ 0.5', 'duration is out of range'],
  ];
  for (const [written, problem] of REFUSED) {
    it(`refuses ${written} once the step is known`, () => {
      assert.throws(() => resolvePositiveMs(durationOf(written), QUERY), new QueryError('bad-query', problem));
    });
  }

  it('answers whole milliseconds or refuses, whatever the duration', () => {
    const check = fc.property(arbitraryOffset, (duration) => {
      try {
        assert.ok(Number.isInteger(resolveMs(duration, QUERY)));
      } catch (error) {
        assert.ok(error instanceof QueryError, String(error));
      }
    });
    fc.assert(check);
  });
});

describe('isConstantDuration', () => {
  it('knows what depends on the query', () => {
    assert.equal(isConstantDuration(durationOf('max_of(5m, 1m * 2)')), true);
    assert.equal(isConstantDuration(durationOf('max_of(5m, -step() + 1h)')), false);
    assert.equal(isConstantDuration(durationOf('1h + range()')), false);
  });
});
