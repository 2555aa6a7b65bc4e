import { parseDuration } from './duration.ts';
import type { Token } from './token.ts';

/** The number that a token stands for, durations in seconds; undefined when it stands for none. */
export function numberOf({ kind, text }: Token): number | undefined {
  if (kind === 'number') return parseNumber(text);
  if (kind === 'identifier') return NAMED.get(text.toLowerCase());
  const durationMs = kind === 'duration' ? parseDuration(text) : undefined;
  return durationMs === undefined ? undefined : durationMs / 1000;
}

const NAMED: ReadonlyMap<string, number> = new Map([
  ['inf', Number.POSITIVE_INFINITY],
  ['nan', Number.NaN],
]);

function parseNumber(text: string): number {
  const digits = text.replaceAll('_', '');
  // A leading zero makes an integer octal, as in Go, whose parser Prometheus uses.
  return /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
}

/** Writes a number as PromQL reads it back. */
export function formatNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  return Object.is(value, -0) ? '-0' : String(value);
}
