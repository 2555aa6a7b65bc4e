import type { ReleaseNews } from '../../control/control-plane.ts';
import type { Paint } from '../paint.ts';
import { instant, timeOfDay } from './figures.ts';
import { printable } from './printable.ts';
import { wrap } from './wrap.ts';

/** One thing that happened as a line of a log: whole instant, kind, sentence; never broken. */
export function newsLogLine({ event, sentence }: ReleaseNews): string {
  return `${instant(event.atMs)}  ${event.kind}  ${printable(sentence)}\n`;
}

/** One thing that happened as people watch it: time of day and sentence, wrapped. */
export function newsLine({ event, sentence }: ReleaseNews, { paint, width }: { readonly paint: Paint; readonly width: number }): string {
  const time = timeOfDay(event.atMs);
  const by = time.length + 2;
  const [first = '', ...rest] = wrap(printable(sentence), Math.max(20, width - by - 1));
  return [`${paint.dim(time)}  ${first}`, ...rest.map((line) => `${' '.repeat(by)}${line}`)].map((line) => `${line}\n`).join('');
}
