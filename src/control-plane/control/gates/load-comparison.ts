import { type GateResult, gateResult } from '../../domain/gate/gate-result.ts';
import { redactSecrets } from '../../domain/ledger/redact-secrets.ts';
import { compareTargets } from '../compare-targets.ts';
import type { ServiceDefinition } from '../service-definition.ts';
import type { GateTarget } from './contract-gate.ts';
import type { LoadWatch } from './load-gate.ts';

/** The version that a candidate is compared with, where it answers, and the lot that decides which of them runs first. */
export interface LoadBaseline {
  readonly name: string;
  readonly baseUrl: string;
  /** A number in 0..1 that nobody can foresee. */
  readonly chance: () => number;
}

/**
 * Adds to the load gate's result how the candidate stands to the baseline, by pairs of further runs against both.
 *
 * A gate that did not pass by itself stays as it is: what it says already decides, and the runs would only take their time.
 */
export async function addComparison(
  result: GateResult,
  { load }: Pick<ServiceDefinition, 'load'>,
  versions: { readonly target: GateTarget; readonly baseline: LoadBaseline },
  watch: LoadWatch,
): Promise<GateResult> {
  if (result.verdict !== 'pass' || load === undefined) return result;
  const { target, baseline } = versions;
  const { runner, scriptPath, secrets, deadlineMs, memoryBytes, comparison } = load;
  const urls = { base: baseline.baseUrl, head: target.baseUrl };
  const compared = await compareTargets({
    run: ({ side }) => {
      const env = { ...load.env, ...comparison.env, BASE_URL: urls[side] };
      return runner.run({ scriptPath, env, secrets, deadlineMs, memoryBytes, ...watch });
    },
    pairs: comparison.pairs,
    policy: comparison.policy,
    chance: baseline.chance,
  });
  const reasons = [...result.reasons, ...compared.reasons];
  const evidence = { load: result.evidence, comparison: { against: baseline.name, policy: comparison.policy, ...compared } };
  return redactSecrets(gateResult('load', reasons, evidence));
}
