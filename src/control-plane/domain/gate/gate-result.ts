import type { Reason } from './reason.ts';
import { type Verdict, worst } from './verdict.ts';

/** The gates that a release meets on its way. */
export type GateName = 'contract' | 'load' | 'budget' | 'canary' | 'approval' | 'freeze';

/** What a gate decided, why, and what it went by. */
export interface GateResult {
  readonly gate: GateName;
  readonly verdict: Verdict;
  /** The reasons, in the order the gate gives them; at least one, unless nothing was looked at (the verdict is then `inconclusive`). */
  readonly reasons: readonly Reason[];
  /** What was measured, as JSON: enough to compute the same verdict again. */
  readonly evidence: unknown;
}

/** A gate's result whose verdict is the worst of its reasons; without reasons it is `inconclusive`. */
export function gateResult(gate: GateName, reasons: readonly Reason[], evidence: unknown): GateResult {
  return { gate, verdict: worst(reasons.map((reason) => reason.verdict)), reasons, evidence };
}
