import { burnRate } from './burn-rate.ts';
import type { Objective } from './objective.ts';
import { checkReading, type WindowReading } from './window-reading.ts';

/** The burn rate of one window, or why it isn't known. */
export type WindowBurn =
  | {
      readonly kind: 'measured';
      readonly windowSeconds: number;
      readonly burnRate: number;
      readonly bad: number;
      readonly total: number;
      /** The part of the window, 0..1, for which there are samples. */
      readonly coverage: number;
    }
  | { readonly kind: 'insufficient'; readonly windowSeconds: number; readonly why: string };

/** What is left of an objective's error budget. */
export interface ErrorBudget {
  readonly objective: string;
  /** The part of the budget that is left over the objective's whole window: 1 is untouched, 0 spent, negative overspent; undefined when it isn't known. */
  readonly remaining: number | undefined;
  /** The burn rate of the objective's whole window, or why it isn't known. */
  readonly period: WindowBurn;
  /** Every window that was asked for, shortest first. */
  readonly windows: readonly WindowBurn[];
  /** When nothing is left if it goes on as in the shortest measured window of an hour or more: 0 when spent; undefined when never or not known. */
  readonly secondsToExhaustion: number | undefined;
}

/**
 * The error budget of an objective from readings of its windows; windows with too little coverage are left out, with the reason.
 *
 * remaining = 1 − (error ratio of the objective's window) / budget, weighted by events.
 */
export function errorBudget(objective: Objective, readings: readonly WindowReading[], minimumCoverage: number): ErrorBudget {
  const burnOf = (windowSeconds: number) => windowBurn(objective, readings, windowSeconds, minimumCoverage);
  const period = burnOf(objective.windowSeconds);
  const windows = readings
    .map(({ windowSeconds }) => windowSeconds)
    .toSorted((a, b) => a - b)
    .map(burnOf);
  const remaining = period.kind === 'measured' ? 1 - period.burnRate : undefined;
  return { objective: objective.name, remaining, period, windows, secondsToExhaustion: timeLeft(objective, remaining, windows) };
}

/** The burn rate over one window. */
export function windowBurn(
  { budget }: Objective,
  readings: readonly WindowReading[],
  windowSeconds: number,
  minimumCoverage: number,
): WindowBurn {
  const checked = checkReading(readings, windowSeconds, minimumCoverage);
  if (checked.kind === 'insufficient') return checked;
  const { bad, total, coverage } = checked.reading;
  return { kind: 'measured', windowSeconds, burnRate: burnRate(checked.errorRatio, budget), bad, total, coverage };
}

/** Below an hour a burn rate says what is going on, not what to expect. */
const shortestTrendSeconds = 3600;

function timeLeft({ windowSeconds }: Objective, remaining: number | undefined, windows: readonly WindowBurn[]): number | undefined {
  if (remaining === undefined) return undefined;
  if (remaining <= 0) return 0;
  const trend = windows.find((each) => each.kind === 'measured' && each.windowSeconds >= shortestTrendSeconds);
  if (trend?.kind !== 'measured' || trend.burnRate === 0) return undefined;
  return (remaining * windowSeconds) / trend.burnRate;
}
