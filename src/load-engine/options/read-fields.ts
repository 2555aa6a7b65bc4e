import { ScriptRefused } from '../load-result.ts';
import { FIELD_KINDS, type FieldKind, type FieldReader, type KindValue } from './field-kind.ts';
import { suggestion } from './nearest-name.ts';

/** The fields that an object may have, each with its kind. */
export type FieldTable = Readonly<Record<string, FieldKind>>;

/** What is read by a table: undefined where the field is absent. */
export type FieldValues<Table extends FieldTable> = { readonly [Name in keyof Table]: KindValue[Table[Name]] | undefined };

/** Reads an object by a table of its fields; throws ScriptRefused with the path of the first field that is unknown or of the wrong type. `null` is absent. */
export function readFields<Table extends FieldTable>(
  path: string,
  value: Readonly<Record<string, unknown>>,
  table: Table,
): FieldValues<Table> {
  const known = Object.keys(table);
  const unknown = Object.keys(value).find((name) => !Object.hasOwn(table, name));
  if (unknown !== undefined) throw new ScriptRefused(`${path}.${unknown}: there is no such option${suggestion(unknown, known)}`);
  const entries = known.map((name) => [name, readField(`${path}.${name}`, value[name], table[name] ?? 'anything')]);
  return Object.fromEntries(entries) as FieldValues<Table>;
}

function readField(path: string, value: unknown, kind: FieldKind): unknown {
  if (value === undefined || value === null) return undefined;
  const reader: FieldReader<unknown> = FIELD_KINDS[kind];
  const read = reader.read(value);
  if (read === undefined) throw new ScriptRefused(`${path}: must be ${reader.called}, not ${JSON.stringify(value)}`);
  return read;
}

/** Answers a field that must be there; throws ScriptRefused by its path where it is absent. */
export function required<Value>(path: string, value: Value | undefined): Value {
  if (value === undefined) throw new ScriptRefused(`${path}: is missing, and has no default`);
  return value;
}
