const [P1, P2, P3] = [0x9e3779b185ebca87n, 0xc2b2ae3d27d4eb4fn, 0x165667b19e3779f9n];
const [P4, P5] = [0x85ebca77c2b2ae63n, 0x27d4eb2f165667c5n];
const STRIPE = 32;

/** The 64 bits that xxHash64 gives bytes with a seed of 0. Source: the xxHash fast digest algorithm, XXH64, version 0.1.1. */
export function xxHash64(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const stripes = bytes.length - (bytes.length % STRIPE);
  const start = stripes === 0 ? P5 : hashStripes(view, stripes);
  return avalanche(hashRest(view, stripes, word(start + BigInt(bytes.length))));
}

function word(value: bigint): bigint {
  return BigInt.asUintN(64, value);
}

function rotate(value: bigint, by: bigint): bigint {
  return word((value << by) | (value >> (64n - by)));
}

function round(lane: bigint, input: bigint): bigint {
  return word(rotate(word(lane + input * P2), 31n) * P1);
}

function merge(hash: bigint, lane: bigint): bigint {
  return word((hash ^ round(0n, lane)) * P1 + P4);
}

function hashStripes(view: DataView, end: number): bigint {
  let [a, b, c, d] = [word(P1 + P2), P2, 0n, word(-P1)];
  for (let at = 0; at < end; at += STRIPE) {
    a = round(a, view.getBigUint64(at, true));
    b = round(b, view.getBigUint64(at + 8, true));
    c = round(c, view.getBigUint64(at + 16, true));
    d = round(d, view.getBigUint64(at + 24, true));
  }
  const joined = word(rotate(a, 1n) + rotate(b, 7n) + rotate(c, 12n) + rotate(d, 18n));
  return [a, b, c, d].reduce(merge, joined);
}

function hashRest(view: DataView, start: number, begun: bigint): bigint {
  let [hash, at] = [begun, start];
  for (; at + 8 <= view.byteLength; at += 8) hash = word(rotate(hash ^ round(0n, view.getBigUint64(at, true)), 27n) * P1 + P4);
  for (; at + 4 <= view.byteLength; at += 4) hash = word(rotate(hash ^ word(BigInt(view.getUint32(at, true)) * P1), 23n) * P2 + P3);
  for (; at < view.byteLength; at++) hash = word(rotate(hash ^ word(BigInt(view.getUint8(at)) * P5), 11n) * P1);
  return hash;
}

function avalanche(hash: bigint): bigint {
  const first = word((hash ^ (hash >> 33n)) * P2);
  const second = word((first ^ (first >> 29n)) * P3);
  return second ^ (second >> 32n);
}
