import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { type buildConnector, Client } from 'undici';
import type { OcspFacts } from './ocsp-response.ts';
import type { RequestTarget } from './request-target.ts';
import { type Connected, type ConnectRules, type ConnectTimings, timedConnect } from './timed-connect.ts';

/** What HTTP is spoken on a connection, as k6 names it. */
export type HttpVersion = 'HTTP/1.1' | 'HTTP/2.0';

/** One connection of a virtual user, which is kept for the next request. HTTP/1.1 carries one request at a time, HTTP/2 several. */
export class Connection {
  readonly client: Client;
  readonly origin: string;
  /** The socket below TLS. */
  wire: Socket | undefined;
  version: HttpVersion = 'HTTP/1.1';
  remoteIp = '';
  remotePort = 0;
  tlsVersion = '';
  tlsCipherSuite = '';
  ocsp: OcspFacts | undefined;
  /** Requests that are under way on it. */
  users = 0;
  #opened: ConnectTimings | undefined;
  #countedSent = 0;
  #countedReceived = 0;

  /** `settled` is called once, when it is open or could not be opened. */
  constructor(target: RequestTarget, rules: ConnectRules, settled: (connection: Connection) => void) {
    this.origin = target.origin;
    this.client = new Client(target.origin, {
      allowH2: target.secure,
      pipelining: 1,
      // A request's own timeout ends it, and ends with it.
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: 60_000,
      maxHeaderSize: 65_536,
      connect: (_options, callback) => void this.#connect(timedConnect(target, rules), callback).then(() => settled(this)),
    });
  }

  /** The timings of opening it, given once: to the request that was the first to go out on it. */
  claimOpened(): ConnectTimings | undefined {
    const opened = this.#opened;
    this.#opened = undefined;
    return opened;
  }

  /** Adds the bytes that went over the wire since the last time to a count. */
  countBytes(count: { bytesSent: number; bytesReceived: number }): void {
    if (this.wire === undefined) return;
    const { bytesWritten, bytesRead } = this.wire;
    count.bytesSent += bytesWritten - this.#countedSent;
    count.bytesReceived += bytesRead - this.#countedReceived;
    this.#countedSent = bytesWritten;
    this.#countedReceived = bytesRead;
  }

  async #connect(connecting: Promise<Connected>, callback: buildConnector.Callback): Promise<void> {
    let connected: Connected;
    try {
      connected = await connecting;
    } catch (error) {
      callback(error as Error, null);
      return;
    }
    this.#note(connected);
    callback(null, connected.socket);
  }

  #note({ socket, wire, timings, ocsp }: Connected): void {
    this.wire = wire;
    this.#countedSent = 0;
    this.#countedReceived = 0;
    this.#opened = timings;
    this.remoteIp = wire.remoteAddress ?? '';
    this.remotePort = wire.remotePort ?? 0;
    if (!(socket instanceof TLSSocket)) return;
    this.version = socket.alpnProtocol === 'h2' ? 'HTTP/2.0' : 'HTTP/1.1';
    this.tlsVersion = (socket.getProtocol() ?? '')
      .toLowerCase()
      .replace('tlsv', 'tls')
      .replace(/^tls1$/, 'tls1.0');
    this.tlsCipherSuite = socket.getCipher().standardName.replace(/^(TLS_ECDHE_.*_CHACHA20_POLY1305)_SHA256$/, '$1');
    this.ocsp = ocsp;
  }
}
