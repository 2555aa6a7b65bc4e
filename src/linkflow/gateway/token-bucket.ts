/** How fast one client may go: `perSecond` in the long run, `burst` at once. */
export interface RateLimit {
  readonly perSecond: number;
  readonly burst: number;
}

/** Whether a request may pass, and if not, after how many whole seconds the next one may. */
export type Admission = { readonly admitted: true } | { readonly admitted: false; readonly retryAfterSeconds: number };

/** Token buckets by client. `take` uses one token of the client's bucket, or says when there will be one. */
export interface TokenBuckets {
  take(client: string, nowMs: number): Admission;
  /** How many buckets are held. */
  size(): number;
}

interface Bucket {
  tokens: number;
  filledAtMs: number;
}

/**
 * Buckets for a limit, at most `maxClients` of them (default 100,000).
 *
 * A bucket that has filled up again says no more than none, so full ones are dropped first when there are too many; then the oldest.
 */
export function tokenBuckets({ limit, maxClients = 100_000 }: { readonly limit: RateLimit; readonly maxClients?: number }): TokenBuckets {
  const buckets = new Map<string, Bucket>();
  const bucketOf = (client: string, nowMs: number): Bucket => {
    const known = buckets.get(client);
    if (known !== undefined) return known;
    if (buckets.size >= maxClients) evict(buckets, limit, maxClients, nowMs);
    const fresh = { tokens: limit.burst, filledAtMs: nowMs };
    buckets.set(client, fresh);
    return fresh;
  };
  return {
    take: (client, nowMs) => {
      const bucket = bucketOf(client, nowMs);
      bucket.tokens = refilled(bucket, limit, nowMs);
      bucket.filledAtMs = nowMs;
      if (bucket.tokens < 1) return { admitted: false, retryAfterSeconds: Math.ceil((1 - bucket.tokens) / limit.perSecond) };
      bucket.tokens -= 1;
      return { admitted: true };
    },
    size: () => buckets.size,
  };
}

function refilled(bucket: Bucket, limit: RateLimit, nowMs: number): number {
  return Math.min(limit.burst, bucket.tokens + (Math.max(0, nowMs - bucket.filledAtMs) / 1000) * limit.perSecond);
}

function evict(buckets: Map<string, Bucket>, limit: RateLimit, maxClients: number, nowMs: number): void {
  for (const [client, bucket] of buckets) if (refilled(bucket, limit, nowMs) >= limit.burst) buckets.delete(client);
  for (const client of buckets.keys()) {
    if (buckets.size < maxClients) return;
    buckets.delete(client);
  }
}
