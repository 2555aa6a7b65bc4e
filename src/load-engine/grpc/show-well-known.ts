import type { Root, Type } from 'protobufjs';
import { camelCase, typeName } from './json-names.ts';
import type { PlainMessage } from './plain-message.ts';
import { isWellKnown } from './read-well-known.ts';
import { showScalar } from './show-scalar.ts';

/** Shows any message; handed in, for messages and these types hold each other. */
type ShowMessage = (type: Type, message: PlainMessage) => unknown;
type Shower = (type: Type, message: PlainMessage, show: ShowMessage) => unknown;

/** The JSON form that a well-known type has instead of an object of its fields; undefined for every other type. */
export function showWellKnown(type: Type, message: PlainMessage, showMessage: ShowMessage): { readonly json: unknown } | undefined {
  const name = typeName(type);
  const show = Object.hasOwn(showers, name) ? showers[name] : undefined;
  return show === undefined ? undefined : { json: show(type, message, showMessage) };
}

function take(type: Type, number: number, message: PlainMessage): unknown {
  const name = type.fieldsById[number]?.name ?? '';
  return Object.hasOwn(message, name) ? message[name] : undefined;
}

const whole = (value: unknown): bigint => BigInt(showScalar('int64', value ?? 0) as string);

const wrapper: Shower = (type, message) => {
  const field = type.fieldsById[1];
  return field === undefined ? null : showScalar(field.type, take(type, 1, message) ?? field.resolve().typeDefault);
};

/** Three, six or nine digits, or none. */
function fraction(nanos: number): string {
  if (nanos === 0) return '';
  return `.${String(nanos)
    .padStart(9, '0')
    .replace(/(?:000){1,2}$/, '')}`;
}

const timestamp: Shower = (type, message) => {
  const ms = Number(whole(take(type, 1, message))) * 1000;
  const nanos = Number(take(type, 2, message) ?? 0);
  // A time that no calendar has is shown as what was sent.
  if (!(Math.abs(ms) <= 8.64e15)) return `${ms / 1000}s${fraction(nanos)}`;
  return `${new Date(ms).toISOString().slice(0, -5)}${fraction(nanos)}Z`;
};

const duration: Shower = (type, message) => {
  const seconds = whole(take(type, 1, message));
  const nanos = Number(take(type, 2, message) ?? 0);
  const sign = seconds < 0n || nanos < 0 ? '-' : '';
  return `${sign}${seconds < 0n ? -seconds : seconds}${fraction(Math.abs(nanos))}s`;
};

const fieldMask: Shower = (type, message) => ((take(type, 1, message) ?? []) as readonly string[]).map(camelCase).join(',');

const struct: ShowMessage = (type, message) => {
  const values = type.lookupType('google.protobuf.Value');
  const fields = (take(type, 1, message) ?? {}) as Readonly<Record<string, PlainMessage>>;
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, anyValue(values, value)]));
};

const list: ShowMessage = (type, message) => {
  const values = type.lookupType('google.protobuf.Value');
  return ((take(type, 1, message) ?? []) as readonly PlainMessage[]).map((value) => anyValue(values, value));
};

const anyValue: ShowMessage = (type, message) => {
  const [number, text, yes, fields, items] = [2, 3, 4, 5, 6].map((each) => take(type, each, message));
  if (fields !== undefined) return struct(type.lookupType('google.protobuf.Struct'), fields as PlainMessage);
  if (items !== undefined) return list(type.lookupType('google.protobuf.ListValue'), items as PlainMessage);
  return showNumber(number) ?? text ?? yes ?? null;
};

const showNumber = (number: unknown): unknown => (number === undefined ? undefined : showScalar('double', number));

const any: Shower = (type, message, show) =>
  showAny(type.root, (take(type, 1, message) ?? '') as string, (take(type, 2, message) ?? new Uint8Array()) as Uint8Array, show);

/** Shows a packed message; of a type that is not loaded nothing but its name and bytes can be shown. */
export function showAny(root: Root, url: string, bytes: Uint8Array, show: ShowMessage): object {
  const content = root.lookup(url.slice(url.lastIndexOf('/') + 1));
  if (content === null || !('fieldsArray' in content)) return { '@type': url, value: showScalar('bytes', bytes) };
  const known = content as Type;
  const json = show(known, known.decode(bytes) as unknown as PlainMessage);
  return isWellKnown(known) ? { '@type': url, value: json } : { '@type': url, ...(json as object) };
}

const wrappers = ['Double', 'Float', 'Int64', 'UInt64', 'Int32', 'UInt32', 'Bool', 'String', 'Bytes'];
const showers: Readonly<Record<string, Shower>> = {
  ...Object.fromEntries(wrappers.map((name) => [`google.protobuf.${name}Value`, wrapper])),
  'google.protobuf.Timestamp': timestamp,
  'google.protobuf.Duration': duration,
  'google.protobuf.FieldMask': fieldMask,
  'google.protobuf.Struct': struct,
  'google.protobuf.ListValue': list,
  'google.protobuf.Value': anyValue,
  'google.protobuf.Any': any,
};
