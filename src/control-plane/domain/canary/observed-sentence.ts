import { countFigure, numberFigure, percentFigure } from '../gate/figures.ts';
import type { CanaryObjective } from './canary-objective.ts';
import { badShare, type Tally } from './tally.ts';

/** `p95` for a budget of 0.05: the percentile that a latency objective is about. */
export function percentileName({ budget }: CanaryObjective): string {
  return `p${numberFigure(100 - budget * 100)}`;
}

/** An arm's counts in the words of the objective: `61.2 % of 1,204 requests within 200 ms`, `2.1 % of 1,204 requests failed`, `no requests`. */
export function countedWords(objective: CanaryObjective, tally: Tally): string {
  const share = badShare(tally);
  if (share === undefined) return 'no requests';
  const requests = `${countFigure(tally.total)} requests`;
  switch (objective.kind) {
    case 'errors':
      return `${percentFigure(share)} of ${requests} failed`;
    case 'latency':
      return `${percentFigure(1 - share)} of ${requests} within ${numberFigure(objective.thresholdMs)} ms`;
  }
}

/** The percentile that was observed of a latency objective, ` (p95 183 ms lately)`; empty where it isn't known, and for errors. It is interpolated, of the last minutes, and for people only. */
export function quantileWords(objective: CanaryObjective, quantileMs: number | undefined): string {
  if (objective.kind !== 'latency' || quantileMs === undefined) return '';
  return ` (${percentileName(objective)} ${numberFigure(quantileMs)} ms lately)`;
}

/** A bound on the bad share in the words of the objective: `95 % needed`, `0.1 % allowed`. */
export function boundWords(objective: CanaryObjective, bound: number): string {
  switch (objective.kind) {
    case 'errors':
      return `${percentFigure(bound)} allowed`;
    case 'latency':
      return `${percentFigure(1 - bound)} needed`;
  }
}

/**
 * The broken objective as a headline: `candidate p95 412 ms > 200 ms`, or for errors `candidate error rate 2.1 % > 0.1 %`.
 *
 * The observed percentile is interpolated and for people only; it is left out where it isn't known, or contradicts the counts.
 */
export function brokenHeadline(objective: CanaryObjective, tally: Tally, quantileMs: number | undefined): string {
  switch (objective.kind) {
    case 'errors':
      return `candidate error rate ${percentFigure(badShare(tally) ?? 0)} > ${percentFigure(objective.budget)}`;
    case 'latency': {
      const shown = quantileMs !== undefined && quantileMs > objective.thresholdMs ? ` ${numberFigure(quantileMs)} ms` : '';
      return `candidate ${percentileName(objective)}${shown} > ${numberFigure(objective.thresholdMs)} ms`;
    }
  }
}
