import type { Unit } from './section.ts';

/** A figure without its unit, with as many decimals as the unit is worth. */
export function figureNumber(value: number, unit: Unit): string {
  switch (unit) {
    case 's':
    case 'ms':
    case 'cores':
    case 'MiB':
    case 'B':
    case '×':
      return value.toFixed(2);
    case '/s':
    case '%':
    case 'ns':
    case 'MB':
    case 'MB/s':
      return value.toFixed(1);
    case 'n':
      return String(value);
  }
}

/** A figure with its unit, as people read it; a plain number has none. */
export function figureText(value: number, unit: Unit): string {
  return unit === 'n' ? figureNumber(value, unit) : `${figureNumber(value, unit)} ${unit}`;
}
