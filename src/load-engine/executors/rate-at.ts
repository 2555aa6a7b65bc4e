import type { ConstantArrivalRate, RampingArrivalRate } from '../options/scenario.ts';

/** Long enough that the part of the starts that is here shows to one in ten thousand. */
const ROW = 10_000;

/** How many starts a second an open-model scenario is to make here, at a moment in milliseconds since its start; after its end what it had then. */
export function rateAt(scenario: ConstantArrivalRate | RampingArrivalRate, elapsedMs: number): number {
  const share = scenario.starts.count(ROW) / ROW;
  const rate = scenario.executor === 'constant-arrival-rate' ? scenario.rate : rampRate(scenario, elapsedMs);
  return (rate * share * 1000) / scenario.timeUnitMs;
}

function rampRate({ startRate, stages }: RampingArrivalRate, elapsedMs: number): number {
  let [from, left] = [startRate, elapsedMs];
  for (const { durationMs, target } of stages) {
    if (left < durationMs) return from + ((target - from) * left) / durationMs;
    [from, left] = [target, left - durationMs];
  }
  return from;
}
