import type { GateView, ReleaseView } from '../../domain/release/release-view.ts';
import type { Paint } from '../paint.ts';
import { instant, timeOfDay } from './figures.ts';
import { type GateRow, gateTable } from './gate-table.ts';
import { nextCommands } from './next-commands.ts';
import { printable } from './printable.ts';
import { factsLine, headlineLines, releaseLine, stepsLine } from './release-heading.ts';
import { indent } from './wrap.ts';

interface Page {
  readonly paint: Paint;
  readonly width: number;
  readonly nowMs: number;
}

const notes: Readonly<Partial<Record<GateView['state'], string>>> = {
  error: 'The world failed, not the release; the gate is tried again.',
  inconclusive: 'Nothing was looked at.',
};

function row({ gate, state, reasons, attempt }: GateView): GateRow {
  const tries = attempt > 1 ? `Try ${attempt}.` : undefined;
  return { gate, state, reasons, note: notes[state] ?? tries };
}

function timeline(release: ReleaseView, { paint, width }: Page): readonly string[] {
  return release.timeline.flatMap(({ atMs, sentence, actor }) => {
    const told = printable(actor === undefined || sentence.includes(actor) ? sentence : `${sentence} (${actor})`);
    const [first = '', ...rest] = indent(told, 13, width);
    return [`  ${paint.dim(timeOfDay(atMs))}  ${first.trimStart()}`, ...rest];
  });
}

function refusals(release: ReleaseView, { width, paint }: Page): readonly string[] {
  if (release.endedAtMs !== undefined) return [];
  return (['approve', 'promote', 'abort'] as const)
    .filter((action) => !release.actions[action].allowed)
    .flatMap((action) => indent(`${action} is not possible: ${printable(release.actions[action].because)}`, 2, width).map(paint.dim));
}

/** Everything about a release on one page: verdict, facts, steps, gates with their evidence, what happened, what can be done. */
export function releaseText(release: ReleaseView, page: Page): string {
  const { paint, width, nowMs } = page;
  const requested = `requested by ${printable(release.requestedBy)} at ${instant(release.requestedAtMs)}${release.fix ? '  ·  a fix' : ''}`;
  const lines = [
    releaseLine(release, paint),
    ...headlineLines(release, width),
    '',
    factsLine(release, nowMs),
    paint.dim(requested),
    stepsLine(release, paint),
    '',
    gateTable(release.gates.map(row), page).trimEnd(),
    '',
    ...timeline(release, page),
    '',
    ...nextCommands(release).map((command) => `  ${command}`),
    ...refusals(release, page),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}
