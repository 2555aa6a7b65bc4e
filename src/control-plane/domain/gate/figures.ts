/**
 * A ratio as people read a percentage: 0.612 is `61.2 %`, 0.95 is `95 %`, 0.00042 is `0.042 %`.
 *
 * Three significant digits, and as many as it takes to tell 99.9 % from 99.95 %: what is lacking to 100 % keeps two digits of its own.
 */
export function percentFigure(ratio: number): string {
  const percent = ratio * 100;
  const lacking = 100 - percent;
  const digits = percent > 50 && lacking > 0 ? Math.max(1, decimals(lacking, 2)) : decimals(percent, 3);
  return `${trimmed(percent.toFixed(digits))} %`;
}

/** A count with commas between the thousands, as in `1,204`; a fraction is rounded to a whole. */
export function countFigure(count: number): string {
  return Math.round(count)
    .toFixed(0)
    .replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A stretch of time in the largest unit that keeps it readable: `45 s`, `12 min`, `3.5 h`, `2 d`. */
export function durationFigure(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`;
  if (seconds < 86_400) return `${trimmed((seconds / 3600).toFixed(1))} h`;
  return `${trimmed((seconds / 86_400).toFixed(1))} d`;
}

/** A plain number with three significant digits: `14.4`, `0.0123`, `1,204`. */
export function numberFigure(value: number): string {
  return Math.abs(value) >= 1000 ? countFigure(value) : trimmed(value.toFixed(decimals(value, 3)));
}

/** How many places behind the point show `significant` digits of the value. */
function decimals(value: number, significant: number): number {
  if (value === 0) return 0;
  const magnitude = Math.floor(Math.log10(Math.abs(value)));
  return Math.min(10, Math.max(0, significant - 1 - magnitude));
}

function trimmed(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
