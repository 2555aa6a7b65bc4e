import type { CiGateResult } from '../../control/control-plane.ts';
import { type Decision, decideGates } from '../exit.ts';
import type { Paint } from '../paint.ts';
import { stretch } from './figures.ts';
import { type GateRow, gateTable } from './gate-table.ts';
import { printable } from './printable.ts';
import { wrap } from './wrap.ts';

/** A gate of a CI run as a row of the table; one in error says what stood in the way. */
export function gateRow(gate: CiGateResult['gates'][number]): GateRow {
  if (gate.verdict === 'error') return { gate: gate.gate, state: 'error', reasons: [], note: gate.problem };
  const note = gate.reasons.length === 0 ? 'Nothing was looked at.' : undefined;
  return { gate: gate.gate, state: gate.verdict, reasons: gate.reasons, note };
}

function firstSentence(result: CiGateResult, verdict: 'fail' | 'inconclusive'): string {
  const reasons = result.gates.flatMap((gate) => (gate.verdict === 'error' ? [] : gate.reasons));
  return reasons.find((reason) => reason.verdict === verdict)?.sentence ?? 'no gate looked at anything';
}

function firstProblem(result: CiGateResult): string {
  return result.gates.flatMap((gate) => (gate.verdict === 'error' ? [`${gate.gate}: ${gate.problem}`] : []))[0] ?? 'unknown';
}

/** The verdict of a CI run in one sentence. */
export function gateHeadline(result: CiGateResult): string {
  const subject = `${result.service} ${result.version}`;
  const sentences: Readonly<Partial<Record<Decision, () => string>>> = {
    blocked: () => `${subject} is blocked: ${firstSentence(result, 'fail')}`,
    error: () => `${subject} could not be judged: ${firstProblem(result)}`,
    inconclusive: () => `${subject} is not let through, because the evidence is inconclusive: ${firstSentence(result, 'inconclusive')}`,
  };
  const tell = sentences[decideGates(result.gates)];
  return tell === undefined ? `${subject} passes ${result.gates.map(({ gate }) => gate).join(', ')}.` : tell();
}

/** The result of `sluice gate` as people read it: the verdict first, then the table. */
export function ciGateText(result: CiGateResult, { paint, width }: { readonly paint: Paint; readonly width: number }): string {
  const decision = decideGates(result.gates);
  const [sign, style] = decision === 'passed' ? ['✓', paint.green] : decision === 'blocked' ? ['✗', paint.red] : ['?', paint.yellow];
  const headline = wrap(`${sign} ${printable(gateHeadline(result))}`, width).map((line) => style(line));
  const took = paint.dim(`${result.gates.length} gates in ${stretch((result.finishedAtMs - result.startedAtMs) / 1000)}.`);
  return `${headline.join('\n')}\n\n${gateTable(result.gates.map(gateRow), { paint, width })}\n${took}\n`;
}
