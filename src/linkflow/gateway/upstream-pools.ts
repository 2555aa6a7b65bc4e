import CircuitBreaker from 'opossum';
import { type Dispatcher, Pool } from 'undici';
import { Problem } from '../kit/problem.ts';

/** Sends requests to one origin. */
export interface UpstreamClient {
  request(options: Dispatcher.RequestOptions): Promise<Dispatcher.ResponseData>;
}

/** Kept connections to the services, one pool an origin, each behind a circuit breaker. */
export interface UpstreamPools {
  clientOf(origin: string): UpstreamClient;
  /** Closes the pools of origins that are not in use any more, once their requests have ended. */
  keepOnly(origins: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** What upstreamPools() may be told: connections a pool, how long making one may take, and how long an open circuit stays so. */
export interface UpstreamPoolsOptions {
  readonly connections?: number;
  readonly connectTimeoutMs?: number;
  readonly resetMs?: number;
}

interface Upstream {
  readonly pool: Pool;
  readonly breaker: CircuitBreaker<[Dispatcher.RequestOptions], Dispatcher.ResponseData>;
}

// Below the 65 s for which services keep an idle connection, so that they don't close one just as a request goes out.
const KEEP_ALIVE_MS = 30_000;
// Half of at least twenty requests within ten seconds without any answer. A 5xx is an answer: whoever compares versions must see it.
const OPENS_AT = { errorThresholdPercentage: 50, volumeThreshold: 20, rollingCountTimeout: 10_000 };

/**
 * Creates the pools. A request beyond a pool's connections waits within its deadline.
 *
 * An origin that refuses connections or misses deadlines is left alone for `resetMs` (default 2 s): requests to it fail at once with
 * `unavailable`, then one is let through to try.
 */
export function upstreamPools({ connections = 128, connectTimeoutMs = 2000, resetMs = 2000 }: UpstreamPoolsOptions = {}): UpstreamPools {
  const upstreams = new Map<string, Upstream>();
  const open = (origin: string): Upstream => {
    const pool = new Pool(origin, {
      connections,
      connect: { timeout: connectTimeoutMs },
      keepAliveTimeout: KEEP_ALIVE_MS,
      keepAliveMaxTimeout: KEEP_ALIVE_MS,
    });
    const action = (options: Dispatcher.RequestOptions) => pool.request(options);
    const breaker = new CircuitBreaker(action, { ...OPENS_AT, timeout: false, resetTimeout: resetMs, errorFilter: isClients });
    const upstream = { pool, breaker };
    upstreams.set(origin, upstream);
    return upstream;
  };
  const drop = async (origin: string, { pool, breaker }: Upstream): Promise<void> => {
    upstreams.delete(origin);
    await pool.close();
    breaker.shutdown();
  };
  return {
    clientOf: (origin) => {
      const { breaker } = upstreams.get(origin) ?? open(origin);
      return { request: (options) => breaker.fire(options).catch(unavailableWhenOpen) };
    },
    keepOnly: async (origins) => {
      const unused = [...upstreams].filter(([origin]) => !origins.includes(origin));
      await Promise.all(unused.map(([origin, upstream]) => drop(origin, upstream)));
    },
    close: async () => {
      await Promise.all([...upstreams].map(([origin, upstream]) => drop(origin, upstream)));
    },
  };
}

// A client that left or sent too much says nothing about the service.
function isClients(error: unknown): boolean {
  return error instanceof Problem && error.kind !== 'upstream-timeout';
}

function unavailableWhenOpen(error: unknown): never {
  if (error instanceof Error && CircuitBreaker.isOurError(error)) {
    throw new Problem('unavailable', 'The service behind keeps failing and is left alone for a moment', {
      cause: error,
      headers: { 'Retry-After': '2' },
    });
  }
  throw error;
}
