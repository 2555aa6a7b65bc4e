import { z } from 'zod';
import { durationText, textTable } from '../file/rule-file-schema.ts';

const text = z.string({ error: 'expected a text' });
const FLOAT = /^[-+]?(?:\.inf|\.Inf|\.INF|(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)$/;

/** A number as YAML writes it: `.inf` and `.nan`, not Inf and NaN. */
const floatText = text.transform((given, context) => {
  if (/^\.(?:nan|NaN|NAN)$/.test(given)) return Number.NaN;
  if (FLOAT.test(given)) return Number(given.replaceAll('_', '').replace(/\.inf$/i, 'Infinity'));
  context.addIssue({ code: 'custom', message: `expected a number, such as 1.5, .inf or .nan, found ${JSON.stringify(given)}` });
  return z.NEVER;
});

/** Seconds since 1970 or RFC 3339, in milliseconds. */
const timestampText = text.transform((given, context) => {
  const parsed = /^-?\d+(?:\.\d+)?$/.test(given) ? Number(given) * 1000 : Date.parse(given);
  if (Number.isFinite(parsed)) return Math.round(parsed);
  context.addIssue({ code: 'custom', message: `expected seconds since 1970 or a time of RFC 3339, found ${JSON.stringify(given)}` });
  return z.NEVER;
});

const flag = z.enum(['true', 'false'], { error: 'expected true or false' }).transform((given) => given === 'true');

/** A key without a value is an empty list, as in Go. */
function listOf<T extends z.ZodType>(item: T) {
  return z.preprocess((given) => (given === '' ? [] : given), z.array(item, { error: 'expected a list' })).default([]);
}

const EXPECTED_ALERT = z.preprocess(
  (given) => (given === '' ? {} : given),
  z.strictObject({ exp_labels: textTable.default({}), exp_annotations: textTable.default({}) }),
);

const TEST_SCHEMA = z.strictObject({
  name: text.default(''),
  interval: durationText.optional(),
  start_timestamp: timestampText.default(0),
  input_series: listOf(z.strictObject({ series: text, values: text.default('') })),
  alert_rule_test: listOf(
    z.strictObject({ eval_time: durationText.default(0), alertname: text.default(''), exp_alerts: listOf(EXPECTED_ALERT) }),
  ),
  promql_expr_test: listOf(
    z.strictObject({
      expr: text,
      eval_time: durationText.default(0),
      exp_samples: listOf(z.strictObject({ labels: text.default(''), value: floatText.default(0), histogram: text.optional() })),
    }),
  ),
  external_labels: textTable.default({}),
  external_url: text.default(''),
});

/** A file of unit tests for rules, as promtool reads it. */
export const UNIT_TEST_SCHEMA = z.strictObject({
  rule_files: listOf(text),
  evaluation_interval: durationText.optional(),
  group_eval_order: listOf(text),
  fuzzy_compare: flag.default(false),
  tests: listOf(TEST_SCHEMA),
});

export type UnitTestFile = z.output<typeof UNIT_TEST_SCHEMA>;
export type UnitTest = UnitTestFile['tests'][number];
