import { createLocalJWKSet, type JWTVerifyGetKey } from 'jose';
import { newSigningKey, type SigningKey } from '../auth/signing-key.ts';
import { tokens } from '../auth/tokens.ts';

/** Issues access tokens as the auth service does, for tests of the other services. */
export interface TokenIssuer {
  readonly key: SigningKey;
  readonly keys: JWTVerifyGetKey;
  tokenOf(userId: string): Promise<string>;
}

/** An issuer with a new key. */
export async function tokenIssuer(): Promise<TokenIssuer> {
  const key = await newSigningKey();
  const issued = tokens({ key, lifetimes: { accessSeconds: 900, refreshSeconds: 3600 }, now: () => new Date() });
  return { key, keys: createLocalJWKSet(key.publicKeys), tokenOf: (userId) => issued.accessToken(userId, `session-of-${userId}`) };
}
