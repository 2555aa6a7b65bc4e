import type { IncomingHttpHeaders } from 'node:http';

/** What a server wants to be answered before it lets a request in by digest (RFC 7616, section 3.3). */
export interface DigestChallenge {
  readonly realm: string;
  readonly nonce: string;
  /** undefined where the server sent none. */
  readonly opaque: string | undefined;
  /** As the server wrote it; undefined where it named none, which means MD5. */
  readonly algorithm: string | undefined;
  /** undefined is RFC 2069, without counts. */
  readonly qop: 'auth' | 'auth-int' | undefined;
  /** The nonce was too old, the credentials were not the trouble. */
  readonly stale: boolean;
  /** Whether the server wants the user's name hashed. */
  readonly userhash: boolean;
}

/** Hashes by the names of RFC 7616, in the names of node:crypto. */
export const DIGEST_HASHES: ReadonlyMap<string, string> = new Map([
  ['MD5', 'md5'],
  ['SHA-256', 'sha256'],
  ['SHA-512-256', 'sha512-256'],
]);

/** The first challenge of an answer that can be met: servers put what they prefer first. undefined where there is none. */
export function digestChallenge(headers: IncomingHttpHeaders): DigestChallenge | undefined {
  const header: string | readonly string[] | undefined = headers['www-authenticate'];
  const text = Array.isArray(header) ? header.join(', ') : (header ?? '');
  for (const { scheme, fields } of challenges(text)) {
    const challenge = scheme.toLowerCase() === 'digest' ? readChallenge(fields) : undefined;
    if (challenge !== undefined) return challenge;
  }
  return undefined;
}

interface Challenge {
  readonly scheme: string;
  readonly fields: Map<string, string>;
}

/** A scheme stands before a field with nothing but space between; a comma may end a field or a challenge. */
const field = /(?:^|[\s,])(?:([\w!#$%&'*+.^`|~-]+)[ \t]+)?([\w*-]+)[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/g;

function challenges(text: string): readonly Challenge[] {
  const found: Challenge[] = [];
  for (const [, scheme, name = '', quoted, bare] of text.matchAll(field)) {
    if (scheme !== undefined) found.push({ scheme, fields: new Map() });
    found.at(-1)?.fields.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? bare ?? '');
  }
  return found;
}

function readChallenge(fields: ReadonlyMap<string, string>): DigestChallenge | undefined {
  const nonce = fields.get('nonce');
  const algorithm = fields.get('algorithm');
  const offered = fields
    .get('qop')
    ?.split(',')
    .map((each) => each.trim().toLowerCase());
  const qop = (['auth', 'auth-int'] as const).find((each) => offered?.includes(each));
  const knownHash = DIGEST_HASHES.has((algorithm ?? 'MD5').toUpperCase().replace(/-SESS$/, ''));
  if (nonce === undefined || !knownHash || (offered !== undefined && qop === undefined)) return undefined;
  return {
    realm: fields.get('realm') ?? '',
    nonce,
    opaque: fields.get('opaque'),
    algorithm,
    qop,
    stale: fields.get('stale')?.toLowerCase() === 'true',
    userhash: fields.get('userhash')?.toLowerCase() === 'true',
  };
}
