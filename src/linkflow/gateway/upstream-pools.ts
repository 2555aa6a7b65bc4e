import { Pool } from 'undici';

/** Kept connections to the services, one pool an origin. */
export interface UpstreamPools {
  poolOf(origin: string): Pool;
  /** Closes the pools of origins that are not in use any more, once their requests have ended. */
  keepOnly(origins: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** Creates the pools; each has at most `connections` connections, and a request beyond them waits within its deadline. */
export function upstreamPools({ connections = 128, connectTimeoutMs = 2000 } = {}): UpstreamPools {
  const pools = new Map<string, Pool>();
  const drop = async (origin: string, pool: Pool): Promise<void> => {
    pools.delete(origin);
    await pool.close();
  };
  return {
    poolOf: (origin) => {
      const known = pools.get(origin);
      if (known !== undefined) return known;
      // Below the 65 s for which services keep an idle connection, so that they don't close one just as a request goes out.
      const pool = new Pool(origin, {
        connections,
        connect: { timeout: connectTimeoutMs },
        keepAliveTimeout: 30_000,
        keepAliveMaxTimeout: 30_000,
      });
      pools.set(origin, pool);
      return pool;
    },
    keepOnly: async (origins) => {
      const unused = [...pools].filter(([origin]) => !origins.includes(origin));
      await Promise.all(unused.map(([origin, pool]) => drop(origin, pool)));
    },
    close: async () => {
      await Promise.all([...pools].map(([origin, pool]) => drop(origin, pool)));
    },
  };
}
