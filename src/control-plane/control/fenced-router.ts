import type { TrafficRouter } from './ports/traffic-router.ts';

/**
 * A router that moves no traffic any more once the lease of the turn has run out; it aborts the turn instead.
 *
 * A process that slept, as machines do, may wake up between a look at the router and the change that follows from it, when another replica has
 * rolled the release back and ended it: nobody would ever correct that change.
 */
export function fencedRouter(router: TrafficRouter, lease: { isOver(): boolean }, lost: AbortController): TrafficRouter {
  return {
    read: (service, signal) => router.read(service, signal),
    async setWeights(service, weights, condition, signal) {
      if (lease.isOver()) lost.abort();
      lost.signal.throwIfAborted();
      await router.setWeights(service, weights, condition, signal);
    },
  };
}
