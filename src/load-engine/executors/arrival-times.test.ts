import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { ConstantArrivalRate, RampingArrivalRate, Stage } from '../options/scenario.ts';
import { WHOLE_SHARE } from '../options/share.ts';
import { arrivalTimes } from './arrival-times.ts';

const BASE = {
  name: 'gate',
  startTimeMs: 0,
  gracefulStopMs: 0,
  exec: 'default',
  env: {},
  tags: {},
  preAllocatedVus: 1,
  maxVus: 1,
  starts: WHOLE_SHARE,
};

const constant = (rate: number, durationMs: number, timeUnitMs = 1000): readonly number[] => {
  const scenario: ConstantArrivalRate = { ...BASE, executor: 'constant-arrival-rate', rate, durationMs, timeUnitMs };
  return [...arrivalTimes(scenario)];
};

const ramping = (startRate: number, stages: readonly Stage[], timeUnitMs = 1000): readonly number[] => {
  const scenario: RampingArrivalRate = { ...BASE, executor: 'ramping-arrival-rate', startRate, stages, timeUnitMs };
  return [...arrivalTimes(scenario)];
};

/** The integral of a rate that goes linearly through the stages. */
const integral = (startRate: number, stages: readonly Stage[], untilMs: number): number => {
  let [sum, from, at] = [0, startRate, 0];
  for (const { durationMs, target } of stages) {
    const part = Math.max(0, Math.min(untilMs - at, durationMs));
    const rateThere = from + ((target - from) * part) / Math.max(durationMs, 1e-300);
    sum += ((from + rateThere) / 2) * (part / 1000);
    [from, at] = [target, at + durationMs];
  }
  return sum;
};

describe('arrivalTimes', () => {
  it('spaces the starts of a constant rate evenly from 0', () => {
    assert.deepEqual(constant(4, 1000), [0, 250, 500, 750]);
    assert.deepEqual(constant(1, 3000, 1000), [0, 1000, 2000]);
    assert.deepEqual(constant(1, 500), [0]);
  });

  it('has exactly rate times duration starts: 30,000 of 100/s in 5 minutes', () => {
    const times = constant(100, 300_000);
    assert.deepEqual([times.length, times.at(-1)], [30_000, 299_990]);
  });

  it('starts the k-th iteration of a ramp where the integral of its rate reaches k', () => {
    const times = ramping(0, [{ durationMs: 2000, target: 10 }]);
    assert.equal(times.length, 10);
    assert.ok(Math.abs((times[0] ?? 0) - Math.sqrt(1 / 2.5) * 1000) < 1e-6);
    assert.equal(times.at(-1), 2000);
  });

  it('goes on through stages, down to nothing and through jumps', () => {
    const times = ramping(10, [
      { durationMs: 1000, target: 10 },
      { durationMs: 0, target: 2 },
      { durationMs: 1000, target: 0 },
    ]);
    assert.equal(times.length, 11);
    assert.ok((times[10] ?? 0) > 1000 && (times[10] ?? 0) <= 2000);
  });

  it('reaches every whole number of the integral, in order, for any stages', () => {
    const stage = fc.record({ durationMs: fc.integer({ min: 0, max: 5000 }), target: fc.integer({ min: 0, max: 50 }) });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 50 }), fc.array(stage, { minLength: 1, maxLength: 5 }), (startRate, stages) => {
        const times = ramping(startRate, stages);
        times.forEach((time, index) => assert.ok(Math.abs(integral(startRate, stages, time) - (index + 1)) < 1e-4, `${time} is no start`));
        const total = stages.reduce((sum, { durationMs }) => sum + durationMs, 0);
        assert.equal(times.length, Math.floor(integral(startRate, stages, total) + 1e-9));
      }),
    );
  });

  it('is lazy: a schedule of a day costs nothing before it is asked', () => {
    const scenario: ConstantArrivalRate = {
      ...BASE,
      executor: 'constant-arrival-rate',
      rate: 100_000,
      durationMs: 86_400_000,
      timeUnitMs: 1000,
    };
    assert.equal(arrivalTimes(scenario).next().value, 0);
  });
});
