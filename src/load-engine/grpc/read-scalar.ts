const ranges: Readonly<Record<string, readonly [least: bigint, most: bigint]>> = {
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  uint32: [0n, 2n ** 32n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
};

const wholes: Readonly<Record<string, string>> = {
  int32: 'int32',
  sint32: 'int32',
  sfixed32: 'int32',
  uint32: 'uint32',
  fixed32: 'uint32',
  int64: 'int64',
  sint64: 'int64',
  sfixed64: 'int64',
  uint64: 'uint64',
  fixed64: 'uint64',
};

/** Reads a scalar of a protobuf type from JSON; a 64-bit number stays text, for JavaScript's numbers can't hold it. Throws an Error that names the field. */
export function readScalar(type: string, json: unknown, path: string): string | number | boolean | Uint8Array {
  const whole = wholes[type];
  if (whole !== undefined) return readWhole(whole, json, path);
  switch (type) {
    case 'string':
      if (typeof json === 'string') return json;
      throw wrong(type, json, path);
    case 'bool':
      if (typeof json === 'boolean') return json;
      throw wrong(type, json, path);
    case 'bytes':
      return readBytes(json, path);
    default:
      return readReal(type, json, path);
  }
}

function wrong(type: string, json: unknown, path: string): Error {
  return new Error(`${path}: must be a ${type}, not ${(JSON.stringify(json) ?? 'undefined').slice(0, 80)}`);
}

function readWhole(kind: string, json: unknown, path: string): string | number {
  const [least, most] = ranges[kind] ?? [0n, 0n];
  const isNumber = typeof json === 'number' && Number.isInteger(json);
  if (!isNumber && !(typeof json === 'string' && /^-?\d{1,20}(?:\.0+)?$/.test(json))) throw wrong(kind, json, path);
  const value = BigInt(typeof json === 'string' ? json.replace(/\.0+$/, '') : json);
  if (value < least || value > most) throw wrong(kind, json, path);
  return kind.endsWith('64') ? String(value) : Number(value);
}

const special: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
};

function readReal(type: string, json: unknown, path: string): number {
  if (typeof json === 'number') return json;
  const named = typeof json === 'string' && Object.hasOwn(special, json) ? special[json] : undefined;
  if (named !== undefined) return named;
  if (typeof json === 'string' && json.trim() !== '' && Number.isFinite(Number(json))) return Number(json);
  throw wrong(type, json, path);
}

/** Base64 of either alphabet, with or without padding. */
function readBytes(json: unknown, path: string): Uint8Array {
  if (typeof json !== 'string' || !/^[\w+/-]*={0,2}$/.test(json)) throw wrong('text in base64', json, path);
  return Buffer.from(json, 'base64');
}
