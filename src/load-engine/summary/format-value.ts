import type { SummaryMetric } from '../load-result.ts';

/** The unit of times in a text; undefined takes the one that fits each. */
export type TimeUnit = 's' | 'ms' | 'us' | undefined;

const short = (value: number, digits = 2): string => String(Number(value.toFixed(digits)));

/** Milliseconds as people read them: `12.3ms`, `4.57s`, `1m30s`, `87µs`. */
export function formatTime(ms: number, unit: TimeUnit): string {
  if (unit === 's') return `${short(ms / 1000, 6)}s`;
  if (unit === 'ms') return `${short(ms, 3)}ms`;
  if (unit === 'us') return `${short(ms * 1000)}µs`;
  if (ms === 0) return '0s';
  if (Math.abs(ms) < 1) return `${short(ms * 1000)}µs`;
  if (Math.abs(ms) < 1000) return `${short(ms)}ms`;
  return Math.abs(ms) < 60_000 ? `${short(ms / 1000)}s` : formatMinutes(Math.round(ms / 1000));
}

function formatMinutes(seconds: number): string {
  const [hours, minutes] = [Math.trunc(seconds / 3600), Math.trunc((seconds % 3600) / 60)];
  return `${hours > 0 ? `${hours}h` : ''}${minutes}m${seconds % 60}s`;
}

/** Bytes as people read them, in powers of 1000. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${short(bytes / 1000 ** power, power === 0 ? 0 : 1)} ${units[power]}`;
}

/** One number of a metric in the unit of what it contains. */
export function formatValue(value: number, contains: SummaryMetric['contains'], unit: TimeUnit): string {
  switch (contains) {
    case 'time':
      return formatTime(value, unit);
    case 'data':
      return formatBytes(value);
    case 'default':
      return short(value, 6);
  }
}

/** A share of 1 in percent, never rounded up to a hundred it did not reach. */
export function formatShare(share: number): string {
  return `${(Math.floor(share * 10_000 + 1e-9) / 100).toFixed(2)}%`;
}
