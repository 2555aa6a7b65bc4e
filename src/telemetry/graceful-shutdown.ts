import type { Server, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** Where signals come from; `process` in production. */
export interface SignalSource {
  on(signal: 'SIGTERM' | 'SIGINT', listener: () => void): unknown;
  off(signal: 'SIGTERM' | 'SIGINT', listener: () => void): unknown;
}

/** How a shutdown ended: all answers were finished, the deadline cut some off, or a second signal did. */
export type ShutdownOutcome = { readonly kind: 'drained' | 'cut-off' | 'forced'; readonly problems: readonly unknown[] };

/** What gracefulShutdown() needs. */
export interface GracefulShutdownOptions {
  readonly server: Server;
  readonly health: { beginShutdown(): void };
  /** How long balancers get to notice that we are not ready, before the listener closes. */
  readonly drainDelayMs: number;
  /** How long requests in hand get after that, and then each of `close`. */
  readonly deadlineMs: number;
  /** What to close once no request is left, in this order: consumers, stores, tracing. */
  readonly close?: readonly (() => Promise<unknown>)[];
  readonly signals?: SignalSource;
  /** Resolves after a time, or at once when aborted. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

/**
 * Waits for SIGTERM or SIGINT, then ends the process's work in an order that drops no request: readiness off, drain delay, stop
 * accepting, requests in hand, then `close`. Resolves with how it went; the caller exits. Call it before the server listens.
 *
 * A second signal skips every wait and cuts open connections, and so does the deadline for requests. A `close` that fails or
 * outlives the deadline is named in `problems` and doesn't keep the others from running.
 */
export async function gracefulShutdown(options: GracefulShutdownOptions): Promise<ShutdownOutcome> {
  const { server, health, drainDelayMs, deadlineMs, close = [], signals = process, wait = waitFor } = options;
  const forced = new AbortController();
  const endConnections = connectionEnder(server);
  const { stopListening } = await firstSignal(signals, () => forced.abort());
  try {
    health.beginShutdown();
    endConnections();
    await wait(drainDelayMs, forced.signal);
    const drained = await closeServer(server, wait(deadlineMs, forced.signal));
    const problems = [];
    for (const step of close) problems.push(...(await attempt(step, wait(deadlineMs, forced.signal))));
    return { kind: forced.signal.aborted ? 'forced' : drained ? 'drained' : 'cut-off', problems };
  } finally {
    stopListening();
  }
}

function firstSignal(signals: SignalSource, onSecond: () => void): Promise<{ stopListening: () => void }> {
  return new Promise((resolve) => {
    let seen = 0;
    const listener = () => {
      seen += 1;
      if (seen > 1) return onSecond();
      resolve({
        stopListening: () => {
          signals.off('SIGTERM', listener);
          signals.off('SIGINT', listener);
        },
      });
    };
    signals.on('SIGTERM', listener);
    signals.on('SIGINT', listener);
  });
}

// A connection that is kept alive would outlive its last answer by the keep-alive timeout, and hold the shutdown as long.
function connectionEnder(server: Server): () => void {
  let ending = false;
  server.prependListener('request', (_request, response: ServerResponse) => {
    if (ending) response.setHeader('Connection', 'close');
    response.once('close', () => ending && setImmediate(() => server.closeIdleConnections()));
  });
  return () => {
    ending = true;
  };
}

async function closeServer(server: Server, deadline: Promise<unknown>): Promise<boolean> {
  const closed = new Promise<true>((resolve) => server.close(() => resolve(true)));
  server.closeIdleConnections();
  if (await Promise.race([closed, deadline.then(() => false)])) return true;
  server.closeAllConnections();
  return false;
}

async function attempt(step: () => Promise<unknown>, deadline: Promise<unknown>): Promise<readonly unknown[]> {
  const late = deadline.then((): never => {
    throw new Error('a closing step was still running at the deadline');
  });
  try {
    await Promise.race([step(), late]);
    return [];
  } catch (error) {
    return [error];
  } finally {
    late.catch(() => undefined);
  }
}

async function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  // Being aborted is the way to be told "now".
  await delay(ms, undefined, { signal, ref: false }).catch(() => undefined);
}
