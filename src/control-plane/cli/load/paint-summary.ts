import type { LoadMeasurement } from '../../control/ports/load-runner.ts';
import type { Paint } from '../paint.ts';

/** The end-of-test summary in colour, where there is some; what a script wrote itself stays as it is, with a line end behind it. */
export function paintSummary({ summaryText, summaryBy }: LoadMeasurement, paint: Paint): string {
  if (summaryBy === 'script') return summaryText === '' || summaryText.endsWith('\n') ? summaryText : `${summaryText}\n`;
  return summaryText
    .split('\n')
    .map((line) => paintLine(line, paint))
    .join('\n');
}

function paintLine(line: string, paint: Paint): string {
  const [, indent = '', mark = '', rest = ''] = /^(\s*)([█✓✗])(.*)$/u.exec(line) ?? [];
  if (mark === '█') return `${indent}${paint.bold(`${mark}${rest}`)}`;
  if (mark === '✓') return `${indent}${paint.green(mark)}${rest}`;
  if (mark === '✗') return `${indent}${paint.red(`${mark}${rest}`)}`;
  const dots = /\.{3,}:/.exec(line);
  return dots === null ? line : `${line.slice(0, dots.index)}${paint.dim(dots[0])}${paint.cyan(line.slice(dots.index + dots[0].length))}`;
}
