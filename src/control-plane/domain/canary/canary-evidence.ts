import type { Block, CanaryState } from './canary-state.ts';
import { certificateOf } from './certificate.ts';
import { certificateEta } from './certificate-eta.ts';
import { objectiveEvidence, totalEvidence } from './objective-evidence.ts';
import type { Tally } from './tally.ts';

/** What a canary has gathered, in numbers for the ledger and for people; evidence as natural logarithms, which never overflow. */
export interface CanaryEvidence {
  readonly logEvidence: number;
  readonly blocksAt: number;
  readonly block: Block | undefined;
  readonly objectives: readonly ObjectiveSummary[];
}

/** One objective in CanaryEvidence. */
export interface ObjectiveSummary {
  readonly name: string;
  readonly candidate: Tally;
  readonly baseline: Tally;
  readonly phi: number;
  readonly phiSource: string;
  readonly logEvidence: number;
  readonly logCertificate: number;
  readonly certifiesAt: number;
  readonly certified: boolean;
  /** Seconds to the certificate at the present rate; undefined when nobody can tell. */
  readonly etaSeconds: number | undefined;
  readonly lastMs: number | undefined;
}

/** The evidence of a canary, summed up. */
export function canaryEvidence(state: CanaryState): CanaryEvidence {
  const { policy, objectives, block } = state;
  return {
    logEvidence: totalEvidence(policy, objectives),
    blocksAt: Math.log(1 / policy.alpha),
    block,
    objectives: objectives.map((each) => {
      const { certified, logEvidence: logCertificate, goal } = certificateOf(policy, each);
      const { objective, candidate, baseline, lastMs } = each;
      return {
        name: objective.name,
        candidate,
        baseline,
        phi: objective.phi,
        phiSource: objective.phiSource,
        logEvidence: objectiveEvidence(policy, each).bad,
        logCertificate,
        certifiesAt: goal,
        certified,
        etaSeconds: certified ? 0 : certificateEta(each.history, goal),
        lastMs,
      };
    }),
  };
}
