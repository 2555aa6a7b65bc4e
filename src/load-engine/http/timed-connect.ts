import { type Socket, connect as tcpConnect } from 'node:net';
import { type TLSSocket, connect as tlsConnect } from 'node:tls';
import { RequestFailure } from './request-failure.ts';
import type { RequestTarget } from './request-target.ts';
import type { ResolveHost } from './resolve-host.ts';
import { type TlsRules, tlsOptions } from './tls-rules.ts';

/** How long each part of opening a connection took, in milliseconds. */
export interface ConnectTimings {
  readonly lookingUp: number;
  readonly connecting: number;
  readonly tlsHandshaking: number;
}

/** An open connection. */
export interface Connected {
  /** What HTTP is spoken on. */
  readonly socket: Socket | TLSSocket;
  /** What counts the bytes on the wire. */
  readonly wire: Socket;
  readonly timings: ConnectTimings;
}

/** Go's dialer, and so k6's, gives up after this. */
const dialTimeoutMs = 30_000;

/** Opens a connection to a target, timing the name, TCP and TLS apart; throws RequestFailure or what the socket threw. */
export async function timedConnect(target: RequestTarget, resolve: ResolveHost, tls: TlsRules): Promise<Connected> {
  const started = performance.now();
  const { address, port } = await resolve(target.hostname, target.port);
  const lookedUp = performance.now();
  const wire = tcpConnect({ host: address, port, noDelay: true });
  await ready(wire, 'connect', () => new RequestFailure(1211, `dial ${address}:${port}: i/o timeout`));
  const connected = performance.now();
  const timings = { lookingUp: lookedUp - started, connecting: connected - lookedUp, tlsHandshaking: 0 };
  if (!target.secure) return { socket: wire, wire, timings };
  const socket = tlsConnect({ socket: wire, ...tlsOptions(tls, target.hostname, target.port) });
  await ready(socket, 'secureConnect', () => new RequestFailure(1300, 'the TLS handshake took too long'));
  return { socket, wire, timings: { ...timings, tlsHandshaking: performance.now() - connected } };
}

function ready(socket: Socket, event: 'connect' | 'secureConnect', late: () => RequestFailure): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => socket.destroy(late()), dialTimeoutMs);
    const settle = (error?: Error): void => {
      clearTimeout(timer);
      socket.off('error', settle);
      if (error === undefined) resolve();
      else {
        // A second error of a socket that is given up would have nobody to hear it.
        socket.on('error', () => undefined);
        reject(error);
      }
    };
    socket.once(event, () => settle());
    socket.once('error', settle);
  });
}
