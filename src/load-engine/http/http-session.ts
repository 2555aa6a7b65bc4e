import { LONGEST_TIMER_MS } from '../clock.ts';
import { BoundedCache } from './bounded-cache.ts';
import { unanswered } from './exchange.ts';
import type { ExpectedStatuses } from './expected-statuses.ts';
import { Flight } from './flight.ts';
import { type Hop, nextHop } from './hop.ts';
import { HopSender } from './hop-sender.ts';
import type { HttpOptions } from './http-options.ts';
import type { HttpSessionSetup } from './http-session-setup.ts';
import type { Outgoing } from './outgoing.ts';
import { redirectOf } from './redirect.ts';
import { RequestFailure } from './request-failure.ts';
import { type RequestParams, requestParams } from './request-params.ts';
import { invalidTarget, requestTarget } from './request-target.ts';
import type { ResponseRecord } from './response-record.ts';
import { DigestSender } from './send-digest.ts';
import { SessionCookies } from './session-cookies.ts';

/** All requests of one virtual user: its cookies, its connections, and the samples that they give. */
export class HttpSession {
  readonly cookies = new SessionCookies();
  readonly params: BoundedCache<RequestParams>;
  readonly #setup: HttpSessionSetup;
  readonly #options: HttpOptions;
  readonly #hops: HopSender;
  readonly #targets = new BoundedCache((address: string) => ({ target: requestTarget(address) }));

  constructor(setup: HttpSessionSetup) {
    this.#setup = setup;
    this.#options = setup.options;
    this.#hops = new HopSender(setup, this.cookies);
    this.params = new BoundedCache((json: string) => requestParams(json, setup.options.userAgent), 500);
  }

  /** How many requests of a batch may be under way. */
  get limits(): { readonly batch: number; readonly batchPerHost: number } {
    return this.#options;
  }

  /** What counts as expected from here on; null measures no failures. */
  set expected(expected: ExpectedStatuses | null) {
    this.#hops.expected = expected;
  }

  /** Counts bytes of another protocol in. */
  countBytes(sent: number, received: number): void {
    this.#hops.bytesSent += sent;
    this.#hops.bytesReceived += received;
  }

  /** Bytes on the wire since the last time somebody asked. */
  takeBytes(): { readonly sent: number; readonly received: number } {
    const counted = { sent: this.#hops.bytesSent, received: this.#hops.bytesReceived };
    this.#hops.bytesSent = 0;
    this.#hops.bytesReceived = 0;
    return counted;
  }

  /** Makes ready for the next iteration: cookies are new, unless the test keeps them. */
  startIteration(): void {
    this.cookies.startIteration(this.#options.noCookiesReset);
    if (this.#options.noVuConnectionReuse) this.#hops.connections.closeIdle();
  }

  /** Sends a request, follows redirects, and gives the last answer or the failure; throws RequestFailure only with the option throw. */
  async send(outgoing: Outgoing): Promise<ResponseRecord> {
    const flight = new Flight();
    const forget = this.#setup.waits.add(() => {
      flight.interrupted = true;
      flight.giveUp(new RequestFailure(1000, 'the iteration was interrupted'));
    });
    const timeoutMs = Math.min(outgoing.params.timeoutMs, LONGEST_TIMER_MS);
    const timer = setTimeout(() => flight.giveUp(new RequestFailure(1050, 'request timeout')), timeoutMs);
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
    if (params.auth === 'digest' && target.credentials === undefined)
      throw new Error("auth: 'digest' needs a user and a password in the address: http://user:password@host/");
    const digest = params.auth === 'digest' ? this.#digest(outgoing, flight) : undefined;
    let hop: Hop = { target, method, body, headers: params.headers };
    for (let followed = 0; ; followed += 1) {
      const record = await (digest === undefined ? this.#hops.send(outgoing, hop, flight) : digest.send(hop));
      const redirect = most === 0 ? undefined : redirectOf(record.exchanged, hop.target, hop.method);
      if (redirect === undefined) return record;
      if (followed >= most) return this.#stopped(record, params, most);
      hop = nextHop(hop, redirect);
    }
  }

  #digest(outgoing: Outgoing, flight: Flight): DigestSender {
    return new DigestSender((...hop) => this.#hops.send(...hop), outgoing, flight);
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

  #invalid(outgoing: Outgoing, flight: Flight): ResponseRecord {
    const target = invalidTarget(outgoing.address);
    const hop: Hop = { target, method: outgoing.method, body: outgoing.body, headers: [] };
    return this.#hops.recordUnsent(outgoing, hop, unanswered(new RequestFailure(1020, `invalid URL: ${target.href}`)), flight);
  }

  close(): Promise<void> {
    return this.#hops.connections.close();
  }
}
