import { countFigure, durationFigure, numberFigure, percentFigure } from '../../domain/gate/figures.ts';

/** A measured quantity with its unit, as in `412 ms`, `0.12 %` or `8,431`; `–` where nothing was measured, because an absent number is no 0. */
export function quantity(value: number | undefined, unit: string | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '–';
  if (unit === 'ratio' || unit === 'bad ratio') return percentFigure(value);
  if (unit === 'milliseconds') return `${numberFigure(value)} ms`;
  if (unit === 'seconds')
    return Math.abs(value) < 1
      ? `${numberFigure(value * 1000)} ms`
      : Math.abs(value) < 120
        ? `${numberFigure(value)} s`
        : durationFigure(value);
  if (unit === undefined || unit === '' || value === Math.round(value))
    return Number.isInteger(value) ? countFigure(value) : numberFigure(value);
  return numberFigure(value);
}

/** A count; `–` where there is none. */
export function count(value: number | undefined): string {
  return value === undefined ? '–' : countFigure(value);
}

/** A stretch of time; `–` where there is none. */
export function stretch(seconds: number | undefined): string {
  return seconds === undefined ? '–' : durationFigure(seconds);
}

/** An instant in UTC to the second: `2026-11-24 22:03:11Z`. */
export function instant(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19).replace('T', ' ')}Z`;
}

/** The time of day of an instant in UTC: `22:03:11Z`. */
export function timeOfDay(atMs: number): string {
  return instant(atMs).slice(11);
}
