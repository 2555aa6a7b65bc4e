import type { Enum, Field, Type } from 'protobufjs';
import { fieldsByName, keyTypeOf, typeName } from './json-names.ts';
import { type PlainMessage, shownJson } from './plain-message.ts';
import { readScalar } from './read-scalar.ts';
import { readWellKnown } from './read-well-known.ts';

/**
 * Reads a message from its proto3 JSON form, https://protobuf.dev/programming-guides/json/. null leaves a field out.
 * Throws an Error that names the field for what the type does not have or does not allow.
 */
export function readMessage(type: Type, json: unknown, path = typeName(type)): PlainMessage {
  const special = readWellKnown(type, json, path, readMessage);
  if (special !== undefined) return special;
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new Error(`${path}: must be an object, not ${shownJson(json)}`);
  const fields = fieldsByName(type);
  const message: PlainMessage = {};
  const oneofs = new Set<string>();
  for (const [name, value] of Object.entries(json)) {
    const field = fields.get(name);
    if (field === undefined) throw new Error(`${path}: ${typeName(type)} has no field "${name}"`);
    if (value === null && !takesNull(field)) continue;
    refuseSecond(field, oneofs, path);
    message[field.name] = readField(field, value, `${path}.${name}`);
  }
  return message;
}

function refuseSecond({ partOf, name }: Field, seen: Set<string>, path: string): void {
  if (partOf === null || partOf === undefined) return;
  if (seen.has(partOf.name)) throw new Error(`${path}.${name}: another field of the oneof "${partOf.name}" is set already`);
  seen.add(partOf.name);
}

/** null is a value to these two alone. */
function takesNull({ resolvedType }: Field): boolean {
  const name = resolvedType === null ? '' : typeName(resolvedType);
  return name === 'google.protobuf.Value' || name === 'google.protobuf.NullValue';
}

function readField(field: Field, json: unknown, path: string): unknown {
  if (field.map) return readMap(field, json, path);
  if (!field.repeated) return readValue(field, json, path);
  if (!Array.isArray(json)) throw new Error(`${path}: must be a list, not ${shownJson(json)}`);
  return json.map((value: unknown, index) => readValue(field, value, `${path}[${index}]`));
}

function readMap(field: Field, json: unknown, path: string): PlainMessage {
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new Error(`${path}: must be an object, not ${shownJson(json)}`);
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => [mapKey(keyTypeOf(field), key, path), readValue(field, value, `${path}["${key}"]`)]),
  );
}

/** The library writes a boolean key by whether its text is empty. */
function mapKey(keyType: string, key: string, path: string): string {
  if (keyType !== 'bool') return keyType === 'string' ? key : String(readScalar(keyType, key, `${path} key`));
  if (key !== 'true' && key !== 'false') throw new Error(`${path}: a key must be true or false, not "${key}"`);
  return key === 'true' ? key : '';
}

function readValue({ resolvedType, type }: Field, json: unknown, path: string): unknown {
  if (resolvedType === null) return readScalar(type, json, path);
  return 'values' in resolvedType ? readEnum(resolvedType, json, path) : readMessage(resolvedType, json, path);
}

function readEnum(type: Enum, json: unknown, path: string): number {
  if (typeof json === 'number' && Number.isInteger(json)) return json;
  if (json === null && typeName(type) === 'google.protobuf.NullValue') return 0;
  const number = typeof json === 'string' && Object.hasOwn(type.values, json) ? type.values[json] : undefined;
  if (number === undefined) throw new Error(`${path}: ${typeName(type)} has no value ${shownJson(json)}`);
  return number;
}
