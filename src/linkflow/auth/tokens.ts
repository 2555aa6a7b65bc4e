import { createLocalJWKSet, errors, jwtVerify, SignJWT } from 'jose';
import { accessTokenRules } from '../kit/tokens/access-token-verifier.ts';
import type { SigningKey } from './signing-key.ts';

/** How long tokens are good for. */
export interface TokenLifetimes {
  readonly accessSeconds: number;
  readonly refreshSeconds: number;
}

/** Access tokens for a quarter of an hour, sessions for thirty days after their log-in. */
export const standardLifetimes: TokenLifetimes = { accessSeconds: 900, refreshSeconds: 30 * 24 * 3600 };

/** What a refresh token says: which session it is of, and which of its tokens it is, counted from 0. */
export interface RefreshClaims {
  readonly sessionId: string;
  readonly generation: number;
}

/** Issues tokens, and reads refresh tokens back. */
export interface Tokens {
  accessToken(userId: string, sessionId: string): Promise<string>;
  refreshToken(claims: RefreshClaims, expiresAt: Date): Promise<string>;
  /** Undefined for what is not an unexpired refresh token of ours; whether its session still takes it is not asked here. */
  readRefreshToken(token: string): Promise<RefreshClaims | undefined>;
}

// Another type and audience than an access token's: neither passes for the other.
const refreshRules = { issuer: accessTokenRules.issuer, audience: 'linkflow-auth', typ: 'rt+jwt' } as const;

/** Creates the tokens of a signing key. */
export function tokens({
  key,
  lifetimes,
  now,
}: {
  readonly key: SigningKey;
  readonly lifetimes: TokenLifetimes;
  readonly now: () => Date;
}): Tokens {
  const keys = createLocalJWKSet(key.publicKeys);
  const sign = (
    claims: Record<string, unknown>,
    rules: { issuer: string; audience: string; typ: string },
    expiresAt: Date,
  ): Promise<string> =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: accessTokenRules.algorithm, kid: key.keyId, typ: rules.typ })
      .setIssuer(rules.issuer)
      .setAudience(rules.audience)
      .setIssuedAt(now())
      .setExpirationTime(expiresAt)
      .sign(key.privateKey);
  return {
    accessToken: (userId, sessionId) =>
      sign({ sub: userId, sid: sessionId }, accessTokenRules, new Date(now().getTime() + lifetimes.accessSeconds * 1000)),
    refreshToken: ({ sessionId, generation }, expiresAt) => sign({ sid: sessionId, gen: generation }, refreshRules, expiresAt),
    readRefreshToken: async (token) => {
      const options = { ...refreshRules, algorithms: [accessTokenRules.algorithm], currentDate: now() };
      const payload = await jwtVerify(token, keys, options).then((result) => result.payload, joseErrorIsUndefined);
      return typeof payload?.['sid'] === 'string' && typeof payload['gen'] === 'number'
        ? { sessionId: payload['sid'], generation: payload['gen'] }
        : undefined;
    },
  };
}

function joseErrorIsUndefined(error: unknown): undefined {
  if (error instanceof errors.JOSEError) return undefined;
  throw error;
}
