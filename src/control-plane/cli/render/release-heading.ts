import { countFigure } from '../../domain/gate/figures.ts';
import type { ReleaseView } from '../../domain/release/release-view.ts';
import type { Paint } from '../paint.ts';
import { stretch } from './figures.ts';
import { markText, stateMark, statusMark } from './mark.ts';
import { printable } from './printable.ts';
import { wrap } from './wrap.ts';

/** What a release is and how it stands, in one line. */
export function releaseLine(release: ReleaseView, paint: Paint): string {
  const mark = statusMark(release.status, paint);
  const what = `${release.service} ${printable(release.version)} → ${release.environment}`;
  return `${mark.style(markText(mark))}  ${paint.bold(what)}  ${paint.dim(release.releaseId)}`;
}

/** The verdict in a sentence, wrapped. */
export function headlineLines(release: ReleaseView, width: number): readonly string[] {
  return wrap(printable(release.headline), width);
}

/** Traffic, exposure and time in one line. */
export function factsLine(release: ReleaseView, nowMs: number): string {
  const seconds = ((release.endedAtMs ?? nowMs) - release.requestedAtMs) / 1000;
  const allowed = (release.deadlineAtMs - release.requestedAtMs) / 1000;
  const time = release.endedAtMs === undefined ? `${stretch(seconds)} of ${stretch(allowed)}` : `took ${stretch(seconds)}`;
  const baseline = release.baseline === undefined ? '' : `  ·  baseline ${printable(release.baseline)}`;
  return `traffic ${release.trafficPercent} %  ·  ${countFigure(release.exposedRequests)} requests exposed  ·  ${time}${baseline}`;
}

/** The gates in one line: `gates  ✓ freeze  ● contract  ○ load`. */
export function gatesLine(release: ReleaseView, paint: Paint): string {
  const gates = release.gates.map(({ gate, state, attempt }) => {
    const mark = stateMark(state, paint);
    return mark.style(`${mark.sign} ${gate}${attempt > 1 ? ` (try ${attempt})` : ''}`);
  });
  return `gates  ${gates.join('  ')}`;
}

/** The steps in one line: `steps  ✓ 10 %  ● 50 %  ○ 100 %`. */
export function stepsLine(release: ReleaseView, paint: Paint): string {
  const steps = release.steps.map(({ trafficPercent, state }) => {
    // A release that has ended runs no step: the one it stood at was not passed.
    const mark = stateMark(release.endedAtMs !== undefined && state === 'running' ? 'fail' : state, paint);
    return mark.style(`${mark.sign} ${trafficPercent} %`);
  });
  return `steps  ${steps.join('  ')}`;
}
