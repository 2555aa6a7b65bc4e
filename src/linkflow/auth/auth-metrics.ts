import { Counter } from 'prom-client';
import type { Metrics } from '../../telemetry/metrics.ts';

/** What the auth service counts beside its requests. */
export interface AuthMetrics {
  login(outcome: 'succeeded' | 'refused'): void;
}

/** Adds `linkflow_logins_total{outcome}` to the registry: a rise of refused ones is somebody guessing. */
export function authMetrics({ registry }: Pick<Metrics, 'registry'>): AuthMetrics {
  const logins = new Counter({
    name: 'linkflow_logins_total',
    help: 'Log-ins, by outcome.',
    labelNames: ['outcome'],
    registers: [registry],
  });
  return { login: (outcome) => logins.inc({ outcome }) };
}
