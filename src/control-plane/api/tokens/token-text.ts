import { createHash, timingSafeEqual } from 'node:crypto';

/** A token as its bearer holds it, taken apart. */
export interface TokenText {
  readonly id: string;
  readonly secret: string;
}

/** `slt_<id>_<secret>`: 6 random bytes in hexadecimal, and 32 (256 bits) in base64url. The prefix lets scanners for leaked secrets find it. */
export function writeToken(random: (bytes: number) => Buffer): TokenText & { readonly text: string } {
  const id = random(6).toString('hex');
  const secret = random(32).toString('base64url');
  return { id, secret, text: `slt_${id}_${secret}` };
}

/** Takes a token apart; undefined when it has not the form of one. */
export function readToken(text: string): TokenText | undefined {
  const [, id, secret] = /^slt_([0-9a-f]{12})_([A-Za-z0-9_-]{43})$/.exec(text) ?? [];
  return id === undefined || secret === undefined ? undefined : { id, secret };
}

/**
 * SHA-256 of a secret, in hexadecimal.
 *
 * A slow, salted hash protects passwords, which can be guessed; 256 random bits can't be, so a fast hash loses nothing and each request stays cheap.
 */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Compares two hashes in a time that does not tell where they differ. */
export function sameHash(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one, 'hex'), Buffer.from(other, 'hex')];
  return left.length === right.length && left.length > 0 && timingSafeEqual(left, right);
}
