import type { Type } from 'protobufjs';
import { typeName } from './json-names.ts';
import { type PlainMessage, shownJson } from './plain-message.ts';
import { readScalar } from './read-scalar.ts';

/** Reads any message; handed in, for messages and these types hold each other. */
type ReadMessage = (type: Type, json: unknown, path: string) => PlainMessage;
type Reader = (type: Type, json: unknown, path: string, read: ReadMessage) => PlainMessage;

/** Reads Google's well-known types, whose JSON is not an object of their fields; undefined for every other type. */
export function readWellKnown(type: Type, json: unknown, path: string, read: ReadMessage): PlainMessage | undefined {
  const name = typeName(type);
  return Object.hasOwn(readers, name) ? readers[name]?.(type, json, path, read) : undefined;
}

/** The field of a number: what a field is called depends on where its definition came from. */
function put(type: Type, number: number, value: unknown): PlainMessage {
  const field = type.fieldsById[number];
  if (field === undefined) throw new Error(`${typeName(type)} has no field ${number}: its definition is not Google's`);
  return { [field.name]: value };
}

const wrapper: Reader = (type, json, path) => put(type, 1, readScalar(type.fieldsById[1]?.type ?? 'string', json, path));

const timestamp: Reader = (type, json, path) => {
  const [, whole = '', fraction = '', zone = ''] =
    (typeof json === 'string' ? /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(json) : null) ?? [];
  const ms = Date.parse(`${whole}${zone}`);
  if (whole === '' || Number.isNaN(ms)) throw new Error(`${path}: must be a time such as "2026-01-31T10:00:00Z", not ${shownJson(json)}`);
  return { ...put(type, 1, String(ms / 1000)), ...put(type, 2, Number(fraction.padEnd(9, '0'))) };
};

const duration: Reader = (type, json, path) => {
  const [whole, sign = '', seconds = '', fraction = ''] =
    (typeof json === 'string' ? /^(-?)(\d{1,12})(?:\.(\d{1,9}))?s$/.exec(json) : null) ?? [];
  if (whole === undefined) throw new Error(`${path}: must be a duration such as "1.5s", not ${shownJson(json)}`);
  const nanos = Number(fraction.padEnd(9, '0'));
  return { ...put(type, 1, `${sign}${seconds}`), ...put(type, 2, sign === '-' && nanos > 0 ? -nanos : nanos) };
};

const fieldMask: Reader = (type, json, path) => {
  if (typeof json !== 'string') throw new Error(`${path}: must be names with commas between them, not ${shownJson(json)}`);
  const paths = json === '' ? [] : json.split(',').map((name) => name.trim().replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
  return put(type, 1, paths);
};

const struct: ReadMessage = (type, json, path) => {
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new Error(`${path}: must be an object, not ${shownJson(json)}`);
  const values = type.lookupType('google.protobuf.Value');
  return put(type, 1, Object.fromEntries(Object.entries(json).map(([name, value]) => [name, anyValue(values, value, `${path}.${name}`)])));
};

const list: ReadMessage = (type, json, path) => {
  if (!Array.isArray(json)) throw new Error(`${path}: must be a list, not ${shownJson(json)}`);
  const values = type.lookupType('google.protobuf.Value');
  return put(
    type,
    1,
    json.map((value: unknown, index) => anyValue(values, value, `${path}[${index}]`)),
  );
};

const anyValue: ReadMessage = (type, json, path) => {
  if (json === null || json === undefined) return put(type, 1, 0);
  if (typeof json === 'number') return put(type, 2, json);
  if (typeof json === 'string') return put(type, 3, json);
  if (typeof json === 'boolean') return put(type, 4, json);
  if (Array.isArray(json)) return put(type, 6, list(type.lookupType('google.protobuf.ListValue'), json, path));
  return put(type, 5, struct(type.lookupType('google.protobuf.Struct'), json, path));
};

const any: Reader = (type, json, path, read) => {
  const { '@type': url, ...rest } = (json ?? {}) as { readonly '@type'?: unknown; readonly value?: unknown };
  if (typeof url !== 'string') throw new Error(`${path}: must have "@type", such as "type.googleapis.com/pkg.Message"`);
  const content = type.root.lookupType(url.slice(url.lastIndexOf('/') + 1));
  const plain = read(content, Object.hasOwn(readers, typeName(content)) ? rest.value : rest, path);
  return { ...put(type, 1, url), ...put(type, 2, content.encode(plain).finish()) };
};

const wrappers = ['Double', 'Float', 'Int64', 'UInt64', 'Int32', 'UInt32', 'Bool', 'String', 'Bytes'];
const readers: Readonly<Record<string, Reader>> = {
  ...Object.fromEntries(wrappers.map((name) => [`google.protobuf.${name}Value`, wrapper])),
  'google.protobuf.Timestamp': timestamp,
  'google.protobuf.Duration': duration,
  'google.protobuf.FieldMask': fieldMask,
  'google.protobuf.Struct': struct,
  'google.protobuf.ListValue': list,
  'google.protobuf.Value': anyValue,
  'google.protobuf.Any': any,
};

/** Whether a type has a JSON form of its own. */
export function isWellKnown(type: Type): boolean {
  return Object.hasOwn(readers, typeName(type));
}
