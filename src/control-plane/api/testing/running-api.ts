import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../control/ports/clock.ts';
import { memoryTokenStore } from '../../control/ports/testing/memory-token-store.ts';
import type { Role } from '../../control/ports/token-store.ts';
import { type MemoryControlPlane, memoryControlPlane } from '../../control/testing/memory-control-plane.ts';
import { createApi } from '../create-api.ts';
import type { Logger } from '../logger.ts';
import { createTokens, type Tokens } from '../tokens/create-tokens.ts';
import { roles } from '../tokens/role.ts';

/** One line that the API logged. */
export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A real API on a free port of the loopback, over a control plane in memory. */
export interface RunningApi {
  readonly url: string;
  readonly controlPlane: MemoryControlPlane;
  readonly tokens: Tokens;
  /** A token of each role, named after it. */
  readonly tokenOf: Readonly<Record<Role, string>>;
  readonly log: readonly LogLine[];
  /** Stops serving as a restart does: streams are cut. */
  stop(): Promise<void>;
  /** Serves again on the same port. */
  restart(): Promise<void>;
}

function memoryLogger(log: LogLine[]): Logger {
  const at = (level: LogLine['level']) => (fields: LogLine['fields'], message: string) => {
    log.push({ level, message, fields });
  };
  return { info: at('info'), warn: at('warn'), error: at('error') };
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** Starts an API for a test; `services` can be released. */
export async function runningApi({
  clock,
  services = ['workflow-service', 'user-service'],
}: {
  readonly clock: Clock;
  readonly services?: readonly string[];
}): Promise<RunningApi> {
  const log: LogLine[] = [];
  const controlPlane = memoryControlPlane({ services, clock });
  const tokens = createTokens({ store: memoryTokenStore(), clock, random: randomBytes });
  const issued = await Promise.all(
    roles.map(async (role) => [role, (await tokens.create({ name: role, role, by: 'test' })).text] as const),
  );
  let stopping = new AbortController();
  let server = createServer();
  const start = async (port: number) => {
    stopping = new AbortController();
    server = createServer(
      createApi({ controlPlane, tokens, clock, logger: memoryLogger(log), version: '9.9.9', stopping: stopping.signal }),
    );
    return listen(server, port);
  };
  const port = await start(0);
  return {
    url: `http://127.0.0.1:${port}`,
    controlPlane,
    tokens,
    tokenOf: Object.fromEntries(issued) as Record<Role, string>,
    log,
    stop: async () => {
      stopping.abort();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
    restart: async () => {
      await start(port);
    },
  };
}
