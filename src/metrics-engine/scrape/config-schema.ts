import { z } from 'zod';
import { ALERTING_SCHEMA } from './alertmanager-schema.ts';
import { byteSize, count, durationMs, flag, labels, list, text, word } from './config-values.ts';
import { FILE_SD_SCHEMA, KUBERNETES_SD_SCHEMA, STATIC_SCHEMA } from './discovery-schema.ts';
import { HTTP_CLIENT_SHAPE } from './http-client-schema.ts';
import { RELABEL_SCHEMA } from './relabel-config.ts';
import { SCRAPE_PROTOCOLS } from './scrape-protocol.ts';

const ONE_MINUTE_MS = 60_000;

const scrapeProtocol = z.enum(SCRAPE_PROTOCOLS);
const falseOnly = flag.refine((given) => !given, 'expected false: the text formats that are scraped carry no native histograms');

/** Keys that stand under global for all jobs, and in a job for itself. */
const SHARED_SHAPE = {
  scrape_interval: durationMs.optional(),
  scrape_timeout: durationMs.optional(),
  scrape_protocols: z
    .array(scrapeProtocol)
    .min(1)
    .refine((given) => new Set(given).size === given.length, 'expected each protocol once')
    .optional(),
  body_size_limit: byteSize.optional(),
  sample_limit: count.optional(),
  target_limit: count.optional(),
  label_limit: count.optional(),
  label_name_length_limit: count.optional(),
  label_value_length_limit: count.optional(),
  keep_dropped_targets: count.optional(),
  metric_name_validation_scheme: text
    .refine((given) => given === 'utf8', 'expected utf8: names are any text, as in Prometheus 3')
    .optional(),
  metric_name_escaping_scheme: text
    .refine((given) => given === 'allow-utf-8', 'expected allow-utf-8: names are asked for as they are')
    .optional(),
  scrape_native_histograms: falseOnly.optional(),
  convert_classic_histograms_to_nhcb: falseOnly.optional(),
  // Classic histograms are always scraped.
  always_scrape_classic_histograms: flag.optional(),
  extra_scrape_metrics: falseOnly.optional(),
} as const;

export const JOB_SCHEMA = z
  .strictObject({
    ...SHARED_SHAPE,
    ...HTTP_CLIENT_SHAPE,
    job_name: word,
    metrics_path: text.refine((given) => given.startsWith('/'), 'expected a path that begins with /').default('/metrics'),
    scheme: z.enum(['http', 'https']).default('http'),
    params: z
      .record(z.string(), list(text))
      .nullish()
      .transform((given) => given ?? {}),
    honor_labels: flag.default(false),
    honor_timestamps: flag.default(true),
    track_timestamps_staleness: flag.default(false),
    fallback_scrape_protocol: scrapeProtocol.optional(),
    enable_compression: flag.default(true),
    static_configs: list(STATIC_SCHEMA),
    file_sd_configs: list(FILE_SD_SCHEMA),
    kubernetes_sd_configs: list(KUBERNETES_SD_SCHEMA),
    relabel_configs: list(RELABEL_SCHEMA),
    metric_relabel_configs: list(RELABEL_SCHEMA),
  })
  .readonly();

const noVariables = (given: Readonly<Record<string, string>>) => Object.values(given).every((value) => !value.includes('$'));

export const GLOBAL_SCHEMA = z
  .strictObject({
    ...SHARED_SHAPE,
    evaluation_interval: durationMs.default(ONE_MINUTE_MS),
    rule_query_offset: durationMs.optional(),
    external_labels: labels.refine(noVariables, 'expected plain values: variables of the environment are not put into external labels'),
  })
  .readonly();

/** The whole configuration, as far as the engine acts on it. */
export const CONFIG_SCHEMA = z
  .strictObject({
    global: GLOBAL_SCHEMA.nullish(),
    rule_files: list(
      text.refine((path) => /^[^*]*(\*[^/]*)?$/.test(path), 'expected a path, or a glob with a star in its last part alone'),
    ),
    alerting: ALERTING_SCHEMA.nullish(),
    scrape_configs: list(JOB_SCHEMA),
  })
  .readonly();

export type JobConfig = z.output<typeof JOB_SCHEMA>;
export type GlobalConfig = z.output<typeof GLOBAL_SCHEMA>;
export type SharedConfig = Pick<JobConfig & GlobalConfig, keyof typeof SHARED_SHAPE>;
