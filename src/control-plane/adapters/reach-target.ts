import { once } from 'node:events';
import { connect } from 'node:net';
import { SourceError } from '../control/ports/source-error.ts';

/** Whoever does not accept a connection in this time does not serve a load test either. */
const deadlineMs = 5000;

/**
 * Resolves once a TCP connection to the host of a URL was accepted; it is closed at once and nothing is sent.
 *
 * Rejects with SourceError `target-unreachable`, retryable, when it is refused or not accepted in 5 s, and with the signal's reason when that aborts.
 */
export async function reachTarget(baseUrl: string, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const { protocol, hostname, port, host } = new URL(baseUrl);
  const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || (protocol === 'https:' ? 443 : 80)) });
  try {
    await once(socket, 'connect', { signal: AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]) });
  } catch (error) {
    signal.throwIfAborted();
    const message = `Nothing accepts a connection at ${host} (${reasonOf(error)}): no load was sent. See that the service under test runs there.`;
    throw new SourceError('target-unreachable', message, { retryable: true, cause: error });
  } finally {
    socket.destroy();
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === 'AbortError' ? `no answer in ${deadlineMs / 1000} s` : 'code' in error ? String(error.code) : error.message;
}
