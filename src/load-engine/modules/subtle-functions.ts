import { webcrypto } from 'node:crypto';
import { messageOf } from '../message-of.ts';
import { type GuestArguments, type HostFunction, HostObject, type HostValue } from '../sandbox/host-function.ts';

type Key = webcrypto.CryptoKey;
type Loose = Readonly<Record<string, unknown>>;

/** What one call asks, besides its keys and bytes. */
interface Asked {
  readonly algorithm: Loose;
  readonly format: string;
  readonly extractable: boolean;
  readonly usages: readonly webcrypto.KeyUsage[];
  readonly length: number;
  readonly derived: Loose;
  readonly jwk: webcrypto.JsonWebKey | undefined;
}

const { subtle } = webcrypto;

/**
 * Host functions of crypto.subtle: Web Crypto is Node's own. Keys stay here, guest code holds handles.
 * A call suspends its virtual user until it is done, so that it may be awaited in the init stage too.
 */
export function subtleFunctions(): Readonly<Record<string, HostFunction>> {
  return {
    subtleDigest: async (args) => bytes(await named(() => subtle.digest(asked(args).algorithm as never, args.bytes(1)))),
    subtleCipher: async (args) => {
      const [{ algorithm }, operation, key, data] = [asked(args), args.text(1), keyOf(args, 2), args.bytes(3)];
      return bytes(
        await named(() =>
          operation === 'encrypt' ? subtle.encrypt(algorithm as never, key, data) : subtle.decrypt(algorithm as never, key, data),
        ),
      );
    },
    subtleSign: async (args) => {
      const [{ algorithm }, key, data] = [asked(args), keyOf(args, 1), args.bytes(2)];
      return bytes(await named(() => subtle.sign(algorithm as never, key, data)));
    },
    subtleVerify: async (args) => {
      const [{ algorithm }, key, signature, data] = [asked(args), keyOf(args, 1), args.bytes(2), args.bytes(3)];
      return (await named(() => subtle.verify(algorithm as never, key, signature, data))) ? 1 : 0;
    },
    subtleGenerate: async (args) => {
      const { algorithm, extractable, usages } = asked(args);
      return new HostObject(await named<object>(() => subtle.generateKey(algorithm as never, extractable, usages)));
    },
    subtleImport: async (args) => {
      const [{ algorithm, format, extractable, usages, jwk }, data] = [asked(args), args.bytes(1)];
      const given = format === 'jwk' ? (jwk ?? {}) : data;
      return new HostObject(
        await named(() => subtle.importKey(format as never, given as never, algorithm as never, extractable, [...usages])),
      );
    },
    subtleExport: async (args) => {
      const [{ format }, key] = [asked(args), keyOf(args, 1)];
      const exported = await named(() => subtle.exportKey(format as never, key) as Promise<ArrayBuffer | webcrypto.JsonWebKey>);
      return exported instanceof ArrayBuffer ? bytes(exported) : JSON.stringify(exported);
    },
    subtleDeriveBits: async (args) => {
      const [{ algorithm, length }, key] = [withPublic(args), keyOf(args, 1)];
      return bytes(await named(() => subtle.deriveBits(algorithm as never, key, length === 0 ? null : length)));
    },
    subtleDeriveKey: async (args) => {
      const [{ algorithm, derived, extractable, usages }, key] = [withPublic(args), keyOf(args, 1)];
      return new HostObject(await named(() => subtle.deriveKey(algorithm as never, key, derived as never, extractable, [...usages])));
    },
    subtleKeyPart: (args) =>
      new HostObject((args.object(0) as webcrypto.CryptoKeyPair)[args.text(1) === 'publicKey' ? 'publicKey' : 'privateKey']),
    subtleKeyFacts: (args) => keyFacts(args.object(0) as Key | webcrypto.CryptoKeyPair),
  };
}

const keyOf = (args: GuestArguments, index: number): Key => args.object(index) as Key;

const bytes = (buffer: ArrayBuffer): HostValue => new Uint8Array(buffer);

/** Bytes inside of an algorithm come as arrays of numbers behind a mark (modules/guest/subtle-crypto.ts). */
function asked(args: GuestArguments): Asked {
  return JSON.parse(args.text(0), (_key, part: unknown) =>
    typeof part === 'object' && part !== null && '$bytes' in part ? Uint8Array.from(part.$bytes as readonly number[]) : part,
  ) as Asked;
}

/** ECDH names the other side's key in its algorithm. */
function withPublic(args: GuestArguments): Asked {
  const all = asked(args);
  return args.count > 2 ? { ...all, algorithm: { ...all.algorithm, public: keyOf(args, 2) } } : all;
}

/** Web Crypto's errors say what they are by their names. */
async function named<R>(run: () => Promise<R>): Promise<R> {
  try {
    return await run();
  } catch (error) {
    throw new Error(`${(error as Error).name}: ${messageOf(error)}`, { cause: error });
  }
}

function keyFacts(held: Key | webcrypto.CryptoKeyPair): string {
  if ('publicKey' in held) return JSON.stringify({ type: 'pair' });
  const { type, extractable, algorithm, usages } = held;
  return JSON.stringify({ type, extractable, algorithm, usages }, (_key, part: unknown) =>
    part instanceof Uint8Array ? { $bytes: [...part] } : part,
  );
}
