import type { Labels } from '../../query-result.ts';
import type { Alert } from './alert.ts';

/** An alert as an Alertmanager is told of it. */
export interface OutgoingAlert {
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly startsAtMs: number;
  /** When it resolved; of one that fires, when it is to be taken for resolved unless it is sent again. */
  readonly endsAtMs: number;
  readonly generatorUrl: string;
}

export interface SendSettings {
  readonly resendDelayMs: number;
  readonly intervalMs: number;
  readonly generatorUrl: string;
}

// Two evaluations or sends may fail before an alert that fires is taken for resolved.
const VALID_FOR_DELAYS = 4;

/** Answers whether an alert is due: it fires or has resolved, and was not told since it resolved or for longer than the delay. */
export function isDue({ state, resolvedAtMs, lastSentAtMs = 0 }: Alert, atMs: number, resendDelayMs: number): boolean {
  if (state === 'pending') return false;
  if (resolvedAtMs !== undefined && resolvedAtMs > lastSentAtMs) return true;
  return lastSentAtMs + resendDelayMs < atMs;
}

/** Makes of an alert what is sent. */
export function toOutgoing(alert: Alert, { resendDelayMs, intervalMs, generatorUrl }: SendSettings, atMs: number): OutgoingAlert {
  return {
    labels: alert.labels,
    annotations: alert.annotations,
    startsAtMs: alert.firedAtMs ?? alert.activeAtMs,
    endsAtMs: alert.resolvedAtMs ?? atMs + VALID_FOR_DELAYS * Math.max(resendDelayMs, intervalMs),
    generatorUrl,
  };
}
