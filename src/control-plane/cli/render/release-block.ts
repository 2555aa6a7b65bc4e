import type { LoadRunProgress } from '../../control/ports/load-runner.ts';
import type { ReleaseView } from '../../domain/release/release-view.ts';
import type { Paint } from '../paint.ts';
import { loadLine } from './load-line.ts';
import { nextCommands } from './next-commands.ts';
import { factsLine, gatesLine, headlineLines, releaseLine, stepsLine } from './release-heading.ts';

/** A release under way as the lines that are painted over: as few as tell where it stands. `notice` is about the connection, not the release. */
export function releaseBlock(
  release: ReleaseView,
  {
    paint,
    width,
    nowMs,
    notice,
    load,
  }: {
    readonly paint: Paint;
    readonly width: number;
    readonly nowMs: number;
    readonly notice?: string | undefined;
    readonly load?: LoadRunProgress | undefined;
  },
): readonly string[] {
  const commands = nextCommands(release);
  return [
    '',
    releaseLine(release, paint),
    ...headlineLines(release, width - 1).slice(0, 3),
    factsLine(release, nowMs),
    gatesLine(release, paint),
    ...(load === undefined ? [] : [`load   ${loadLine(load, paint)}`]),
    stepsLine(release, paint),
    ...commands.slice(0, 2).map((command) => paint.dim(`next   ${command}`)),
    ...(notice === undefined ? [] : [paint.yellow(notice)]),
  ];
}
