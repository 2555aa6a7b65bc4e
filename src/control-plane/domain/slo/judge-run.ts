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

/** Fewer requests than this show nothing, even when none of them was bad: not even one bad request in ten could be excluded. */
const fewestRequests = 30;

/** A breach counts as proven when a service that just keeps its objective would look this bad at most once in a hundred runs. */
const alpha = 0.01;

/**
 * The objectives of a service on the traffic of one test run.
 *
 * pass: as many bad requests as the budget allows, or fewer, among at least 30; where none was bad the sentence says what so many requests can
 * show (rule of three: 3/n with 95 % confidence). fail: more, and chance is excluded (exact binomial test, 1 % for all objectives together).
 * inconclusive: more but too few to exclude chance, fewer than 30 requests, or no objective.
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
  if (!(total > 0) || !Number.isFinite(total) || !(bad >= 0 && bad <= total)) {
    const counted = total === 0 ? 'no request was counted' : `${bad} of ${total} requests bad makes no sense`;
    const sentence = `${objective}: ${counted} in ${durationFigure(windowSeconds)}`;
    return { ...figures, verdict: 'inconclusive', sentence, remedy: 'Let the service expose its counters, and the load script reach it.' };
  }
  const verdict = verdictOf(reading, level);
  const sentence = `${objective}: ${countFigure(bad)} of ${countFigure(total)} requests bad (${percentFigure(bad / total)}), ${percentFigure(budget)} allowed${limitsOf(reading, verdict)}`;
  return {
    ...figures,
    verdict,
    sentence,
    observed: bad / total,
    ...(verdict === 'inconclusive' ? { remedy: 'Run the load for longer.' } : {}),
  };
}

/** What so many requests can't tell. Source of 3/n: Hanley and Lippman-Hand, "If nothing goes wrong, is everything all right?", JAMA 249 (1983). */
function limitsOf({ bad, total, budget }: RunReading, verdict: Verdict): string {
  if (verdict === 'fail') return '';
  if (verdict === 'inconclusive')
    return bad <= total * budget ? `; fewer than ${fewestRequests} requests show nothing` : '; too few to exclude chance';
  if (bad > 0 || 3 / total <= budget) return '';
  return `; ${countFigure(total)} requests can exclude no less than ${percentFigure(3 / total)}`;
}

function verdictOf({ bad, total, budget }: RunReading, level: number): Verdict {
  if (bad <= total * budget) return total < fewestRequests ? 'inconclusive' : 'pass';
  return binomialTail(Math.ceil(bad), Math.round(total), budget) <= level ? 'fail' : 'inconclusive';
}
