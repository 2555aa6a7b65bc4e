import { Problem } from '../kit/problem.ts';
import type { GatewayMetrics } from './gateway-metrics.ts';
import type { LimitClass } from './route-table.ts';
import { type RateLimit, tokenBuckets } from './token-bucket.ts';

/** The limits of the gateway by class; see LimitClass. */
export type Limits = Readonly<Record<LimitClass, RateLimit>>;

/** Lets a client's request pass or throws `too-many-requests` with Retry-After. */
export interface ClientLimits {
  pass(limit: LimitClass, client: string): void;
}

/** Creates the limits; each class has buckets of its own, so that many reads don't use up the attempts to log in. */
export function clientLimits({
  limits,
  metrics,
  nowMs = () => performance.now(),
}: {
  readonly limits: Limits;
  readonly metrics: Pick<GatewayMetrics, 'limited'>;
  readonly nowMs?: () => number;
}): ClientLimits {
  const buckets = { general: tokenBuckets({ limit: limits.general }), credentials: tokenBuckets({ limit: limits.credentials }) };
  return {
    pass: (limit, client) => {
      const admission = buckets[limit].take(client, nowMs());
      if (admission.admitted) return;
      metrics.limited(limit);
      const seconds = String(admission.retryAfterSeconds);
      throw new Problem('too-many-requests', `Slow down and try again in ${seconds} s`, { headers: { 'Retry-After': seconds } });
    },
  };
}
