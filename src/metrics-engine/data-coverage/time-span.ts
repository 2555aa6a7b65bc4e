/** Time from one moment to another, in milliseconds since 1970. */
export interface TimeSpan {
  readonly startMs: number;
  readonly endMs: number;
}

/** Spans in the order of time that have nothing in common, covering what the given ones cover. */
export function unionOf(spans: readonly TimeSpan[]): readonly TimeSpan[] {
  const union: { readonly startMs: number; endMs: number }[] = [];
  for (const { startMs, endMs } of spans.toSorted((a, b) => a.startMs - b.startMs)) {
    const last = union.at(-1);
    if (last === undefined || startMs > last.endMs) union.push({ startMs, endMs });
    else last.endMs = Math.max(last.endMs, endMs);
  }
  return union;
}

/** How long spans that have nothing in common are together. */
export function lengthOf(spans: readonly TimeSpan[]): number {
  return spans.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
}
