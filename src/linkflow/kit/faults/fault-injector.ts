import { setTimeout as delay } from 'node:timers/promises';
import type { RequestHandler } from 'express';
import { Problem } from '../problem.ts';
import { breakContract } from './break-contract.ts';
import { faultDecider } from './fault-decider.ts';
import type { FaultSet } from './fault-set.ts';
import { memoryGrowth } from './memory-growth.ts';

/** Applies a set of faults to a service. */
export interface FaultInjector {
  /** What stands first in a route: delays or fails the requests that are due. Empty without such a fault. */
  guards(route: string): readonly RequestHandler[];
  /** Stands before all routes: answers 503 while a slow start lasts, and holds on to memory. */
  readonly beforeRoutes: RequestHandler;
  /** Rejects while a slow start lasts; a readiness check. */
  started(): Promise<void>;
  /** A body as this version answers it. */
  shape(body: object): object;
}

/** What faultInjector() needs; the slow start counts from this call. `wait` resolves after a time. */
export interface FaultInjectorOptions {
  readonly faults: FaultSet;
  readonly nowMs?: () => number;
  readonly wait?: (ms: number) => Promise<unknown>;
}

/** Creates the injector; an empty set of faults changes nothing. */
export function faultInjector({ faults, nowMs = () => performance.now(), wait = (ms) => delay(ms) }: FaultInjectorOptions): FaultInjector {
  const grow = memoryGrowth(faults.memoryGrowth);
  const readyAtMs = nowMs() + (faults.slowStart?.ms ?? 0);
  const isStarting = () => nowMs() < readyAtMs;
  const guard = routeGuard(faults, nowMs, wait);
  return {
    guards: (route) => (guard === undefined ? [] : [guard(route)]),
    beforeRoutes: (_request, _response, next) => {
      if (isStarting()) throw new Problem('unavailable', 'The service is starting', { headers: { 'Retry-After': '1' } });
      grow();
      next();
    },
    started: async () => {
      if (isStarting()) throw new Error('the service is starting');
    },
    shape: (body) => breakContract(faults.contractBreak, body),
  };
}

function routeGuard(
  faults: FaultSet,
  nowMs: () => number,
  wait: (ms: number) => Promise<unknown>,
): ((route: string) => RequestHandler) | undefined {
  if (faults.latency === undefined && faults.errors === undefined) return undefined;
  const decider = faultDecider(faults);
  return (route) => async (request, _response, next) => {
    const { delayMs, fails } = decider.decide({ method: request.method, route }, nowMs());
    if (delayMs > 0) await wait(delayMs);
    if (fails) throw new Problem('internal', 'An injected fault: this version was started with errors');
    next();
  };
}

/** Throws when a fault names a route that the service doesn't have: a misspelt fault must not pass as a healthy version. */
export function checkFaultRoutes(faults: FaultSet, routes: readonly string[]): void {
  for (const route of [faults.latency?.route, faults.errors?.route]) {
    if (route !== undefined && !routes.includes(route)) {
      throw new Error(`LINKFLOW_FAULTS names the route ${route}; this service has ${routes.join(', ')}`);
    }
  }
}
