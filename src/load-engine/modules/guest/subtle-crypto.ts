import {
  type Held,
  subtleCipher,
  subtleDeriveBits,
  subtleDeriveKey,
  subtleDigest,
  subtleExport,
  subtleGenerate,
  subtleImport,
  subtleKeyFacts,
  subtleKeyPart,
  subtleSign,
  subtleVerify,
} from 'sluice:host';
import { hostText } from './host-text.ts';
import { toArrayBuffer } from './text.ts';

type Loose = Readonly<Record<string, unknown>>;

const helds = new WeakMap<object, Held>();

/** A key of Web Crypto; its bytes stay with the engine. */
class CryptoKey {
  readonly type: string;
  readonly extractable: boolean;
  readonly algorithm: Loose;
  readonly usages: readonly string[];
  constructor(held: Held) {
    const { type, extractable, algorithm, usages } = JSON.parse(subtleKeyFacts(held), revive);
    this.type = type;
    this.extractable = extractable;
    this.algorithm = algorithm;
    this.usages = usages;
    helds.set(this, held);
  }
}

function revive(_key: string, part: unknown): unknown {
  return typeof part === 'object' && part !== null && '$bytes' in part ? Uint8Array.from(part.$bytes as number[]) : part;
}

function heldKey(key: unknown): Held {
  const held = helds.get(key as object);
  if (held === undefined) throw new TypeError('not a CryptoKey');
  return held;
}

function bytesOf(input: unknown): ArrayBuffer {
  if (input instanceof ArrayBuffer || ArrayBuffer.isView(input)) return toArrayBuffer(input);
  throw new TypeError('crypto.subtle takes an ArrayBuffer or a view of one');
}

/** An algorithm by its name alone, or with its parts; bytes in it travel as arrays of numbers behind a mark. */
function wire(algorithm: unknown, more: Loose = {}): string {
  const parts = typeof algorithm === 'string' ? { name: algorithm } : algorithm;
  return JSON.stringify({ algorithm: parts, ...more }, (_key, part: unknown) => {
    if (part instanceof CryptoKey) return undefined;
    return part instanceof ArrayBuffer || ArrayBuffer.isView(part) ? { $bytes: Array.from(new Uint8Array(toArrayBuffer(part))) } : part;
  });
}

const made = (held: Held): unknown => {
  if (JSON.parse(subtleKeyFacts(held)).type !== 'pair') return new CryptoKey(held);
  return { publicKey: new CryptoKey(subtleKeyPart(held, 'publicKey')), privateKey: new CryptoKey(subtleKeyPart(held, 'privateKey')) };
};

const publicKey = (algorithm: unknown): Held[] => {
  const other = (algorithm as Loose | null)?.['public'];
  return other === undefined ? [] : [heldKey(other)];
};

/** Web Crypto's functions on keys and bytes. */
export const subtle = {
  digest: async (algorithm: unknown, data: unknown) => subtleDigest(wire(algorithm), bytesOf(data)),
  encrypt: async (algorithm: unknown, key: unknown, data: unknown) => subtleCipher(wire(algorithm), 'encrypt', heldKey(key), bytesOf(data)),
  decrypt: async (algorithm: unknown, key: unknown, data: unknown) => subtleCipher(wire(algorithm), 'decrypt', heldKey(key), bytesOf(data)),
  sign: async (algorithm: unknown, key: unknown, data: unknown) => subtleSign(wire(algorithm), heldKey(key), bytesOf(data)),
  verify: async (algorithm: unknown, key: unknown, signature: unknown, data: unknown) =>
    subtleVerify(wire(algorithm), heldKey(key), bytesOf(signature), bytesOf(data)) === 1,
  generateKey: async (algorithm: unknown, extractable: unknown, usages: unknown) =>
    made(subtleGenerate(wire(algorithm, { extractable, usages }))),
  importKey: async (format: unknown, data: unknown, algorithm: unknown, extractable: unknown, usages: unknown) =>
    format === 'jwk'
      ? made(subtleImport(wire(algorithm, { format, extractable, usages, jwk: data }), new ArrayBuffer(0)))
      : made(subtleImport(wire(algorithm, { format, extractable, usages }), bytesOf(data))),
  exportKey: async (format: unknown, key: unknown) => {
    const exported = subtleExport(wire('', { format }), heldKey(key));
    return typeof exported === 'string' ? JSON.parse(hostText(exported)) : exported;
  },
  deriveBits: async (algorithm: unknown, key: unknown, length: unknown) =>
    subtleDeriveBits(wire(algorithm, { length: Number(length ?? 0) }), heldKey(key), ...publicKey(algorithm)),
  deriveKey: async (algorithm: unknown, key: unknown, derived: unknown, extractable: unknown, usages: unknown) =>
    made(subtleDeriveKey(wire(algorithm, { derived, extractable, usages }), heldKey(key), ...publicKey(algorithm))),
};
