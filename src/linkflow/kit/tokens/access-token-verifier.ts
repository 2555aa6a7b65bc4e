import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { Problem } from '../problem.ts';
import type { Principal } from './principal.ts';

/** Says whom an access token speaks for. */
export interface AccessTokenVerifier {
  /** Undefined for a token that is malformed, expired, of another issuer or not an access token. Throws an `unavailable` problem when the keys are out of reach. */
  verify(token: string): Promise<Principal | undefined>;
}

/** What accessTokenVerifier() needs; `cacheSize` verified tokens are remembered until they expire (default 10,000). */
export interface AccessTokenVerifierOptions {
  readonly keys: JWTVerifyGetKey;
  readonly nowMs?: () => number;
  readonly cacheSize?: number;
}

/** Issuer, audience, type (RFC 9068) and algorithm of LinkFlow's access tokens. */
export const accessTokenRules = { issuer: 'linkflow-auth', audience: 'linkflow', typ: 'at+jwt', algorithm: 'EdDSA' } as const;

/** Creates a verifier; a token seen before costs a look into memory instead of a signature check. */
export function accessTokenVerifier({ keys, nowMs = Date.now, cacheSize = 10_000 }: AccessTokenVerifierOptions): AccessTokenVerifier {
  const verified = new Map<string, Principal>();
  return {
    verify: async (token) => {
      const known = verified.get(token);
      if (known !== undefined && known.expiresAtMs > nowMs()) return known;
      verified.delete(token);
      const principal = await verifySignature(token, keys, nowMs());
      if (principal === undefined) return undefined;
      if (verified.size >= cacheSize) forgetOldest(verified);
      verified.set(token, principal);
      return principal;
    },
  };
}

/** The keys that the auth service publishes, fetched when first needed and kept for ten minutes; an unknown key id fetches again, at most every 30 s. */
export function remoteKeys(jwksUrl: string): JWTVerifyGetKey {
  return createRemoteJWKSet(new URL(jwksUrl), { timeoutDuration: 2000, cacheMaxAge: 600_000, cooldownDuration: 30_000 });
}

async function verifySignature(token: string, keys: JWTVerifyGetKey, nowMs: number): Promise<Principal | undefined> {
  const { algorithm, ...rules } = accessTokenRules;
  try {
    const { payload } = await jwtVerify(token, keys, {
      ...rules,
      algorithms: [algorithm],
      requiredClaims: ['sub', 'sid', 'exp'],
      currentDate: new Date(nowMs),
    });
    return { userId: String(payload.sub), sessionId: String(payload['sid']), expiresAtMs: (payload.exp ?? 0) * 1000 };
  } catch (error) {
    if (isTokensFault(error)) return undefined;
    throw new Problem('unavailable', 'Tokens can not be checked: the keys of the auth service are out of reach', {
      cause: error,
      headers: { 'Retry-After': '1' },
    });
  }
}

function isTokensFault(error: unknown): boolean {
  return (
    error instanceof errors.JWTClaimValidationFailed ||
    error instanceof errors.JWTExpired ||
    error instanceof errors.JWTInvalid ||
    error instanceof errors.JWSInvalid ||
    error instanceof errors.JWSSignatureVerificationFailed ||
    error instanceof errors.JOSEAlgNotAllowed ||
    error instanceof errors.JOSENotSupported ||
    error instanceof errors.JWKSNoMatchingKey
  );
}

function forgetOldest(verified: Map<string, Principal>): void {
  for (const token of verified.keys()) {
    verified.delete(token);
    return;
  }
}
