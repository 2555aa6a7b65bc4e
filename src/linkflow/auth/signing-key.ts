import { randomUUID } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JSONWebKeySet, type JWK } from 'jose';
import { z } from 'zod';

/** The key that tokens are signed with, and the public keys they are checked with (JWKS). */
export interface SigningKey {
  readonly keyId: string;
  readonly privateKey: CryptoKey;
  readonly publicKeys: JSONWebKeySet;
}

const keyFile = z.object({
  keys: z.array(z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string(), d: z.string() })).min(1),
});

/** A new key that lives as long as the process: its tokens end with it. */
export async function newSigningKey(): Promise<SigningKey> {
  return signingKeyOf([await newPrivateJwk()]);
}

/**
 * The key of a file, which is made with a new key (readable by its owner only) when it is not there.
 *
 * The file is a JWKS of private Ed25519 keys: the first signs, all are published, so a key is changed by putting a new one in
 * front and taking the old one out when its last token has expired. Throws when the file is not such a set.
 */
export async function signingKeyFromFile(path: string): Promise<SigningKey> {
  const text = await readFile(path, 'utf8').catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return createKeyFile(path);
  });
  const parsed = keyFile.safeParse(parseJson(text));
  if (!parsed.success) throw new Error(`${path} is not a JWKS of private Ed25519 keys`);
  return signingKeyOf(parsed.data.keys);
}

async function createKeyFile(path: string): Promise<string> {
  const beside = `${path}.${randomUUID()}`;
  await writeFile(beside, JSON.stringify({ keys: [await newPrivateJwk()] }), { mode: 0o600, flag: 'wx' });
  // link() fails where rename() would replace: of two processes that start together, both then read the first one's key.
  await link(beside, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(beside);
  return readFile(path, 'utf8');
}

async function newPrivateJwk(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  return exportJWK(privateKey);
}

async function signingKeyOf(privateJwks: readonly JWK[]): Promise<SigningKey> {
  const keys = await Promise.all(privateJwks.map(publicJwk));
  const [first] = privateJwks;
  const keyId = keys[0]?.kid;
  if (first === undefined || keyId === undefined) throw new Error('A set of signing keys needs at least one key');
  const privateKey = await importJWK(first, 'EdDSA');
  if (privateKey instanceof Uint8Array) throw new Error('A signing key must not be symmetric');
  return { keyId, privateKey, publicKeys: { keys } };
}

async function publicJwk({ d: _private, ...jwk }: JWK): Promise<JWK> {
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'EdDSA', use: 'sig' };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
