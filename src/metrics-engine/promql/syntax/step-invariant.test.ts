import assert from 'node:assert/strict';
import { parse } from './parse.ts';
import { isStepInvariant } from './step-invariant.ts';

describe('isStepInvariant', () => {
  const SAME = [
    '1',
    '"x"',
    'x @ 10',
    'x offset 5m @ end()',
    'rate(x[5m] @ start())',
    'sum(x @ 1) / on (a) (y @ 2) + 1',
    'topk(3, -x @ 1)',
    'topk(scalar(y @ 1), x @ 1)',
    'max_over_time(rate(x[5m])[1h:] @ 10)',
    'sum_over_time(vector(time())[1h:] @ 10)',
    'vector(1)',
    'pi() + start() + end() + step() + range()',
    'absent(x @ 1)',
  ];
  for (const text of SAME) it(`says so of ${text}`, () => assert.equal(isStepInvariant(parse(text)), true));

  const CHANGING = [
    'x',
    'rate(x[5m])',
    'x @ 1 + y',
    'topk(scalar(y), x @ 1)',
    'time()',
    'hour()',
    'timestamp(x @ 1)',
    'month(x @ 1)',
    'predict_linear(x[5m] @ 1, 60)',
    'info(x @ 1)',
    'max_over_time((x @ 1)[1h:])',
  ];
  for (const text of CHANGING) it(`denies it of ${text}`, () => assert.equal(isStepInvariant(parse(text)), false));
});
