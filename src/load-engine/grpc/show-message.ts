import type { Enum, Field, Type } from 'protobufjs';
import { jsonName, keyTypeOf, typeName } from './json-names.ts';
import type { PlainMessage } from './plain-message.ts';
import { showScalar } from './show-scalar.ts';
import { showWellKnown } from './show-well-known.ts';

/**
 * Shows a decoded message in its proto3 JSON form, https://protobuf.dev/programming-guides/json/, defaults included: what was not sent is 0, "", false, [] or {},
 * null where it is a message, and absent where it belongs to a oneof or is optional.
 */
export function showMessage(type: Type, message: PlainMessage): unknown {
  const special = showWellKnown(type, message, showMessage);
  if (special !== undefined) return special.json;
  const shown: Record<string, unknown> = {};
  for (const field of type.fieldsArray) {
    const value = showField(field.resolve(), message);
    if (value !== undefined) shown[jsonName(field)] = value;
  }
  return shown;
}

function showField(field: Field, message: PlainMessage): unknown {
  const set = Object.hasOwn(message, field.name);
  const value = message[field.name];
  if (field.map) return showMap(field, (set ? value : {}) as PlainMessage);
  if (field.repeated) return set ? (value as readonly unknown[]).map((each) => showValue(field, each)) : [];
  if (set) return showValue(field, value);
  if (field.partOf !== null && field.partOf !== undefined) return undefined;
  const isMessage = field.resolvedType !== null && !('values' in field.resolvedType);
  return isMessage || field.hasPresence ? null : showValue(field, field.typeDefault as unknown);
}

function showMap(field: Field, map: PlainMessage): PlainMessage {
  const entries = Object.entries(map).map(([key, value]) => [showKey(keyTypeOf(field), key), showValue(field, value)] as const);
  return Object.fromEntries(entries);
}

/** The library keeps a 64-bit key as its eight bytes in a text. */
function showKey(keyType: string, key: string): string {
  if (!keyType.endsWith('64')) return key;
  const bits = key.split('').reduceRight((sum, character) => (sum << 8n) | BigInt(character.charCodeAt(0)), 0n);
  return String(keyType === 'uint64' || keyType === 'fixed64' ? bits : BigInt.asIntN(64, bits));
}

function showValue({ resolvedType, type }: Field, value: unknown): unknown {
  if (resolvedType === null) return showScalar(type, value);
  return 'values' in resolvedType ? showEnum(resolvedType, value as number) : showMessage(resolvedType, value as PlainMessage);
}

/** The name of a value, or its number where this definition does not know it. */
function showEnum(type: Enum, value: number): string | number | null {
  if (typeName(type) === 'google.protobuf.NullValue') return null;
  return type.valuesById[value] ?? value;
}
