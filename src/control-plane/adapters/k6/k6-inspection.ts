/** A threshold as a script declares it. */
export interface DeclaredThreshold {
  readonly metric: string;
  readonly expression: string;
  readonly abortOnFail: boolean;
}

/** What `k6 inspect --execution-requirements` tells of a script before it runs. */
export interface K6Inspection {
  readonly thresholds: readonly DeclaredThreshold[];
  /** Undefined where k6 doesn't tell. */
  readonly totalDurationMs: number | undefined;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

/** Parses the answer of k6 inspect; undefined where it is not the JSON object that is documented. */
export function parseK6Inspection(text: string): K6Inspection | undefined {
  const value = parseObject(text);
  if (value === undefined) return undefined;
  const thresholds = isObject(value['thresholds']) ? value['thresholds'] : {};
  return {
    thresholds: Object.entries(thresholds).flatMap(([metric, list]) => declared(metric, list)),
    totalDurationMs: durationMs(value['totalDuration']),
  };
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function declared(metric: string, list: unknown): readonly DeclaredThreshold[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: unknown): DeclaredThreshold[] => {
    if (typeof entry === 'string') return [{ metric, expression: entry, abortOnFail: false }];
    if (!isObject(entry) || typeof entry['threshold'] !== 'string') return [];
    return [{ metric, expression: entry['threshold'], abortOnFail: entry['abortOnFail'] === true }];
  });
}

const UNIT_MS: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** `5m10s`. */
function durationMs(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  const parts = [...value.matchAll(/([\d.]+)(h|ms|m|s)/g)];
  return parts.length === 0 ? undefined : parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (UNIT_MS[unit ?? ''] ?? 0), 0);
}
