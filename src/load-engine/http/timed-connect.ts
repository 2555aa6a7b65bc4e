import { isIP, type Socket, connect as tcpConnect } from 'node:net';
import { type TLSSocket, connect as tlsConnect } from 'node:tls';
import { type OcspFacts, readOcspResponse } from './ocsp-response.ts';
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
  /** What the server stapled about its certificate; undefined where it stapled nothing. */
  readonly ocsp: OcspFacts | undefined;
}

/** By what connections are opened. */
export interface ConnectRules {
  readonly resolve: ResolveHost;
  readonly tls: TlsRules;
  /** Where connections come from; undefined leaves it to the system. */
  readonly localAddress: string | undefined;
  /** What may be spoken over TLS, the best first. */
  readonly protocols: readonly ('h2' | 'http/1.1')[];
}

/** Go's dialer, and so k6's, gives up after this. */
const dialTimeoutMs = 30_000;

/** Opens a connection to a target, timing the name, TCP and TLS apart; throws RequestFailure or what the socket threw. */
export async function timedConnect(target: RequestTarget, { resolve, tls, localAddress, protocols }: ConnectRules): Promise<Connected> {
  const started = performance.now();
  const { address, port } = await resolve(target.hostname, target.port);
  const lookedUp = performance.now();
  const wire = tcpConnect({ host: address, port, noDelay: true, ...from(localAddress, address) });
  await ready(wire, 'connect', () => new RequestFailure(1211, `dial ${address}:${port}: i/o timeout`));
  const connected = performance.now();
  const timings = { lookingUp: lookedUp - started, connecting: connected - lookedUp, tlsHandshaking: 0 };
  if (!target.secure) return { socket: wire, wire, timings, ocsp: undefined };
  const socket = tlsConnect({ socket: wire, ...tlsOptions(tls, target.hostname, target.port), ALPNProtocols: [...protocols] });
  let ocsp: OcspFacts | undefined;
  socket.once('OCSPResponse', (response: Buffer | null) => {
    ocsp = response === null || response.length === 0 ? undefined : readOcspResponse(response);
  });
  await ready(socket, 'secureConnect', () => new RequestFailure(1300, 'the TLS handshake took too long'));
  return { socket, wire, timings: { ...timings, tlsHandshaking: performance.now() - connected }, ocsp };
}

/** An address of the other family could not be dialled from it at all. */
function from(localAddress: string | undefined, address: string): { readonly localAddress?: string } {
  return localAddress !== undefined && isIP(localAddress) === isIP(address) ? { localAddress } : {};
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
