import type { ComparedPair, ComparisonPolicy, RunFigures } from '../domain/comparison/compared-pair.ts';
import { type Comparison, judgeComparison } from '../domain/comparison/judge-comparison.ts';
import type { Reason } from '../domain/gate/reason.ts';
import type { LoadMeasurement, LoadOutcome } from './ports/load-runner.ts';

/** One of the two targets that are compared. */
export type ComparedSide = 'base' | 'head';

/** A run of a comparison that is about to begin. */
export interface ComparisonRun {
  readonly side: ComparedSide;
  /** From 1. */
  readonly pair: number;
  readonly pairs: number;
}

/** What to compare, and how sure one must be. */
export interface CompareTargets {
  /** Runs the script once against one of the targets. */
  readonly run: (run: ComparisonRun) => Promise<LoadOutcome>;
  readonly pairs: number;
  readonly policy: ComparisonPolicy;
  /** A number in 0..1 that nobody can foresee: which target comes first is decided by it for each pair. */
  readonly chance: () => number;
}

type Side = RunFigures | { readonly kind: 'spoiled' } | { readonly kind: 'unusable'; readonly reason: Reason };

/**
 * Runs a script against two targets in pairs, one right after the other and in an order drawn by lot, and compares what was measured.
 *
 * A pair in which the generator was too slow is left out and made again, at most as many more as were asked for: the rule looks at both
 * sides alike, so that it takes nothing from the guarantee. A run that could not be made or was cut short ends the comparison: it is
 * inconclusive then, whatever the pairs before it showed. Throws what `run` throws.
 */
export async function compareTargets(request: CompareTargets): Promise<Comparison> {
  const pairs: ComparedPair[] = [];
  for (let tries = 0; pairs.length < request.pairs && tries < 2 * request.pairs; tries += 1) {
    const measured = await runPair(request, pairs.length + 1);
    if (isUnusable(measured)) return { pairs: pairs.length, differences: [], reasons: [measured.reason] };
    if ('base' in measured) pairs.push(measured);
  }
  return judgeComparison(pairs, request.policy);
}

const isUnusable = (side: ComparedPair | Side): side is Extract<Side, { readonly kind: 'unusable' }> =>
  'kind' in side && side.kind === 'unusable';

async function runPair(request: CompareTargets, pair: number): Promise<ComparedPair | Extract<Side, { readonly kind: string }>> {
  const order: readonly [ComparedSide, ComparedSide] = request.chance() < 0.5 ? ['base', 'head'] : ['head', 'base'];
  const run = (side: ComparedSide): Promise<Side> => runSide(request, { side, pair, pairs: request.pairs });
  const first = await run(order[0]);
  if (isUnusable(first)) return first;
  const second = await run(order[1]);
  if ('kind' in second) return second;
  if ('kind' in first) return first;
  return order[0] === 'base' ? { base: first, head: second } : { base: second, head: first };
}

async function runSide({ run }: CompareTargets, which: ComparisonRun): Promise<Side> {
  const outcome = await run(which);
  if (outcome.kind === 'refused') return unusable(which.side, `was refused: ${outcome.location ?? 'the script'}: ${outcome.message}`);
  const flaw = flawOf(outcome.result);
  if (flaw !== undefined) return unusable(which.side, flaw);
  return (outcome.result.generator?.tooSlow.length ?? 0) > 0 ? { kind: 'spoiled' } : figuresOf(outcome.result);
}

function flawOf({ outcome, abortReason, iterations, exceptions }: LoadMeasurement): string | undefined {
  if (outcome === 'interrupted') return 'was interrupted';
  if (outcome === 'aborted') return `was ended early: ${abortReason ?? 'no reason was given'}`;
  return iterations.threw > 0 ? `threw in ${iterations.threw} iterations: ${exceptions[0]?.message ?? 'no message was kept'}` : undefined;
}

/** What of a run is compared. */
function figuresOf({ requests, metrics }: LoadMeasurement): RunFigures {
  const durations = requests > 0 ? metrics['http_req_duration']?.values : undefined;
  return {
    requests,
    p50: durations?.['med'],
    p95: durations?.['p(95)'],
    p99: durations?.['p(99)'],
    errorRatio: requests > 0 ? metrics['http_req_failed']?.values['rate'] : undefined,
  };
}

function unusable(side: ComparedSide, flaw: string): Side {
  const reason = {
    rule: 'run-not-comparable',
    verdict: 'inconclusive',
    sentence: `A run against the ${side} ${flaw}; runs that are cut short or broken can't be compared.`,
    remedy: 'Mend what ended it, and compare again.',
  } as const;
  return { kind: 'unusable', reason };
}
