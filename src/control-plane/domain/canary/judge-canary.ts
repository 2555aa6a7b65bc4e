import type { Reason } from '../gate/reason.ts';
import { type Verdict, worst } from '../gate/verdict.ts';
import { advanceReasons } from './advance-reasons.ts';
import { blockReason } from './block-reason.ts';
import type { CanaryQuestion } from './canary-question.ts';
import type { CanaryState } from './canary-state.ts';
import { environmentReasons } from './environment-reasons.ts';
import { floorReasons } from './floor-reasons.ts';
import { freshnessReasons } from './freshness-reasons.ts';

/** What became of a canary's evidence. */
export interface CanaryJudgement {
  readonly verdict: Verdict;
  /** The worst first. */
  readonly reasons: readonly Reason[];
  /** For a pass: whether every objective is certified, or some were only exposed without alarm. */
  readonly basis: 'certificate' | 'exposure' | undefined;
}

/**
 * Whether the candidate may take the next step.
 *
 * fail: it is blocked (and stays so, whatever is missing by now), or down. inconclusive: samples are missing or stale, the environment is ill,
 * the floors of the step aren't reached, or it isn't certified yet. pass: none of these.
 */
export function judgeCanary(state: CanaryState, question: CanaryQuestion): CanaryJudgement {
  const reasons = reasonsOf(state, question);
  const verdict = worst(reasons.map((reason) => reason.verdict));
  return { verdict, reasons, basis: verdict === 'pass' ? basisOf(reasons) : undefined };
}

function reasonsOf(state: CanaryState, question: CanaryQuestion): readonly Reason[] {
  if (state.block !== undefined) return [blockReason(state, state.block, question)];
  const missing = freshnessReasons(state, question);
  const held = [...missing, ...environmentReasons(state), ...floorReasons(state, question)];
  if (held.length > 0) return held.toSorted((a, b) => Number(b.verdict === 'fail') - Number(a.verdict === 'fail'));
  const advance = advanceReasons(state, question);
  return advance.toSorted((a, b) => Number(a.verdict === 'pass') - Number(b.verdict === 'pass'));
}

function basisOf(reasons: readonly Reason[]): 'certificate' | 'exposure' {
  return reasons.every(({ rule }) => rule === 'certified') ? 'certificate' : 'exposure';
}
