import type { ReleaseView } from '../../domain/release/release-view.ts';
import type { Paint } from '../paint.ts';
import { gateTable } from './gate-table.ts';
import { factsLine, headlineLines, releaseLine, stepsLine } from './release-heading.ts';

/** How a release ended, on its last lines: verdict, facts, and the gates that have something to say. */
export function releaseVerdict(
  release: ReleaseView,
  page: { readonly paint: Paint; readonly width: number; readonly nowMs: number },
): string {
  const { paint, width, nowMs } = page;
  const spoken = release.gates
    .filter(({ reasons }) => reasons.length > 0)
    .map(({ gate, state, reasons }) => ({ gate, state, reasons, note: undefined }));
  const gates = spoken.length === 0 ? [] : ['', gateTable(spoken, page).trimEnd()];
  return `${[releaseLine(release, paint), ...headlineLines(release, width), factsLine(release, nowMs), stepsLine(release, paint), ...gates].join('\n')}\n`;
}
