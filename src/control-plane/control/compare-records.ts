import type { ComparedPair, ComparisonPolicy, RunFigures } from '../domain/comparison/compared-pair.ts';
import { type Comparison, judgeComparison } from '../domain/comparison/judge-comparison.ts';
import type { RecordedRun } from './ports/load-engine.ts';

/** A comparison of records, or why these are none to compare. */
export type RecordComparison = { readonly ok: true; readonly comparison: Comparison } | { readonly ok: false; readonly problem: string };

/**
 * Compares recorded runs: the first of the base with the first of the head, and so on.
 *
 * Pairs in which a generator was too slow are left out. The guarantee is that of runs made in turn, in an order drawn by lot, as
 * `sluice load compare --keep` records them; records made otherwise carry whatever changed between them.
 */
export function compareRecords(base: readonly RecordedRun[], head: readonly RecordedRun[], policy: ComparisonPolicy): RecordComparison {
  const problem = problemOf(base, head);
  if (problem !== undefined) return { ok: false, problem };
  const pairs = base.flatMap((run, index): readonly ComparedPair[] => {
    const other = head[index];
    return other === undefined || run.tooSlow.length + other.tooSlow.length > 0 ? [] : [{ base: figuresOf(run), head: figuresOf(other) }];
  });
  return { ok: true, comparison: judgeComparison(pairs, policy) };
}

function problemOf(base: readonly RecordedRun[], head: readonly RecordedRun[]): string | undefined {
  if (base.length !== head.length) return `there are ${base.length} runs of the base and ${head.length} of the head, which make no pairs`;
  const [first, ...others] = [...base, ...head];
  const other = others.find(({ test }) => test !== first?.test);
  if (first !== undefined && other !== undefined) {
    return `the runs are not of one test: ${first.script} and ${other.script} differ in their text or their options`;
  }
  const cut = [...base, ...head].find(({ outcome, threw }) => outcome !== 'completed' || threw > 0);
  return (
    cut &&
    `a run of ${new Date(cut.startedAtMs).toISOString()} ${cut.threw > 0 ? `threw in ${cut.threw} iterations` : `was ${cut.outcome}`}; runs that are cut short or broken can't be compared`
  );
}

function figuresOf({ requests, p50, p95, p99, errorRatio }: RecordedRun): RunFigures {
  const figures = { requests, p50: p50?.value, p95: p95?.value, p99: p99?.value, errorRatio: errorRatio?.value };
  if (p50 === undefined || p95 === undefined || p99 === undefined || errorRatio === undefined) return figures;
  return { ...figures, sampling: { p50, p95, p99, 'error ratio': errorRatio } };
}
