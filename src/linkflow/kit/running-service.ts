import { EventEmitter, once } from 'node:events';
import type { RequestListener } from 'node:http';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gracefulShutdown, type ShutdownOutcome } from '../../telemetry/graceful-shutdown.ts';

/** A service that listens. `close` drains it: readiness off, no new connections, answers in hand finished, then `close` steps; called twice it cuts off what is left. */
export interface RunningService {
  readonly url: string;
  readonly port: number;
  close(): Promise<ShutdownOutcome>;
}

/** What runService() needs; port 0 takes a free one. */
export interface RunServiceOptions {
  readonly app: RequestListener;
  readonly health: { beginShutdown(): void };
  readonly host: string;
  readonly port: number;
  /** How long callers get to see `/readyz` fail before the listener closes; default 0. */
  readonly drainDelayMs?: number;
  /** How long requests in hand get after that; default 10 s. */
  readonly deadlineMs?: number;
  /** Closed in this order once no request is left. */
  readonly closeAfter?: readonly (() => Promise<unknown>)[];
}

/** Starts listening; rejects when the port is taken. */
export async function runService(options: RunServiceOptions): Promise<RunningService> {
  const { app, health, host, port, drainDelayMs = 0, deadlineMs = 10_000, closeAfter = [] } = options;
  const server = createServer(app);
  // Longer than the pools that call us keep a connection, so that it is they who close an idle one.
  server.keepAliveTimeout = 65_000;
  await listen(server, host, port);
  const signals = new EventEmitter();
  const ended = gracefulShutdown({ server, health, drainDelayMs, deadlineMs, close: closeAfter, signals });
  const actualPort = (server.address() as AddressInfo).port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actualPort}`,
    port: actualPort,
    close: () => {
      signals.emit('SIGTERM');
      return ended;
    },
  };
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  server.listen(port, host);
  await once(server, 'listening');
}
