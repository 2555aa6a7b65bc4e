import type { Labels } from '../../query-result.ts';

/** pending: the expression holds, but not for long enough. inactive: it held, and holds no more. */
export type AlertState = 'pending' | 'firing' | 'inactive';

/** One alert of a rule: one series of its expression's answer, by its labels. */
export interface Alert {
  /** Expanded, with `alertname`, without `__name__`. */
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly state: AlertState;
  /** Of the expression, when it last held. */
  readonly value: number;
  /** Since when the expression holds. */
  readonly activeAtMs: number;
  readonly firedAtMs: number | undefined;
  /** undefined unless inactive. */
  readonly resolvedAtMs: number | undefined;
  /** Since when it fires only because of keep_firing_for. */
  readonly keepFiringSinceMs: number | undefined;
  readonly lastSentAtMs: number | undefined;
}

/** What an evaluation found of an alert. */
export type SeenAlert = Pick<Alert, 'labels' | 'annotations' | 'value'>;

/** Alerts by labelsKey of their labels. */
export type Alerts = ReadonlyMap<string, Alert>;
