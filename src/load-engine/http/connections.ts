import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { type buildConnector, Client } from 'undici';
import type { HttpOptions } from './http-options.ts';
import type { RequestTarget } from './request-target.ts';
import type { ResolveHost } from './resolve-host.ts';
import { type Connected, type ConnectTimings, timedConnect } from './timed-connect.ts';
import type { TlsRules } from './tls-rules.ts';

/** One connection of a virtual user, which carries one request at a time and is kept for the next. */
export class Connection {
  readonly client: Client;
  readonly origin: string;
  /** The socket below TLS. */
  wire: Socket | undefined;
  remoteIp = '';
  remotePort = 0;
  tlsVersion = '';
  tlsCipherSuite = '';
  /** Of the connection that was opened for the request under way; undefined when a kept one served it. */
  opened: ConnectTimings | undefined;

  constructor(target: RequestTarget, resolve: ResolveHost, tls: TlsRules) {
    this.origin = target.origin;
    this.client = new Client(target.origin, {
      allowH2: false,
      pipelining: 1,
      // A request's own timeout ends it, and ends with it.
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: 60_000,
      maxHeaderSize: 65_536,
      connect: (_options, callback) => void this.#connect(timedConnect(target, resolve, tls), callback),
    });
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

  #note({ socket, wire, timings }: Connected): void {
    this.wire = wire;
    this.opened = timings;
    this.remoteIp = wire.remoteAddress ?? '';
    this.remotePort = wire.remotePort ?? 0;
    if (!(socket instanceof TLSSocket)) return;
    this.tlsVersion = (socket.getProtocol() ?? '')
      .toLowerCase()
      .replace('tlsv', 'tls')
      .replace(/^tls1$/, 'tls1.0');
    this.tlsCipherSuite = socket.getCipher().standardName;
  }
}

/** The connections of one virtual user. */
export class Connections {
  readonly #idle = new Map<string, Connection[]>();
  readonly #busy = new Set<Connection>();
  readonly #options: HttpOptions;
  readonly #resolve: ResolveHost;

  constructor(options: HttpOptions, resolve: ResolveHost) {
    this.#options = options;
    this.#resolve = resolve;
  }

  /** Gives a connection to an origin that nothing else uses. */
  take(target: RequestTarget): Connection {
    const connection = this.#idle.get(target.origin)?.pop() ?? new Connection(target, this.#resolve, this.#options.tls);
    connection.opened = undefined;
    this.#busy.add(connection);
    return connection;
  }

  /** Takes a connection back for the next request. */
  give(connection: Connection): void {
    this.#busy.delete(connection);
    if (connection.client.destroyed) return;
    if (this.#options.noConnectionReuse) {
      void connection.client.destroy();
      return;
    }
    const idle = this.#idle.get(connection.origin);
    if (idle === undefined) this.#idle.set(connection.origin, [connection]);
    else idle.push(connection);
  }

  /** Closes what lies idle, as the option noVUConnectionReuse wants between iterations. */
  closeIdle(): void {
    for (const idle of this.#idle.values()) for (const connection of idle) void connection.client.destroy();
    this.#idle.clear();
  }

  /** Closes everything, requests under way included. */
  async close(): Promise<void> {
    const all = [...this.#busy, ...[...this.#idle.values()].flat()];
    this.#idle.clear();
    this.#busy.clear();
    await Promise.all(all.map(({ client }) => client.destroy()));
  }
}
