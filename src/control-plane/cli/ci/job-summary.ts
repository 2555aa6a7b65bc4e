import type { CiGateResult } from '../../control/control-plane.ts';
import type { Reason } from '../../domain/gate/reason.ts';
import { decideGates } from '../exit.ts';
import { gateHeadline, gateRow } from '../render/ci-gate-text.ts';
import { clip } from '../render/clip.ts';
import { count, quantity, stretch } from '../render/figures.ts';
import type { GateRow } from '../render/gate-table.ts';
import { escapeMarkdown, fittingLines, maximumSummaryBytes } from './markdown.ts';

const words = { passed: '✅ passed', blocked: '❌ blocked', inconclusive: '❔ inconclusive', error: '⚠️ error' } as const;
const states: Readonly<Record<string, string>> = { pass: '✅ pass', fail: '❌ fail', inconclusive: '❔ inconclusive', error: '⚠️ error' };

function line(gate: string, state: string, reason: Reason | undefined, sentence: string): string {
  const figures = [
    quantity(reason?.observed, reason?.unit),
    quantity(reason?.limit, reason?.unit),
    count(reason?.samples),
    stretch(reason?.windowSeconds),
  ];
  return `| ${[escapeMarkdown(gate), states[state] ?? state, ...figures, escapeMarkdown(sentence)].join(' | ')} |\n`;
}

function lines({ gate, state, reasons, note }: GateRow): readonly string[] {
  if (reasons.length === 0) return [line(gate, state, undefined, note ?? '')];
  return reasons.map((reason) => line(gate, reason.verdict, reason, reason.sentence));
}

/** The job summary of GitHub Actions in Markdown: the verdict first, then the gates; cut before the size at which GitHub would drop it. */
export function jobSummary(result: CiGateResult): string {
  const decision = decideGates(result.gates);
  const word = words[decision as keyof typeof words];
  const head = `## Sluice: ${word}\n\n${escapeMarkdown(clip(gateHeadline(result), 1000))}\n\n| Gate | Verdict | Observed | Limit | Samples | Window | Reason |\n| --- | --- | ---: | ---: | ---: | ---: | --- |\n`;
  return `${head}${fittingLines(result.gates.map(gateRow).flatMap(lines), maximumSummaryBytes - Buffer.byteLength(head) - 64)}\n`;
}
