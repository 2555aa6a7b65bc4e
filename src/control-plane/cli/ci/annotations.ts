import type { CiGateResult } from '../../control/control-plane.ts';
import { annotation } from './workflow-command.ts';

/** One annotation for each gate that did not pass, since GitHub shows only about ten of a step. */
export function annotations(result: CiGateResult): string {
  return result.gates
    .filter(({ verdict }) => verdict !== 'pass')
    .map((gate) => {
      const title = `Sluice ${gate.gate} gate: ${gate.verdict}`;
      if (gate.verdict === 'error') return annotation('error', title, gate.problem);
      const told = gate.reasons.filter(({ verdict }) => verdict === gate.verdict).map(({ sentence }) => sentence);
      return annotation('error', title, told.length === 0 ? 'Nothing was looked at.' : told.join('\n'));
    })
    .join('');
}
