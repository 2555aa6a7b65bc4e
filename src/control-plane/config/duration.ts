const secondsOf: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 };
const whole = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/;
const part = /(\d+(?:\.\d+)?)(ms|s|m|h|d)/g;

/** Seconds in a duration as people write it (`30s`, `5m`, `1h30m`, `500ms`, `7d`); undefined when it is not one. A bare number is none: its unit would be a guess. */
export function durationSeconds(text: string): number | undefined {
  if (!whole.test(text)) return undefined;
  const seconds = [...text.matchAll(part)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * (secondsOf[unit ?? ''] ?? Number.NaN),
    0,
  );
  return Number.isFinite(seconds) ? Math.round(seconds * 1000) / 1000 : undefined;
}
