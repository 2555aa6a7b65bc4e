import type { Exchanged } from './exchange.ts';
import { type RequestTarget, requestTarget, withCredentialsOf } from './request-target.ts';

/** Where a redirect leads, and how it is asked for. */
export interface Redirect {
  readonly target: RequestTarget;
  readonly method: string;
  readonly keepsBody: boolean;
  /** Whether credentials may go along: only to the same host or one below it. */
  readonly keepsCredentials: boolean;
}

const rewriting = new Set([301, 302, 303]);
const repeating = new Set([307, 308]);

/** Reads a redirect (RFC 9110, section 15.4); undefined where an answer is none, or its Location is no address. */
export function redirectOf({ status, headers }: Exchanged, from: RequestTarget, method: string): Redirect | undefined {
  const location = headers.location;
  if (location === undefined || !(rewriting.has(status) || repeating.has(status))) return undefined;
  const found = requestTarget(location, from.href);
  if (found === undefined) return undefined;
  // Those in an address go along to the same server; another one never learns them.
  const target = found.origin === from.origin && found.credentials === undefined ? withCredentialsOf(found, from) : found;
  const keepsCredentials = target.hostname === from.hostname || target.hostname.endsWith(`.${from.hostname}`);
  if (repeating.has(status)) return { target, method, keepsBody: true, keepsCredentials };
  return { target, method: method === 'HEAD' ? 'HEAD' : 'GET', keepsBody: false, keepsCredentials };
}
