import { countFigure, durationFigure, percentFigure } from '../gate/figures.ts';
import type { GateResult } from '../gate/gate-result.ts';
import type { Reason } from '../gate/reason.ts';
import { type Verdict, worst } from '../gate/verdict.ts';
import { binomialTail } from './binomial-tail.ts';

/** What was counted for one objective while the service was under test. */
export interface RunReading {
  readonly objective: string;
  readonly description: string;
  /** The share of requests that may be bad, above 0 and below 1. */
  readonly budget: number;
  readonly bad: number;
  readonly total: number;
  readonly windowSeconds: number;
  readonly query: string;
}

/** A breach counts as proven when a service that just keeps its objective would look this bad at most once in a hundred runs. */
const alpha = 0.01;

/**
 * The objectives of a service on the traffic of one test run.
 *
 * pass: as many bad requests as the budget allows, or fewer. fail: more, and chance is excluded (exact binomial test, 1 % for all objectives
 * together). inconclusive: more but too few to exclude chance, or no request at all, or no objective.
 */
export function judgeRun(readings: readonly RunReading[]): GateResult {
  const reasons = readings.length === 0 ? [nothingToJudge] : readings.map((reading) => reasonOf(reading, alpha / readings.length));
  return { gate: 'budget', verdict: worst(reasons.map((reason) => reason.verdict)), reasons, evidence: { alpha, readings } };
}

const nothingToJudge: Reason = {
  rule: 'slo',
  verdict: 'inconclusive',
  sentence: 'The service has no objectives.',
  remedy: 'Write an OpenSLO file for the service.',
};

function reasonOf(reading: RunReading, level: number): Reason {
  const { objective, bad, total, budget, windowSeconds, query } = reading;
  const figures = { rule: `slo:${objective}`, limit: budget, unit: 'bad ratio', samples: total, windowSeconds, query };
  if (total === 0) {
    const sentence = `${objective}: no request was counted in ${durationFigure(windowSeconds)}`;
    return { ...figures, verdict: 'inconclusive', sentence, remedy: 'Let the service expose its counters, and the load script reach it.' };
  }
  const verdict = verdictOf(reading, level);
  const sentence = `${objective}: ${countFigure(bad)} of ${countFigure(total)} requests bad (${percentFigure(bad / total)}), ${percentFigure(budget)} allowed${verdict === 'inconclusive' ? '; too few to exclude chance' : ''}`;
  return {
    ...figures,
    verdict,
    sentence,
    observed: bad / total,
    ...(verdict === 'inconclusive' ? { remedy: 'Run the load for longer.' } : {}),
  };
}

function verdictOf({ bad, total, budget }: RunReading, level: number): Verdict {
  if (bad <= total * budget) return 'pass';
  return binomialTail(Math.ceil(bad), Math.round(total), budget) <= level ? 'fail' : 'inconclusive';
}
