const UNIT_MS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000, ms: 1, us: 1e-3, µs: 1e-3, ns: 1e-6 };

const PART = /(\d+(?:\.\d*)?|\.\d+)(d|h|ms|m|s|us|µs|ns)/gy;

/**
 * Milliseconds of a duration as k6 scripts write it: a number is milliseconds, a text is `1m30s`, `500ms`, `1.5h`, `1d`, or plain
 * digits (milliseconds). Answers undefined for anything else, negative and infinite numbers included.
 */
export function parseDuration(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? value : undefined;
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  return sumOfParts(text);
}

function sumOfParts(text: string): number | undefined {
  let total = 0;
  let end = 0;
  for (const part of text.matchAll(PART)) {
    total += Number(part[1]) * (UNIT_MS[part[2] ?? ''] ?? Number.NaN);
    end = part.index + part[0].length;
  }
  return end > 0 && end === text.length ? total : undefined;
}
