import type { Field, Type } from 'protobufjs';

/** The name of a field in JSON: what json_name says, or lowerCamelCase as the protobuf compiler makes it. Source: https://protobuf.dev/programming-guides/json/. */
export function jsonName(field: Field): string {
  const given = field.options?.['json_name'] as unknown;
  return typeof given === 'string' ? given : camelCase(field.name);
}

/** Each underscore goes, and the letter behind it becomes a capital. */
export function camelCase(name: string): string {
  return name.replace(/_+(.?)/g, (_all, next: string) => next.toUpperCase());
}

const names = new WeakMap<Type, ReadonlyMap<string, Field>>();

/** The fields of a message by both of their names, for requests may use either. */
export function fieldsByName(type: Type): ReadonlyMap<string, Field> {
  const known = names.get(type);
  if (known !== undefined) return known;
  const made = new Map(type.fieldsArray.flatMap((field) => [[field.name, field] as const, [jsonName(field), field] as const]));
  names.set(type, made);
  return made;
}

/** The type of a map's keys. */
export function keyTypeOf(field: Field): string {
  return (field as unknown as { readonly keyType: string }).keyType;
}

/** `pkg.Message` without the dot that the library puts before it. */
export function typeName(type: { readonly fullName: string }): string {
  return type.fullName.replace(/^\./, '');
}
