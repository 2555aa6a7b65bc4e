import type { VuTags } from '../modules/vu-tags.ts';
import type { Waits } from '../modules/waits.ts';
import type { SampleSink } from '../virtual-user.ts';
import { BoundedCache } from './bounded-cache.ts';
import { type Connection, Connections } from './connections.ts';
import { CookieJar } from './cookie-jar.ts';
import { Exchange, type Exchanged } from './exchange.ts';
import { defaultExpected, type ExpectedStatuses, isExpected } from './expected-statuses.ts';
import type { HttpOptions } from './http-options.ts';
import { type Redirect, redirectOf } from './redirect.ts';
import { noBody, type RequestBody } from './request-body.ts';
import { RequestFailure, statusErrorCode } from './request-failure.ts';
import { type RequestParams, requestParams } from './request-params.ts';
import { emitRequest } from './request-samples.ts';
import { type RequestTarget, requestTarget } from './request-target.ts';
import type { ResolveHost } from './resolve-host.ts';
import { type ResponseRecord, receivedCookies } from './response-record.ts';

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
  readonly sink: SampleSink;
  readonly tags: VuTags;
  readonly waits: Waits;
  readonly warn: (message: string) => void;
}

interface Hop {
  readonly target: RequestTarget;
  readonly method: string;
  readonly body: RequestBody;
  readonly headers: readonly string[];
}

/** A request that may be given up: by its own timeout, or because the virtual user is interrupted. */
class Flight {
  exchange: Exchange | undefined;
  given: RequestFailure | undefined;
  interrupted = false;

  giveUp(failure: RequestFailure): void {
    this.given ??= failure;
    this.exchange?.abort(failure);
  }
}

/** Methods that a server may see twice without harm: only these are sent again when a kept connection turns out to be closed. */
const repeatable = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'TRACE']);

/** All requests of one virtual user: its cookies, its connections, and the samples that they give. */
export class HttpSession {
  readonly jar = new CookieJar();
  readonly params: BoundedCache<RequestParams>;
  /** What counts as expected from here on; null measures no failures. */
  expected: ExpectedStatuses | null = defaultExpected;
  bytesSent = 0;
  bytesReceived = 0;
  readonly #setup: HttpSessionSetup;
  readonly #connections: Connections;
  readonly #targets = new BoundedCache((address: string) => ({ target: requestTarget(address) }));
  readonly #numbers = new WeakMap<RequestParams, number>();
  #nextNumber = 0;
  readonly #jars = new Map<number, CookieJar>();

  constructor(setup: HttpSessionSetup) {
    this.#setup = setup;
    this.#connections = new Connections(setup.options, setup.resolve);
    this.params = new BoundedCache((json: string) => requestParams(json, setup.options.userAgent), 500);
  }

  /** How many requests of a batch may be under way. */
  get limits(): { readonly batch: number; readonly batchPerHost: number } {
    return this.#setup.options;
  }

  /** Makes ready for the next iteration: cookies are new, unless the test keeps them. */
  startIteration(): void {
    this.#jars.clear();
    if (!this.#setup.options.noCookiesReset) this.jar.reset();
    if (this.#setup.options.noVuConnectionReuse) this.#connections.closeIdle();
  }

  /** A number by which request parameters name a jar until the iteration ends. */
  jarNumber(jar: CookieJar): number {
    for (const [number, known] of this.#jars) if (known === jar) return number;
    const number = this.#jars.size + 1;
    this.#jars.set(number, jar);
    return number;
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
      if (record.exchanged.failure !== undefined) this.#complain(outgoing, record.exchanged.failure, flight);
      return record;
    } finally {
      clearTimeout(timer);
      forget();
    }
  }

  #complain({ method, address }: Outgoing, failure: RequestFailure, flight: Flight): void {
    if (this.#setup.options.throws) throw failure;
    if (!flight.interrupted) this.#setup.warn(`${method} ${address} failed: ${failure.message}`);
  }

  async #follow(outgoing: Outgoing, flight: Flight): Promise<ResponseRecord> {
    const { params, method, body } = outgoing;
    const { options } = this.#setup;
    const { target } = this.#targets.get(outgoing.address);
    if (target === undefined) return this.#invalid(outgoing, flight);
    const most = params.redirects ?? options.maxRedirects;
    let hop: Hop = { target, method, body, headers: params.headers };
    for (let followed = 0; ; followed += 1) {
      const record = await this.#hop(outgoing, hop, flight);
      const redirect = redirectOf(record.exchanged, hop.target, hop.method);
      if (redirect === undefined || most === 0) return record;
      if (followed >= most) {
        if (params.redirects === undefined && !options.maxRedirectsGiven) {
          this.#setup.warn(`stopped after ${most} redirects at ${hop.target.href}: set redirects or maxRedirects to say how many you want`);
        }
        return record;
      }
      hop = nextHop(hop, redirect);
    }
  }

  /** An address that is none was never sent, but it is a request that the script meant to make: it counts as failed. */
  #invalid(outgoing: Outgoing, flight: Flight): ResponseRecord {
    const nowhere: RequestTarget = {
      href: outgoing.address,
      origin: '',
      secure: false,
      hostname: '',
      port: 0,
      path: '',
      basicAuthorization: undefined,
    };
    const hop: Hop = { target: nowhere, method: outgoing.method, body: outgoing.body, headers: [] };
    const failure = new RequestFailure(1020, `invalid URL: ${outgoing.address}`);
    return this.#record(outgoing, hop, unanswered(failure), undefined, [], flight);
  }

  async #hop(outgoing: Outgoing, hop: Hop, flight: Flight): Promise<ResponseRecord> {
    const jar = this.#jarOf(outgoing.params);
    const cookies = this.#cookies(jar, hop.target, outgoing.params);
    const headers = this.#headers(hop, outgoing.params, cookies);
    const keepBody = this.#bodyKind(outgoing.params) !== 'none';
    let connection = this.#connections.take(hop.target);
    let exchanged = await this.#exchange(connection, hop, headers, keepBody, flight);
    if (exchanged.stale && repeatable.has(hop.method) && flight.given === undefined) {
      connection = this.#connections.take(hop.target);
      exchanged = await this.#exchange(connection, hop, headers, keepBody, flight);
    }
    const nowMs = Date.now();
    for (const cookie of receivedCookies(exchanged)) jar.store(hop.target, cookie, nowMs);
    return this.#record(outgoing, { ...hop, headers }, exchanged, connection, cookies, flight);
  }

  async #exchange(connection: Connection, hop: Hop, headers: readonly string[], keepBody: boolean, flight: Flight): Promise<Exchanged> {
    const exchanged = await new Promise<Exchanged>((resolve) => {
      const exchange = new Exchange(connection, keepBody, this.#setup.options.mostBodyBytes, resolve);
      flight.exchange = exchange;
      if (flight.given !== undefined) exchange.abort(flight.given);
      const { target, method, body } = hop;
      connection.client.dispatch({ path: target.path, method, headers: headers as string[], body: body.content }, exchange);
    });
    this.#connections.give(connection);
    this.bytesSent += exchanged.bytesSent;
    this.bytesReceived += exchanged.bytesReceived;
    return exchanged;
  }

  #jarOf({ jar }: RequestParams): CookieJar {
    return (jar === undefined ? undefined : this.#jars.get(jar)) ?? this.jar;
  }

  #cookies(jar: CookieJar, target: RequestTarget, { cookies }: RequestParams): ResponseRecord['requestCookies'] {
    if (jar.empty) return cookies;
    const replaced = new Set(cookies.filter(({ replace }) => replace).map(({ name }) => name));
    const kept = jar.cookiesFor(target, Date.now()).filter(({ name }) => !replaced.has(name));
    return [...kept.map(({ name, value }) => ({ name, value, replace: false })), ...cookies];
  }

  #headers({ headers, target, body }: Hop, params: RequestParams, cookies: ResponseRecord['requestCookies']): readonly string[] {
    if (cookies.length === 0 && body.headers.length === 0 && target.basicAuthorization === undefined) return headers;
    const cookie = cookies.length === 0 ? [] : ['Cookie', cookies.map(({ name, value }) => `${name}=${value}`).join('; ')];
    const named = headers.some((name, index) => index % 2 === 0 && name.toLowerCase() === 'authorization');
    const wanted = target.basicAuthorization !== undefined && (params.basicAuth || !named);
    return [...headers, ...body.headers, ...cookie, ...(wanted ? ['Authorization', target.basicAuthorization ?? ''] : [])];
  }

  #bodyKind({ responseType }: RequestParams): ResponseRecord['bodyKind'] {
    return responseType ?? (this.#setup.options.discardResponseBodies ? 'none' : 'text');
  }

  #record(
    outgoing: Outgoing,
    hop: Hop,
    exchanged: Exchanged,
    connection: Connection | undefined,
    requestCookies: ResponseRecord['requestCookies'],
    flight: Flight,
  ): ResponseRecord {
    const errorCode = exchanged.failure?.code ?? statusErrorCode(exchanged.status);
    const record: ResponseRecord = {
      exchanged,
      target: hop.target,
      method: hop.method,
      errorCode,
      bodyKind: exchanged.failure === undefined ? this.#bodyKind(outgoing.params) : 'none',
      mostBodyBytes: this.#setup.options.mostBodyBytes,
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

  #emit({ params, name }: Outgoing, { exchanged, target, method, errorCode, tlsVersion }: ResponseRecord): void {
    const expected = params.expected === undefined ? this.expected : params.expected;
    const asExpected = expected === null ? undefined : exchanged.failure === undefined && isExpected(expected, exchanged.status);
    const { status, failure } = exchanged;
    const label = params.tags['name'] ?? (name === '' ? target.href : name);
    const key = `${this.#numberOf(params)}|${method}|${label}|${status}|${asExpected}|${tlsVersion}|${failure?.message ?? ''}`;
    const tags = this.#setup.tags.variant(key, () => ({
      user: params.tags,
      system: {
        method,
        // k6 gives url the name's value, so that neither makes a series an id.
        url: label,
        name: label,
        status: String(status),
        ...(status === 0 ? {} : { proto: 'HTTP/1.1' }),
        ...(tlsVersion === '' ? {} : { tls_version: tlsVersion }),
        ...(asExpected === undefined ? {} : { expected_response: String(asExpected) }),
        ...(errorCode === 0 ? {} : { error_code: String(errorCode) }),
        ...(failure === undefined ? {} : { error: failure.message }),
      },
    }));
    emitRequest(this.#setup.sink, exchanged, tags, asExpected === undefined ? undefined : !asExpected, Date.now());
  }

  #numberOf(params: RequestParams): number {
    const known = this.#numbers.get(params);
    if (known !== undefined) return known;
    this.#nextNumber += 1;
    this.#numbers.set(params, this.#nextNumber);
    return this.#nextNumber;
  }

  close(): Promise<void> {
    return this.#connections.close();
  }
}

const credentials = new Set(['authorization', 'cookie', 'www-authenticate']);
const ofTheBody = new Set(['content-type', 'content-encoding', 'content-language', 'content-location']);

function nextHop({ headers, body }: Hop, { target, method, keepsBody, keepsCredentials }: Redirect): Hop {
  const dropped = (name: string): boolean => (!keepsCredentials && credentials.has(name)) || (!keepsBody && ofTheBody.has(name));
  const kept = headers.flatMap((name, index) => (index % 2 === 1 || dropped(name.toLowerCase()) ? [] : [name, headers[index + 1] ?? '']));
  return { target, method, body: keepsBody ? body : noBody, headers: kept };
}

function unanswered(failure: RequestFailure): Exchanged {
  const timings = { blocked: 0, lookingUp: 0, connecting: 0, tlsHandshaking: 0, sending: 0, waiting: 0, receiving: 0 };
  return { status: 0, statusText: '', headers: {}, chunks: [], timings, failure, bytesSent: 0, bytesReceived: 0, stale: false };
}
