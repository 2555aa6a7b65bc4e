import { durationText, formatTime, timeText } from './go-time.ts';
import { isList, isTable, type TemplateDuration, type TemplateTime, type TemplateValue, typeName } from './template-value.ts';

/** What a field or method gives, or why there is none. */
export type FieldReading = { readonly value: TemplateValue } | { readonly problem: string };

/** Reads `.name` of a value: an entry of a table, a field, or a method that is called with arguments. What is absent has absent fields. */
export function readField(value: TemplateValue, name: string, args: readonly TemplateValue[]): FieldReading {
  if (value === undefined) return { value: undefined };
  if (value === null) return { problem: `nil data; no entry for key ${JSON.stringify(name)}` };
  const missing = { problem: `can't evaluate field ${name} in type ${typeName(value)}` };
  if (isTable(value))
    return args.length > 0
      ? { problem: `${name} is not a method but has arguments` }
      : { value: value.has(name) ? value.get(name) : zeroOf(value) };
  if (typeof value !== 'object' || isList(value)) return missing;
  switch (value.kind) {
    case 'sample':
      return fieldOf({ Labels: value.labels, Value: value.value }, name, args) ?? missing;
    case 'data':
      return (
        fieldOf(
          { Labels: value.labels, ExternalLabels: value.externalLabels, ExternalURL: value.externalUrl, Value: value.value },
          name,
          args,
        ) ?? missing
      );
    case 'time':
      return timeMethod(value, name, args) ?? missing;
    case 'duration':
      return durationMethod(value, name, args) ?? missing;
  }
}

function fieldOf(fields: Readonly<Record<string, TemplateValue>>, name: string, args: readonly TemplateValue[]): FieldReading | undefined {
  if (!Object.hasOwn(fields, name)) return undefined;
  return args.length > 0 ? { problem: `${name} has arguments but cannot be invoked as function` } : { value: fields[name] };
}

/** What a table has in place of what is absent: an empty label is no label. Of `args` it is no value. */
function zeroOf(table: ReadonlyMap<string, TemplateValue>): TemplateValue {
  return typeName(table) === 'map[string]string' ? '' : undefined;
}

/** The methods of a moment that make sense in a sentence; of the others it says that they are not known here. */
function timeMethod(time: TemplateTime, name: string, args: readonly TemplateValue[]): FieldReading | undefined {
  const date = new Date(time.atMs);
  if (name === 'Format')
    return typeof args[0] === 'string' && args.length === 1 ? { value: formatTime(time, args[0]) } : badArguments(name, 1, args);
  const read: Readonly<Record<string, () => TemplateValue>> = {
    UTC: () => time,
    Local: () => time,
    String: () => timeText(time),
    Unix: () => BigInt(Math.floor(time.atMs / 1000)),
    UnixMilli: () => BigInt(time.atMs),
    Year: () => BigInt(date.getUTCFullYear()),
    Month: () => formatTime(time, 'January'),
    Day: () => BigInt(date.getUTCDate()),
    Weekday: () => formatTime(time, 'Monday'),
    Hour: () => BigInt(date.getUTCHours()),
    Minute: () => BigInt(date.getUTCMinutes()),
    Second: () => BigInt(date.getUTCSeconds()),
    IsZero: () => false,
  };
  return called(read, name, args);
}

function durationMethod(duration: TemplateDuration, name: string, args: readonly TemplateValue[]): FieldReading | undefined {
  const { nanoseconds } = duration;
  const read: Readonly<Record<string, () => TemplateValue>> = {
    String: () => durationText(duration),
    Hours: () => Number(nanoseconds) / 3.6e12,
    Minutes: () => Number(nanoseconds) / 6e10,
    Seconds: () => Number(nanoseconds) / 1e9,
    Milliseconds: () => nanoseconds / 1_000_000n,
    Microseconds: () => nanoseconds / 1_000n,
    Nanoseconds: () => nanoseconds,
    Abs: () => ({ kind: 'duration', nanoseconds: nanoseconds < 0n ? -nanoseconds : nanoseconds }),
  };
  return called(read, name, args);
}

function called(
  read: Readonly<Record<string, () => TemplateValue>>,
  name: string,
  args: readonly TemplateValue[],
): FieldReading | undefined {
  const method = Object.hasOwn(read, name) ? read[name] : undefined;
  if (method === undefined) return undefined;
  return args.length > 0 ? badArguments(name, 0, args) : { value: method() };
}

function badArguments(name: string, want: number, args: readonly TemplateValue[]): FieldReading {
  if (args.length === want) return { problem: `wrong type for value; expected string; got ${typeName(args[0])}` };
  return { problem: `wrong number of args for ${name}: want ${want} got ${args.length}` };
}
