import { z } from 'zod';
import { parseDuration } from '../../promql/duration.ts';

const text = z.string({ error: 'expected a text' });

/** A duration as Prometheus writes it, in milliseconds; 0 is lawful. */
export const durationText = text.transform((given, context) => {
  const parsed = given === '0' ? 0 : parseDuration(given);
  if (parsed !== undefined) return parsed;
  context.addIssue({ code: 'custom', message: `not a valid duration string: ${JSON.stringify(given)}` });
  return z.NEVER;
});

/** A whole number that is not negative. */
export const countText = text.regex(/^\d+$/, 'expected a whole number that is not negative').transform(Number);

/** A key without a value is an empty table or list, as in Go. */
const emptyAs =
  (empty: Readonly<Record<string, never>> | readonly never[]) =>
  (given: unknown): unknown =>
    given === '' || given === null ? empty : given;

/** Labels or annotations: names to texts. */
export const textTable = z.preprocess(emptyAs({}), z.record(z.string(), text, { error: 'expected names with texts' }));

const RULE_SCHEMA = z
  .strictObject({
    record: text.optional(),
    alert: text.optional(),
    expr: text.optional(),
    for: durationText.optional(),
    keep_firing_for: durationText.optional(),
    labels: textTable.default({}),
    annotations: textTable.optional(),
  })
  .readonly();

export const GROUP_SCHEMA = z
  .strictObject({
    name: text.optional(),
    interval: durationText.optional(),
    query_offset: durationText.optional(),
    limit: countText.default(0),
    labels: textTable.default({}),
    rules: z.preprocess(emptyAs([]), z.array(RULE_SCHEMA, { error: 'expected a list of rules' })).default([]),
  })
  .readonly();

export const RULE_FILE_SCHEMA = z.preprocess(
  emptyAs({}),
  z
    .strictObject(
      { groups: z.preprocess(emptyAs([]), z.array(GROUP_SCHEMA, { error: 'expected a list of groups' })).default([]) },
      { error: 'expected a file with groups' },
    )
    .readonly(),
);

/** The keys that may stand in a rule and in a group. */
export const RULE_KEYS: readonly string[] = Object.keys(RULE_SCHEMA.unwrap().shape);
export const GROUP_KEYS: readonly string[] = Object.keys(GROUP_SCHEMA.unwrap().shape);

export type WrittenRule = z.output<typeof RULE_SCHEMA>;
export type WrittenGroup = z.output<typeof GROUP_SCHEMA>;
