import { createHash } from 'node:crypto';
import { DIGEST_HASHES, type DigestChallenge } from './digest-challenge.ts';

/** What a request proves by digest. */
export interface DigestRequest {
  readonly user: string;
  readonly password: string;
  readonly method: string;
  /** Path and query, as sent. */
  readonly uri: string;
  readonly body: string | Uint8Array;
  /** How often the nonce was used, this time included. */
  readonly count: number;
  readonly cnonce: string;
}

/** The value of the header Authorization that answers a challenge (RFC 7616, section 3.4; RFC 2069 where it has no qop). */
export function digestAuthorization(challenge: DigestChallenge, request: DigestRequest): string {
  const { realm, nonce, opaque, algorithm, qop, userhash } = challenge;
  const hash = hasher(algorithm);
  const nc = request.count.toString(16).padStart(8, '0');
  const user = userhash ? hash(`${request.user}:${realm}`) : request.user;
  const fields = [
    `username="${quoted(user)}"`,
    `realm="${quoted(realm)}"`,
    `nonce="${quoted(nonce)}"`,
    `uri="${request.uri}"`,
    ...(algorithm === undefined ? [] : [`algorithm=${algorithm}`]),
    `response="${digestResponse(challenge, request)}"`,
    ...(opaque === undefined ? [] : [`opaque="${quoted(opaque)}"`]),
    ...(qop === undefined ? [] : [`qop=${qop}`, `nc=${nc}`, `cnonce="${request.cnonce}"`]),
    ...(userhash ? ['userhash=true'] : []),
  ];
  return `Digest ${fields.join(', ')}`;
}

/** The proof itself: RFC 7616, section 3.4.1. */
export function digestResponse({ realm, nonce, algorithm, qop }: DigestChallenge, request: DigestRequest): string {
  const hash = hasher(algorithm);
  const { user, password, method, uri, body, count, cnonce } = request;
  const secret = hash(`${user}:${realm}:${password}`);
  const first = algorithm?.toUpperCase().endsWith('-SESS') === true ? hash(`${secret}:${nonce}:${cnonce}`) : secret;
  const second = hash(qop === 'auth-int' ? `${method}:${uri}:${hash(body)}` : `${method}:${uri}`);
  if (qop === undefined) return hash(`${first}:${nonce}:${second}`);
  return hash(`${first}:${nonce}:${count.toString(16).padStart(8, '0')}:${cnonce}:${qop}:${second}`);
}

function hasher(algorithm: string | undefined): (content: string | Uint8Array) => string {
  const name = DIGEST_HASHES.get((algorithm ?? 'MD5').toUpperCase().replace(/-SESS$/, '')) ?? 'md5';
  return (content) => createHash(name).update(content).digest('hex');
}

const quoted = (text: string): string => text.replace(/["\\]/g, '\\$&');
