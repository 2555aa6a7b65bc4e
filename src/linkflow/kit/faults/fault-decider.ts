import type { FaultCondition, FaultSet } from './fault-set.ts';
import { shareCounter } from './share-counter.ts';
import { slidingRate } from './sliding-rate.ts';

/** The request a fault is decided for; `route` is the template of the route that took it. */
export interface FaultyRequest {
  readonly method: string;
  readonly route: string;
}

/** What shall happen to one request: how long it waits first (0 for not at all), and whether it fails then. */
export interface FaultDecision {
  readonly delayMs: number;
  readonly fails: boolean;
}

/** Decides, request by request, which ones a set of faults hits; equal sequences of requests and times get equal decisions. */
export interface FaultDecider {
  decide(request: FaultyRequest, nowMs: number): FaultDecision;
}

/** A decider for a set of faults; latency and errors count and spread their shares independently of each other. */
export function faultDecider({ latency, errors }: Pick<FaultSet, 'latency' | 'errors'>): FaultDecider {
  const isSlow = latency === undefined ? never : picker(latency.share, latency);
  const isError = errors === undefined ? never : picker(errors.share, errors);
  return {
    decide: (request, nowMs) => ({
      delayMs: isSlow(request, nowMs) ? (latency?.addMs ?? 0) : 0,
      fails: isError(request, nowMs),
    }),
  };
}

type Picker = (request: FaultyRequest, nowMs: number) => boolean;

const never: Picker = () => false;

function picker(share: number, condition: FaultCondition): Picker {
  const counter = shareCounter(share);
  const rate = slidingRate();
  const threshold = condition.aboveRequestsPerSecond;
  return (request, nowMs) => {
    if (!concerns(condition, request)) return false;
    if (threshold !== undefined && rate.hit(nowMs) <= threshold) return false;
    return counter.next();
  };
}

function concerns({ method, route }: FaultCondition, request: FaultyRequest): boolean {
  return (method === undefined || method === request.method) && (route === undefined || route === request.route);
}
