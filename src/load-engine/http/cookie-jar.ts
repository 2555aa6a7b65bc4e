import { isIP } from 'node:net';
import type { RequestTarget } from './request-target.ts';
import type { ReceivedCookie } from './set-cookie.ts';

interface Kept {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  readonly hostOnly: boolean;
  readonly path: string;
  readonly secure: boolean;
  /** Milliseconds since 1970; Infinity for a session. */
  readonly until: number;
}

/** Cookies of one virtual user by RFC 6265, section 5.3 and 5.4, without a list of public suffixes: a domain needs a dot, or must be the host itself. */
export class CookieJar {
  #kept: Kept[] = [];

  get empty(): boolean {
    return this.#kept.length === 0;
  }

  /** Keeps a cookie that a target set, replaces the one of the same name, domain and path, or removes it where it has expired. */
  store(target: RequestTarget, cookie: ReceivedCookie, nowMs: number): void {
    const domain = cookie.domain === '' ? target.hostname : cookie.domain;
    if (!mayCover(domain, target.hostname)) return;
    const path = cookie.path.startsWith('/') ? cookie.path : defaultPath(target.path);
    const until = cookie.maxAge === undefined ? (cookie.expires ?? Number.POSITIVE_INFINITY) : nowMs + cookie.maxAge * 1000;
    this.#kept = this.#kept.filter((kept) => !(kept.name === cookie.name && kept.domain === domain && kept.path === path));
    if (until <= nowMs) return;
    const { name, value, secure } = cookie;
    this.#kept.push({ name, value, domain, hostOnly: cookie.domain === '', path, secure, until });
  }

  /** The cookies that a request to a target carries, longer paths first. */
  cookiesFor(target: RequestTarget, nowMs: number): readonly { readonly name: string; readonly value: string }[] {
    if (this.#kept.length === 0) return [];
    return this.#kept.filter((kept) => fits(kept, target) && kept.until > nowMs).toSorted((a, b) => b.path.length - a.path.length);
  }

  /** Removes the cookies that a request to a target would carry, or only those of one name. */
  clear(target: RequestTarget, name?: string): void {
    this.#kept = this.#kept.filter((kept) => !fits(kept, target) || (name !== undefined && kept.name !== name));
  }

  /** Removes everything. */
  reset(): void {
    if (this.#kept.length > 0) this.#kept = [];
  }
}

function fits(kept: Kept, target: RequestTarget): boolean {
  if (kept.secure && !target.secure) return false;
  const hostFits = kept.hostOnly ? kept.domain === target.hostname : covers(kept.domain, target.hostname);
  return hostFits && pathFits(kept.path, target.path.split('?', 1)[0] ?? '/');
}

function covers(domain: string, hostname: string): boolean {
  return hostname === domain || (isIP(hostname) === 0 && hostname.endsWith(`.${domain}`));
}

function mayCover(domain: string, hostname: string): boolean {
  return hostname === domain || (domain.includes('.') && covers(domain, hostname));
}

function pathFits(path: string, requested: string): boolean {
  if (path === requested || path === '/') return true;
  return requested.startsWith(path) && (path.endsWith('/') || requested[path.length] === '/');
}

function defaultPath(path: string): string {
  const pathname = path.split('?', 1)[0] ?? '/';
  const slash = pathname.lastIndexOf('/');
  return slash <= 0 ? '/' : pathname.slice(0, slash);
}
