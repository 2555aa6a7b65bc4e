import { pause } from '../modules/pause.ts';
import type { VuTags } from '../modules/vu-tags.ts';
import type { Waits } from '../modules/waits.ts';
import type { SampleSink } from '../virtual-user.ts';
import { BoundedCache } from './bounded-cache.ts';
import { type Connection, Connections } from './connections.ts';
import { Exchange, type Exchanged, unanswered } from './exchange.ts';
import { defaultExpected, type ExpectedStatuses, isExpected } from './expected-statuses.ts';
import { Flight } from './flight.ts';
import { type Hop, hopHeaders, nextHop, type SentCookie } from './hop.ts';
import type { HttpOptions } from './http-options.ts';
import { redirectOf } from './redirect.ts';
import type { RequestBody } from './request-body.ts';
import { RequestFailure, statusErrorCode } from './request-failure.ts';
import type { RequestPace } from './request-pace.ts';
import { type RequestParams, requestParams } from './request-params.ts';
import { emitRequest } from './request-samples.ts';
import { RequestTags } from './request-tags.ts';
import { invalidTarget, requestTarget } from './request-target.ts';
import type { ResolveHost } from './resolve-host.ts';
import { type ResponseRecord, receivedCookies } from './response-record.ts';
import { SessionCookies } from './session-cookies.ts';

/** A request as a script asks for it. */
export interface Outgoing {
  readonly method: string;
  readonly address: string;
  /** The name that http.url gave it; '' for none. */
  readonly name: string;
  readonly params: RequestParams;
  readonly body: RequestBody;
}

/** What a session is made of. */
export interface HttpSessionSetup {
  readonly options: HttpOptions;
  readonly resolve: ResolveHost;
  readonly pace: RequestPace;
  readonly sink: SampleSink;
  readonly tags: VuTags;
  readonly waits: Waits;
  /** Says something of a kind, once for all virtual users. */
  readonly complain: (kind: string, message: string) => void;
}

/** Methods that a server may see twice without harm: only these are sent again when a kept connection turns out to be closed. */
const repeatable = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'TRACE']);

/** All requests of one virtual user: its cookies, its connections, and the samples that they give. */
export class HttpSession {
  readonly cookies = new SessionCookies();
  readonly params: BoundedCache<RequestParams>;
  /** What counts as expected from here on; null measures no failures. */
  expected: ExpectedStatuses | null = defaultExpected;
  bytesSent = 0;
  bytesReceived = 0;
  readonly #setup: HttpSessionSetup;
  readonly #options: HttpOptions;
  readonly #connections: Connections;
  readonly #tags: RequestTags;
  readonly #targets = new BoundedCache((address: string) => ({ target: requestTarget(address) }));

  constructor(setup: HttpSessionSetup) {
    this.#setup = setup;
    this.#options = setup.options;
    this.#connections = new Connections(setup.options, setup.resolve);
    this.#tags = new RequestTags(setup.tags);
    this.params = new BoundedCache((json: string) => requestParams(json, setup.options.userAgent), 500);
  }

  /** How many requests of a batch may be under way. */
  get limits(): { readonly batch: number; readonly batchPerHost: number } {
    return this.#options;
  }

  /** Makes ready for the next iteration: cookies are new, unless the test keeps them. */
  startIteration(): void {
    this.cookies.startIteration(this.#options.noCookiesReset);
    if (this.#options.noVuConnectionReuse) this.#connections.closeIdle();
  }

  /** Sends a request, follows redirects, and gives the last answer or the failure; throws RequestFailure only with the option throw. */
  async send(outgoing: Outgoing): Promise<ResponseRecord> {
    const flight = new Flight();
    const forget = this.#setup.waits.add(() => {
      flight.interrupted = true;
      flight.giveUp(new RequestFailure(1000, 'the iteration was interrupted'));
    });
    const timer = setTimeout(() => flight.giveUp(new RequestFailure(1050, 'request timeout')), outgoing.params.timeoutMs);
    try {
      const record = await this.#follow(outgoing, flight);
      if (record.exchanged.failure !== undefined) this.#complain(record, record.exchanged.failure, flight);
      return record;
    } finally {
      clearTimeout(timer);
      forget();
    }
  }

  #complain({ method, target }: ResponseRecord, failure: RequestFailure, flight: Flight): void {
    if (this.#options.throws) throw failure;
    if (!flight.interrupted)
      this.#setup.complain(`${target.origin} ${failure.message}`, `${method} ${target.href} failed: ${failure.message}`);
  }

  async #follow(outgoing: Outgoing, flight: Flight): Promise<ResponseRecord> {
    const { params, method, body } = outgoing;
    const { target } = this.#targets.get(outgoing.address);
    if (target === undefined) return this.#invalid(outgoing, flight);
    const most = params.redirects ?? this.#options.maxRedirects;
    let hop: Hop = { target, method, body, headers: params.headers };
    for (let followed = 0; ; followed += 1) {
      const record = await this.#hop(outgoing, hop, flight);
      const redirect = most === 0 ? undefined : redirectOf(record.exchanged, hop.target, hop.method);
      if (redirect === undefined) return record;
      if (followed >= most) return this.#stopped(record, params, most);
      hop = nextHop(hop, redirect);
    }
  }

  #stopped(record: ResponseRecord, { redirects }: RequestParams, most: number): ResponseRecord {
    if (redirects === undefined && !this.#options.maxRedirectsGiven) {
      const { href } = record.target;
      this.#setup.complain(
        `redirects ${href}`,
        `stopped after ${most} redirects at ${href}: set redirects or maxRedirects to say how many you want`,
      );
    }
    return record;
  }

  /** An address that is none was never sent, but it is a request that the script meant to make: it counts as failed. */
  #invalid(outgoing: Outgoing, flight: Flight): ResponseRecord {
    const hop: Hop = { target: invalidTarget(outgoing.address), method: outgoing.method, body: outgoing.body, headers: [] };
    const failure = new RequestFailure(1020, `invalid URL: ${outgoing.address}`);
    return this.#record(outgoing, hop, unanswered(failure), undefined, [], flight);
  }

  async #hop(outgoing: Outgoing, hop: Hop, flight: Flight): Promise<ResponseRecord> {
    const waitMs = this.#setup.pace();
    if (waitMs > 0) await pause(this.#setup.waits, waitMs);
    const cookies = this.cookies.sentWith(hop, outgoing.params);
    const wired = { ...hop, headers: hopHeaders(hop, outgoing.params, cookies) };
    const keepBody = this.#bodyKind(outgoing.params) !== 'none';
    let connection = this.#connections.take(hop.target);
    let exchanged = await this.#exchange(connection, wired, keepBody, flight);
    if (exchanged.stale && repeatable.has(hop.method) && flight.given === undefined) {
      connection = this.#connections.take(hop.target);
      exchanged = await this.#exchange(connection, wired, keepBody, flight);
    }
    this.cookies.keep(hop, outgoing.params, receivedCookies(exchanged));
    return this.#record(outgoing, wired, exchanged, connection, cookies, flight);
  }

  async #exchange(connection: Connection, { target, method, body, headers }: Hop, keepBody: boolean, flight: Flight): Promise<Exchanged> {
    const exchanged = await new Promise<Exchanged>((resolve) => {
      const exchange = new Exchange(connection, keepBody, this.#options.mostBodyBytes, resolve);
      flight.exchange = exchange;
      if (flight.given !== undefined) exchange.abort(flight.given);
      connection.client.dispatch({ path: target.path, method, headers: headers as string[], body: body.content }, exchange);
    });
    this.#connections.give(connection);
    this.bytesSent += exchanged.bytesSent;
    this.bytesReceived += exchanged.bytesReceived;
    return exchanged;
  }

  #bodyKind({ responseType }: RequestParams): ResponseRecord['bodyKind'] {
    return responseType ?? (this.#options.discardResponseBodies ? 'none' : 'text');
  }

  #record(
    outgoing: Outgoing,
    hop: Hop,
    exchanged: Exchanged,
    connection: Connection | undefined,
    requestCookies: readonly SentCookie[],
    flight: Flight,
  ): ResponseRecord {
    const record: ResponseRecord = {
      exchanged,
      target: hop.target,
      method: hop.method,
      errorCode: exchanged.failure?.code ?? statusErrorCode(exchanged.status),
      bodyKind: exchanged.failure === undefined ? this.#bodyKind(outgoing.params) : 'none',
      mostBodyBytes: this.#options.mostBodyBytes,
      remoteIp: connection?.remoteIp ?? '',
      remotePort: connection?.remotePort ?? 0,
      tlsVersion: connection?.tlsVersion ?? '',
      tlsCipherSuite: connection?.tlsCipherSuite ?? '',
      requestHeaders: hop.headers,
      requestBody: hop.body.shown,
      requestCookies,
    };
    // What was cut off by the end of its iteration says nothing about the service.
    if (!flight.interrupted) this.#emit(outgoing, record);
    return record;
  }

  #emit({ params, name }: Outgoing, record: ResponseRecord): void {
    const { exchanged } = record;
    const expected = params.expected === undefined ? this.expected : params.expected;
    const asExpected = expected === null ? undefined : exchanged.failure === undefined && isExpected(expected, exchanged.status);
    const tags = this.#tags.of(params, name, record, asExpected);
    emitRequest(this.#setup.sink, exchanged, tags, asExpected === undefined ? undefined : !asExpected, Date.now());
  }

  close(): Promise<void> {
    return this.#connections.close();
  }
}
