import type { ReleaseView } from '../../domain/release/release-view.ts';
import type { Paint } from '../paint.ts';
import { stretch } from './figures.ts';
import { markText, statusMark } from './mark.ts';
import { printable } from './printable.ts';
import { type Column, table } from './table.ts';

const columns: readonly Column[] = [
  { title: 'RELEASE' },
  { title: 'VERSION', elastic: true },
  { title: 'STATUS' },
  { title: 'TRAFFIC', align: 'right' },
  { title: 'REQUESTED' },
  { title: 'BY', elastic: true, spare: true },
];

/** Releases as a table, in the order given. */
export function releaseList(
  releases: readonly ReleaseView[],
  page: { readonly paint: Paint; readonly width: number; readonly nowMs: number },
): string {
  if (releases.length === 0) return 'No releases yet. Start one with: sluice release start <service> --version <version>\n';
  const rows = releases.map((release) => {
    const mark = statusMark(release.status, page.paint);
    return [
      { text: release.releaseId, style: page.paint.bold },
      { text: printable(release.version) },
      { text: markText(mark), style: mark.style },
      { text: `${release.trafficPercent} %` },
      { text: `${stretch((page.nowMs - release.requestedAtMs) / 1000)} ago` },
      { text: printable(release.requestedBy) },
    ];
  });
  return table(columns, rows, page);
}
