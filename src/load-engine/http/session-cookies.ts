import { CookieJar } from './cookie-jar.ts';
import type { Hop, SentCookie } from './hop.ts';
import type { RequestParams } from './request-params.ts';
import type { ReceivedCookie } from './set-cookie.ts';

/** The cookies of one virtual user: its own jar, and those that its script made and handed to requests by number. */
export class SessionCookies {
  readonly jar = new CookieJar();
  readonly #jars = new Map<number, CookieJar>();

  /** Forgets the script's jars, and what its own jar holds unless that is to be kept. */
  startIteration(keep: boolean): void {
    this.#jars.clear();
    if (!keep) this.jar.reset();
  }

  /** A number by which request parameters name a jar until the iteration ends. */
  numberOf(jar: CookieJar): number {
    for (const [number, known] of this.#jars) if (known === jar) return number;
    const number = this.#jars.size + 1;
    this.#jars.set(number, jar);
    return number;
  }

  /** What a request takes along: its jar's cookies for the address, those left out that it replaces, then its own. */
  sentWith({ target }: Hop, params: RequestParams): readonly SentCookie[] {
    const { cookies } = params;
    const jar = this.#jarOf(params);
    if (jar.empty) return cookies;
    const replaced = new Set(cookies.filter(({ replace }) => replace).map(({ name }) => name));
    const kept = jar.cookiesFor(target, Date.now()).filter(({ name }) => !replaced.has(name));
    return [...kept.map(({ name, value }) => ({ name, value, replace: false })), ...cookies];
  }

  /** Keeps what an answer set, in the jar of its request. */
  keep({ target }: Hop, params: RequestParams, received: Iterable<ReceivedCookie>): void {
    const jar = this.#jarOf(params);
    const nowMs = Date.now();
    for (const cookie of received) jar.store(target, cookie, nowMs);
  }

  #jarOf({ jar }: RequestParams): CookieJar {
    return (jar === undefined ? undefined : this.#jars.get(jar)) ?? this.jar;
  }
}
