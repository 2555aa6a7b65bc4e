import type { Objective } from '../objective.ts';
import type { WindowReading } from '../window-reading.ts';

/** An hour and a day, in seconds. */
export const hour = 3600;
export const day = 24 * hour;

/** 99.9 % of requests are answered, over 30 days. */
export const availability: Objective = {
  kind: 'errors',
  name: 'workflow-service-availability',
  service: 'workflow-service',
  displayName: 'availability',
  description: '',
  target: 0.999,
  budget: 0.001,
  windowSeconds: 30 * day,
  indicator: { total: 'http_requests_total', bad: 'http_requests_total{code=~"5.."}' },
};

/** A reading of a window: fully covered unless said otherwise. */
export function reading(windowSeconds: number, bad: number, total: number, coverage = 1): WindowReading {
  return { windowSeconds, bad, total, coverage };
}
