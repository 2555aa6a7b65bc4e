import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

/** How costly hashing a password is: N = 2^log2N, block size r, parallelism p (RFC 7914). */
export interface ScryptCost {
  readonly log2N: number;
  readonly r: number;
  readonly p: number;
}

/** The cost for new hashes: one of the equivalents that OWASP's Password Storage Cheat Sheet gives; 32 MiB and some tenths of a second. */
export const standardScryptCost: ScryptCost = { log2N: 15, r: 8, p: 3 };

const SALT_BYTES = 16;
const KEY_BYTES = 32;

/** The hash of a password with a new salt: `scrypt$log2N$r$p$salt$key`, salt and key in base64url. The same password never gives the same text twice. */
export async function hashPassword(password: string, cost: ScryptCost = standardScryptCost): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(password, salt, cost);
  return ['scrypt', cost.log2N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** Whether a password is the one of a hash, at the hash's own cost; compared in constant time. Throws for a text that hashPassword() never made. */
export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  const [kind, log2N, r, p, salt = '', key = ''] = hash.split('$');
  if (kind !== 'scrypt') throw new Error('A stored password hash is damaged: it is not scrypt$…');
  const expected = Buffer.from(key, 'base64url');
  const actual = await derive(password, Buffer.from(salt, 'base64url'), { log2N: Number(log2N), r: Number(r), p: Number(p) });
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

function derive(password: string, salt: Buffer, { log2N, r, p }: ScryptCost): Promise<Buffer> {
  const N = 2 ** log2N;
  // Node refuses more than 32 MiB by itself; what scrypt needs is 128·N·r and a little.
  const options: ScryptOptions = { N, r, p, maxmem: 128 * N * r + 1024 * 1024 };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, options, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}
