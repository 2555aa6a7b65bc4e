import { z } from 'zod';
import { parseDuration } from '../promql/duration.ts';

const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const SIZES: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['B', 1],
  ['K', 1024],
  ['M', 1024 ** 2],
  ['G', 1024 ** 3],
]);

const durationMs = z.string().transform((text, context) => {
  const parsed = parseDuration(text);
  if (parsed !== undefined && parsed > 0) return parsed;
  context.addIssue({ code: 'custom', message: `expected a duration such as 5s, found ${JSON.stringify(text)}` });
  return z.NEVER;
});

/** `10MB`, in powers of 1024 as Prometheus counts; 0 is no limit. */
const byteSize = z.union([z.string(), z.number().int().nonnegative()]).transform((given, context) => {
  const match = /^(\d+)(?:([KMG]?)i?B)?$/.exec(String(given));
  if (match !== null) return Number(match[1]) * (SIZES.get(match[2] ?? '') ?? 1);
  context.addIssue({ code: 'custom', message: `expected a size such as 10MB, found ${JSON.stringify(given)}` });
  return z.NEVER;
});

const labelName = z.string().regex(LABEL_NAME, 'expected a label name: letters, digits and _, no digit first');
// YAML reads `version: 2` as a number; Prometheus takes it for the text it is.
const labels = z.record(labelName, z.union([z.string(), z.number(), z.boolean()]).transform(String));

export const RELABEL_SCHEMA = z
  .strictObject({
    source_labels: z.array(labelName).default([]),
    separator: z.string().default(';'),
    regex: z.union([z.string(), z.number(), z.boolean()]).transform(String).default('(.*)'),
    target_label: z.string().optional(),
    replacement: z.string().default('$1'),
    action: z
      .string()
      .transform((action) => action.toLowerCase())
      .default('replace'),
  })
  .readonly();

export const JOB_SCHEMA = z
  .strictObject({
    job_name: z.string().min(1),
    scrape_interval: durationMs.optional(),
    scrape_timeout: durationMs.optional(),
    metrics_path: z.string().startsWith('/').default('/metrics'),
    scheme: z.enum(['http', 'https']).default('http'),
    params: z.record(z.string(), z.array(z.string())).default({}),
    honor_labels: z.boolean().default(false),
    honor_timestamps: z.boolean().default(true),
    sample_limit: z.number().int().nonnegative().optional(),
    body_size_limit: byteSize.optional(),
    static_configs: z.array(z.strictObject({ targets: z.array(z.string().min(1)), labels: labels.default({}) })).default([]),
    relabel_configs: z.array(RELABEL_SCHEMA).default([]),
    metric_relabel_configs: z.array(RELABEL_SCHEMA).default([]),
  })
  .readonly();

/** Prometheus' own defaults: one minute, ten seconds. */
export const CONFIG_SCHEMA = z
  .strictObject({
    global: z
      .strictObject({
        scrape_interval: durationMs.default(60_000),
        scrape_timeout: durationMs.optional(),
        sample_limit: z.number().int().nonnegative().optional(),
        body_size_limit: byteSize.optional(),
      })
      .prefault({}),
    scrape_configs: z.array(JOB_SCHEMA).default([]),
  })
  .readonly();

export type RelabelConfig = z.output<typeof RELABEL_SCHEMA>;
export type JobConfig = z.output<typeof JOB_SCHEMA>;
export type GlobalConfig = z.output<typeof CONFIG_SCHEMA>['global'];
