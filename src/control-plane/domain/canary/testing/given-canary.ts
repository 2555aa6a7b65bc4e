import type { CanaryObjective } from '../canary-objective.ts';
import { type CanaryPolicy, defaultCanaryPolicy } from '../canary-policy.ts';
import type { CanaryQuestion } from '../canary-question.ts';
import { type CanaryState, startCanary } from '../canary-state.ts';
import { observeCanary } from '../observe.ts';
import type { Scrape } from '../tally.ts';

/** At most 1 % of requests fail. */
export const errors: CanaryObjective = {
  kind: 'errors',
  name: 'errors',
  description: 'error rate < 1 %',
  budget: 0.01,
  phi: 1,
  phiSource: 'independent requests',
  query: 'http_requests_total{code=~"5.."}',
};

/** 95 % of requests within 200 ms. */
export const latency: CanaryObjective = {
  kind: 'latency',
  name: 'latency',
  description: 'p95 < 200 ms',
  budget: 0.05,
  thresholdMs: 200,
  phi: 1,
  phiSource: 'independent requests',
};

/** When the canaries of these tests start. */
export const startedMs = 1_800_000_000_000;

/** A canary that starts without warm-up and has seen nothing. */
export function givenCanary(objectives: readonly CanaryObjective[] = [errors], policy: Partial<CanaryPolicy> = {}): CanaryState {
  return startCanary({ policy: { ...defaultCanaryPolicy, warmUpSeconds: 0, ...policy }, objectives, startedMs });
}

/** A scrape `seconds` after the start: bad and total of the candidate, then of the baseline. */
export function scrapeAt(seconds: number, candidate: readonly [number, number], baseline: readonly [number, number]): Scrape {
  return {
    atMs: startedMs + seconds * 1000,
    candidate: { bad: candidate[0], total: candidate[1] },
    baseline: { bad: baseline[0], total: baseline[1] },
  };
}

/** The canary after the same scrape every 5 s, for every objective, from `fromSeconds` on. */
export function repeatedly(
  state: CanaryState,
  times: number,
  arms: { readonly candidate: readonly [number, number]; readonly baseline: readonly [number, number] },
  fromSeconds = 0,
): CanaryState {
  const scrapes = Array.from({ length: times }, (_, i) => scrapeAt(fromSeconds + (i + 1) * 5, arms.candidate, arms.baseline));
  return observeCanary(state, ...state.objectives.map(({ objective }) => ({ objective: objective.name, scrapes })));
}

/** A question `seconds` after the start, with fresh samples, in a step of at least 300 requests and 60 s that began with the canary. */
export function askedAt(seconds: number, question: Partial<CanaryQuestion> = {}): CanaryQuestion {
  const nowMs = startedMs + seconds * 1000;
  return {
    nowMs,
    newestSampleMs: nowMs,
    stalenessSeconds: 30,
    step: { minimumRequests: 300, minimumSeconds: 60, startedMs },
    ...question,
  };
}
