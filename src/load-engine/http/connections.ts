import { Connection } from './connection.ts';
import type { RequestTarget } from './request-target.ts';
import type { ConnectRules } from './timed-connect.ts';

interface Opening {
  readonly connection: Connection;
  readonly settled: PromiseWithResolvers<void>;
}

/** The connections of one virtual user. Requests to one origin share one that speaks HTTP/2. */
export class Connections {
  readonly #idle = new Map<string, Connection[]>();
  readonly #busy = new Set<Connection>();
  /** Those that speak HTTP/2, by origin. */
  readonly #shared = new Map<string, Connection>();
  /** Those over TLS whose version of HTTP nobody knows yet, by origin. */
  readonly #opening = new Map<string, Opening>();
  /** Origins that were seen to speak HTTP/1.1: nothing is to be gained by waiting for one connection before opening the next. */
  readonly #unshared = new Set<string>();
  readonly #rules: ConnectRules;
  readonly #reuse: boolean;

  constructor(rules: ConnectRules, reuse: boolean) {
    this.#rules = rules;
    this.#reuse = reuse;
  }

  /** Something to wait for before `take`: the first connection to an origin over TLS is about to tell whether it can be shared. undefined where there is nothing to wait for. */
  settling(target: RequestTarget): Promise<void> | undefined {
    return target.secure && this.#reuse ? this.#opening.get(target.origin)?.settled.promise : undefined;
  }

  /** Gives a connection to an origin that nothing else uses, or that can be shared. */
  take(target: RequestTarget): Connection {
    const connection = this.#sharedOne(target) ?? this.#idle.get(target.origin)?.pop() ?? this.#open(target);
    connection.users += 1;
    this.#busy.add(connection);
    return connection;
  }

  #sharedOne(target: RequestTarget): Connection | undefined {
    if (!target.secure || !this.#reuse) return undefined;
    const shared = this.#shared.get(target.origin);
    return shared?.client.destroyed === false ? shared : undefined;
  }

  #open(target: RequestTarget): Connection {
    const { origin, secure } = target;
    const connection = new Connection(target, this.#rules, () => this.#opened(connection));
    if (secure && this.#reuse && !this.#unshared.has(origin) && !this.#opening.has(origin)) {
      this.#opening.set(origin, { connection, settled: Promise.withResolvers() });
    }
    return connection;
  }

  #opened(connection: Connection): void {
    const { origin, version } = connection;
    if (version === 'HTTP/2.0') {
      if (this.#reuse) this.#shared.set(origin, connection);
    } else if (connection.tlsVersion !== '') this.#unshared.add(origin);
    this.#settle(connection);
  }

  /** Nobody needs to wait for this connection any more. */
  #settle(connection: Connection): void {
    const opening = this.#opening.get(connection.origin);
    if (opening?.connection !== connection) return;
    this.#opening.delete(connection.origin);
    opening.settled.resolve();
  }

  /** Takes a connection back for the next request. */
  give(connection: Connection): void {
    const { client, origin } = connection;
    connection.users -= 1;
    if (connection.users > 0) return;
    this.#busy.delete(connection);
    // What was given up before it was open, or never sent at all, tells nobody any more.
    if (this.#opening.size > 0) this.#settle(connection);
    if (client.destroyed) return;
    if (!this.#reuse) {
      void client.destroy();
      return;
    }
    if (this.#shared.get(origin) === connection) return;
    const idle = this.#idle.get(origin);
    if (idle === undefined) this.#idle.set(origin, [connection]);
    else idle.push(connection);
  }

  /** Closes what lies idle, as the option noVUConnectionReuse wants between iterations. */
  closeIdle(): void {
    for (const idle of this.#idle.values()) for (const connection of idle) void connection.client.destroy();
    this.#idle.clear();
    for (const [origin, connection] of this.#shared) {
      if (connection.users > 0) continue;
      void connection.client.destroy();
      this.#shared.delete(origin);
    }
  }

  /** Closes everything, requests under way included. */
  async close(): Promise<void> {
    const all = [...this.#busy, ...this.#shared.values(), ...[...this.#idle.values()].flat()];
    this.#idle.clear();
    this.#busy.clear();
    this.#shared.clear();
    await Promise.all(all.map(({ client }) => client.destroy()));
  }
}
