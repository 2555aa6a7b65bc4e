/** Whether one more may pass now, and if not, in how many seconds. */
export type Admission = { readonly ok: true } | { readonly ok: false; readonly retryAfterSeconds: number };

/** A limit for each key: `capacity` at once, refilled by `perSecond`. Full buckets are forgotten, so memory is bounded by the keys in use. */
export function tokenBuckets({
  capacity,
  perSecond,
}: {
  readonly capacity: number;
  readonly perSecond: number;
}): (key: string, nowMs: number) => Admission {
  const buckets = new Map<string, { readonly level: number; readonly atMs: number }>();
  const levelAt = (bucket: { readonly level: number; readonly atMs: number }, nowMs: number) =>
    Math.min(capacity, bucket.level + (Math.max(0, nowMs - bucket.atMs) / 1000) * perSecond);
  const forgetFull = (nowMs: number) => {
    for (const [key, bucket] of buckets) if (levelAt(bucket, nowMs) >= capacity) buckets.delete(key);
  };
  return (key, nowMs) => {
    if (buckets.size > 1000) forgetFull(nowMs);
    const bucket = buckets.get(key);
    const level = bucket === undefined ? capacity : levelAt(bucket, nowMs);
    if (level < 1) return { ok: false, retryAfterSeconds: Math.ceil((1 - level) / perSecond) };
    buckets.set(key, { level: level - 1, atMs: nowMs });
    return { ok: true };
  };
}
