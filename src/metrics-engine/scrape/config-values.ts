import { z } from 'zod';
import { parseDuration } from '../promql/duration.ts';

// The configuration is read with every scalar as the text that stands there (read-yaml.ts), and with null where a key has nothing after it.
// Null is then the empty value, as it is for Prometheus.

const SIZES: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['K', 1024],
  ['M', 1024 ** 2],
  ['G', 1024 ** 3],
  ['T', 1024 ** 4],
  ['P', 1024 ** 5],
  ['E', 1024 ** 6],
]);
const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
  ['yes', true],
  ['no', false],
  ['on', true],
  ['off', false],
]);

/** A text; nothing is ''. */
export const text = z
  .string()
  .nullable()
  .transform((given) => given ?? '');

/** A text that must not be empty. */
export const word = text.refine((given) => given !== '', 'expected a text that is not empty');

/** true or false, also as yes, no, on, off; nothing is false. */
export const flag = text.transform((given, context) => {
  const known = given === '' ? false : FLAGS.get(given.toLowerCase());
  if (known !== undefined) return known;
  context.addIssue({ code: 'custom', message: `expected true or false, found ${JSON.stringify(given)}` });
  return z.NEVER;
});

/** A whole number from 0 on. */
export const count = text.transform((given, context) => {
  if (/^\d{1,15}$/.test(given)) return Number(given);
  context.addIssue({ code: 'custom', message: `expected a whole number, found ${JSON.stringify(given)}` });
  return z.NEVER;
});

/** A duration such as `1m30s`, in milliseconds, longer than none. */
export const durationMs = text.transform((given, context) => {
  const parsed = parseDuration(given);
  if (parsed !== undefined && parsed > 0) return parsed;
  context.addIssue({ code: 'custom', message: `expected a duration such as 5s, found ${JSON.stringify(given)}` });
  return z.NEVER;
});

/** `10MB`, in bytes: powers of 1024, as Prometheus counts. */
export const byteSize = text.transform((given, context) => {
  const match = /^(\d+)(?:([KMGTPE]?)i?B)?$/.exec(given);
  if (match !== null) return Number(match[1]) * (SIZES.get(match[2] ?? '') ?? 1);
  context.addIssue({ code: 'custom', message: `expected a size such as 10MB, found ${JSON.stringify(given)}` });
  return z.NEVER;
});

/** A label's name: any text in well-formed Unicode but the empty one, as in Prometheus 3. */
export const labelName = z.string().refine(isLabelName, 'expected a label name: a text that is not empty');

/** Labels by name. */
export const labels = z
  .record(labelName, text)
  .nullish()
  .transform((given) => given ?? {});

/** A list; nothing is the empty one. */
export function list<Schema extends z.ZodType>(schema: Schema) {
  return z
    .array(schema)
    .nullish()
    .transform((given): readonly z.output<Schema>[] => given ?? []);
}

/** Answers whether a text can be the name of a label. */
export function isLabelName(given: string): boolean {
  return given !== '' && given.isWellFormed();
}
