import type { ComparedPair, ComparisonPolicy, RunFigures } from '../domain/comparison/compared-pair.ts';
import { type Comparison, judgeComparison } from '../domain/comparison/judge-comparison.ts';
import type { Reason } from '../domain/gate/reason.ts';
import type { LoadMeasurement, LoadRunner, LoadRunRequest } from './ports/load-runner.ts';

/** One of the two targets that are compared. */
export type ComparedSide = 'base' | 'head';

/** A run of a comparison that is about to begin, for people to look at. */
export interface ComparisonProgress {
  /** From 1. */
  readonly pair: number;
  readonly pairs: number;
  readonly side: ComparedSide;
}

/** What to compare, by what script, and how sure one must be. */
export interface CompareTargets {
  readonly runner: LoadRunner;
  /** Of each single run; `BASE_URL` is added to its environment. */
  readonly run: LoadRunRequest;
  readonly urls: Readonly<Record<ComparedSide, string>>;
  readonly pairs: number;
  readonly policy: ComparisonPolicy;
  /** A number in 0..1 that nobody can foresee: which target comes first is decided by it for each pair. */
  readonly chance: () => number;
  readonly onRun?: (progress: ComparisonProgress) => void;
  /** Told of each run that was measured, in the order in which they were made. */
  readonly onMeasured?: (side: ComparedSide, result: LoadMeasurement) => void;
}

/**
 * Runs a script against two targets in pairs, one right after the other and in an order drawn by lot, and compares what was measured.
 *
 * A run that could not be made or was interrupted ends the comparison: it is inconclusive then, whatever the pairs before it showed. Throws
 * the runner's SourceError.
 */
export async function compareTargets(request: CompareTargets): Promise<Comparison> {
  const pairs: ComparedPair[] = [];
  for (let pair = 1; pair <= request.pairs; pair += 1) {
    const measured = await runPair(request, pair);
    if ('rule' in measured) return { pairs: pairs.length, differences: [], reasons: [measured] };
    pairs.push(measured);
  }
  return judgeComparison(pairs, request.policy);
}

async function runPair(request: CompareTargets, pair: number): Promise<ComparedPair | Reason> {
  const order: readonly ComparedSide[] = request.chance() < 0.5 ? ['base', 'head'] : ['head', 'base'];
  const figures: Partial<Record<ComparedSide, RunFigures>> = {};
  for (const side of order) {
    request.onRun?.({ pair, pairs: request.pairs, side });
    const measured = await runSide(request, side);
    if ('rule' in measured) return measured;
    figures[side] = measured;
  }
  return figures as ComparedPair;
}

async function runSide({ runner, run, urls, onMeasured }: CompareTargets, side: ComparedSide): Promise<RunFigures | Reason> {
  const outcome = await runner.run({ ...run, env: { ...run.env, BASE_URL: urls[side] } });
  if (outcome.kind === 'refused') return unusable(side, `was refused: ${outcome.location ?? run.scriptPath}: ${outcome.message}`);
  onMeasured?.(side, outcome.result);
  const flaw = flawOf(outcome.result);
  return flaw === undefined ? figuresOf(outcome.result) : unusable(side, flaw);
}

function flawOf({ outcome, abortReason, iterations, exceptions }: LoadMeasurement): string | undefined {
  if (outcome === 'interrupted') return 'was interrupted';
  if (outcome === 'aborted') return `was ended early: ${abortReason ?? 'no reason was given'}`;
  return iterations.threw > 0 ? `threw in ${iterations.threw} iterations: ${exceptions[0]?.message ?? 'no message was kept'}` : undefined;
}

/** What of a run is compared. */
export function figuresOf({ requests, metrics }: LoadMeasurement): RunFigures {
  const durations = requests > 0 ? metrics['http_req_duration']?.values : undefined;
  return {
    requests,
    p50: durations?.['med'],
    p95: durations?.['p(95)'],
    p99: durations?.['p(99)'],
    errorRatio: requests > 0 ? metrics['http_req_failed']?.values['rate'] : undefined,
  };
}

function unusable(side: ComparedSide, flaw: string): Reason {
  return {
    rule: 'run-not-comparable',
    verdict: 'inconclusive',
    sentence: `A run against the ${side} ${flaw}; runs that are cut short or broken can't be compared.`,
    remedy: 'Mend what ended it, and compare again.',
  };
}
