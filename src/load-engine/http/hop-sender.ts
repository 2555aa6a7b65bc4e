import { pause } from '../modules/pause.ts';
import type { Connection } from './connection.ts';
import { Connections } from './connections.ts';
import { debugLines } from './debug-lines.ts';
import { Exchange, type Exchanged, unanswered } from './exchange.ts';
import { defaultExpected, type ExpectedStatuses, isExpected } from './expected-statuses.ts';
import type { Flight } from './flight.ts';
import { type Hop, hopHeaders, type SentCookie } from './hop.ts';
import { HostRefused } from './host-refused.ts';
import type { HttpOptions } from './http-options.ts';
import type { HttpSessionSetup } from './http-session-setup.ts';
import type { Outgoing } from './outgoing.ts';
import { statusErrorCode } from './request-failure.ts';
import type { RequestParams } from './request-params.ts';
import { emitRequest } from './request-samples.ts';
import { RequestTags } from './request-tags.ts';
import { decodedExchange, type ResponseRecord, receivedCookies } from './response-record.ts';
import type { SessionCookies } from './session-cookies.ts';
import { traceContext } from './trace-context.ts';

/** What one hop has that its request has not. */
export interface HopExtras {
  readonly authorization?: string;
  /** What counts as expected of this hop, whatever the script says. */
  readonly expected?: ExpectedStatuses;
}

/** Sends one request to one address, and gives what came of it. */
export type SendHop = (outgoing: Outgoing, hop: Hop, flight: Flight, extras?: HopExtras) => Promise<ResponseRecord>;

/** Methods that a server may see twice without harm: only these are sent again when a kept connection turns out to be closed. */
const repeatable = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'TRACE']);

const noExtras: HopExtras = {};

/** Sends the single requests of one virtual user: its connections, and the samples that each gives. */
export class HopSender {
  /** What counts as expected from here on; null measures no failures. */
  expected: ExpectedStatuses | null = defaultExpected;
  bytesSent = 0;
  bytesReceived = 0;
  readonly connections: Connections;
  readonly #setup: HttpSessionSetup;
  readonly #options: HttpOptions;
  readonly #cookies: SessionCookies;
  readonly #tags: RequestTags;

  constructor(setup: HttpSessionSetup, cookies: SessionCookies) {
    const { options, resolve, localAddress } = setup;
    this.#setup = setup;
    this.#options = options;
    this.#cookies = cookies;
    this.connections = new Connections(
      { resolve, tls: options.tls, localAddress, protocols: ['h2', 'http/1.1'] },
      !options.noConnectionReuse,
    );
    this.#tags = new RequestTags(setup.tags);
  }

  /** Sends one hop, a second time where a kept connection had been closed, and emits its samples. */
  async send(outgoing: Outgoing, hop: Hop, flight: Flight, extras: HopExtras = noExtras): Promise<ResponseRecord> {
    const { params } = outgoing;
    const waitMs = this.#setup.pace();
    if (waitMs > 0) await pause(this.#setup.waits, waitMs);
    const cookies = this.#cookies.sentWith(hop, params);
    const trace = this.#setup.traced ? traceContext(hop.headers) : undefined;
    const headers = hopHeaders(hop, params, cookies, extras.authorization, trace?.own === false ? trace.trace.traceparent : undefined);
    const wired = { ...hop, headers };
    const keepBody = this.#bodyKind(params) !== 'none';
    const settling = this.connections.settling(hop.target);
    const waitedMs = settling === undefined ? 0 : await flight.waitFor(settling);
    if (flight.given !== undefined) return this.recordUnsent(outgoing, wired, unanswered(flight.given, waitedMs), flight);
    let connection = this.connections.take(hop.target);
    let exchanged = await this.#exchange(connection, wired, keepBody, flight, waitedMs);
    if (exchanged.stale && repeatable.has(hop.method) && flight.given === undefined) {
      connection = this.connections.take(hop.target);
      exchanged = await this.#exchange(connection, wired, keepBody, flight, waitedMs);
    }
    if (exchanged.headers['set-cookie'] !== undefined) this.#cookies.keep(hop, params, receivedCookies(exchanged));
    if (exchanged.failure instanceof HostRefused) this.#giveUp(flight);
    const record = this.#record(params, wired, exchanged, connection, cookies);
    if (this.#options.debug !== undefined) this.#setup.debug(debugLines(record, this.#options.debug));
    // What was cut off by the end of its iteration says nothing about the service.
    if (!flight.interrupted) this.#emit(outgoing, record, extras, trace?.trace.traceId);
    return record;
  }

  /** Nothing was sent, and nothing more will be: the test ends here. */
  #giveUp(flight: Flight): void {
    flight.interrupted = true;
    this.#setup.interrupt();
  }

  /** The record of a request that was never sent, because its address is none or its time was over before there was a connection: it counts as failed all the same. */
  recordUnsent(outgoing: Outgoing, hop: Hop, exchanged: Exchanged, flight: Flight): ResponseRecord {
    const record = this.#record(outgoing.params, hop, exchanged, undefined, []);
    if (!flight.interrupted) this.#emit(outgoing, record, noExtras, undefined);
    return record;
  }

  /** `waitedMs` is what went by before the connection was taken. */
  async #exchange(connection: Connection, hop: Hop, keepBody: boolean, flight: Flight, waitedMs: number): Promise<Exchanged> {
    const { target, method, body, headers } = hop;
    const exchanged = await new Promise<Exchanged>((resolve) => {
      const exchange = new Exchange(connection, keepBody, this.#options.mostBodyBytes, waitedMs, resolve);
      flight.exchange = exchange;
      connection.client.dispatch({ path: target.path, method, headers: headers as string[], body: body.content }, exchange);
    });
    connection.countBytes(this);
    this.connections.give(connection);
    return keepBody && exchanged.headers['content-encoding'] !== undefined
      ? decodedExchange(exchanged, this.#options.mostBodyBytes)
      : exchanged;
  }

  #bodyKind({ responseType }: RequestParams): ResponseRecord['bodyKind'] {
    return responseType ?? (this.#options.discardResponseBodies ? 'none' : 'text');
  }

  #record(
    params: RequestParams,
    hop: Hop,
    exchanged: Exchanged,
    connection: Connection | undefined,
    requestCookies: readonly SentCookie[],
  ): ResponseRecord {
    return {
      exchanged,
      target: hop.target,
      method: hop.method,
      errorCode: exchanged.failure?.code ?? statusErrorCode(exchanged.status),
      bodyKind: exchanged.failure === undefined ? this.#bodyKind(params) : 'none',
      version: connection?.version ?? 'HTTP/1.1',
      remoteIp: connection?.remoteIp ?? '',
      remotePort: connection?.remotePort ?? 0,
      tlsVersion: connection?.tlsVersion ?? '',
      tlsCipherSuite: connection?.tlsCipherSuite ?? '',
      ocsp: connection?.ocsp,
      requestHeaders: hop.headers,
      requestBody: hop.body.shown,
      requestCookies,
    };
  }

  #emit({ params, name }: Outgoing, record: ResponseRecord, extras: HopExtras, traceId: string | undefined): void {
    const { exchanged } = record;
    const said = params.expected === undefined ? this.expected : params.expected;
    const expected = said === null ? null : (extras.expected ?? said);
    const asExpected = expected === null ? undefined : exchanged.failure === undefined && isExpected(expected, exchanged.status);
    const tags = this.#tags.of(params, name, record, asExpected);
    const failed = asExpected === undefined ? undefined : !asExpected;
    emitRequest(
      this.#setup.sink,
      exchanged,
      tags,
      failed,
      Date.now(),
      traceId === undefined || traceId === '' ? undefined : { trace_id: traceId },
    );
  }
}
