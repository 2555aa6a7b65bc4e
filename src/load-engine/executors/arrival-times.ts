import type { ConstantArrivalRate, RampingArrivalRate } from '../options/scenario.ts';

/** When an open-model scenario is to start its iterations here, in milliseconds after its own start, ascending; lazily, for there may be millions. */
export function arrivalTimes(scenario: ConstantArrivalRate | RampingArrivalRate): Generator<number, undefined, undefined> {
  return scenario.executor === 'constant-arrival-rate' ? evenTimes(scenario) : rampTimes(scenario);
}

/** The k-th start (from 0) is at k/rate, so a rate of 100/s for 5 minutes has exactly 30,000. Multiplied, never summed: no drift. */
function* evenTimes({ rate, timeUnitMs, durationMs, starts, maxVus }: ConstantArrivalRate): Generator<number, undefined, undefined> {
  if (maxVus === 0) return;
  for (let here = 0, k = starts.at(0); k * timeUnitMs < durationMs * rate; here += 1, k = starts.at(here)) yield (k * timeUnitMs) / rate;
}

/** The k-th start (from 1) is where the integral of the rate reaches k. */
function* rampTimes({ startRate, timeUnitMs, stages, starts, maxVus }: RampingArrivalRate): Generator<number, undefined, undefined> {
  if (maxVus === 0) return;
  let [legStart, reached, rate, here] = [0, 0, startRate / timeUnitMs, 0];
  let k = starts.at(0) + 1;
  for (const { durationMs, target } of stages) {
    const nextRate = target / timeUnitMs;
    const reachedAtEnd = reached + ((rate + nextRate) / 2) * durationMs;
    for (; k <= reachedAtEnd + ROUNDING; here += 1, k = starts.at(here) + 1) {
      yield legStart + Math.min(durationMs, timeToReach(k - reached, rate, (nextRate - rate) / durationMs));
    }
    [legStart, reached, rate] = [legStart + durationMs, reachedAtEnd, nextRate];
  }
}

/** A start that falls on the very end of a leg must not be lost to the last bit of a sum. */
const ROUNDING = 1e-9;

/** The positive root of rate·t + slope/2·t² = amount, in the form that loses no digits where the slope is slight. */
function timeToReach(amount: number, rate: number, slope: number): number {
  return (2 * amount) / (rate + Math.sqrt(Math.max(0, rate * rate + 2 * slope * amount)));
}
