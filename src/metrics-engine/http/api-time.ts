import { parseDuration } from '../promql/duration.ts';

const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;
const SECONDS = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Reads a time as Prometheus' API takes it, seconds since 1970 or RFC 3339, in milliseconds; undefined when it is neither. */
export function parseApiTime(text: string): number | undefined {
  if (SECONDS.test(text)) return Math.round(Number(text) * 1000);
  const parsed = RFC3339.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(parsed) ? undefined : parsed;
}

/** Reads a span, seconds or a duration such as 5m, in whole milliseconds; undefined when it is neither. */
export function parseApiSpan(text: string): number | undefined {
  return SECONDS.test(text) ? Math.round(Number(text) * 1000) : parseDuration(text);
}
