import { z } from 'zod';
import { bytes, httpUrl, name, path, positiveDuration, variable } from './fields.ts';
import { serviceSchema } from './service-schema.ts';

const metricsSchema = z.discriminatedUnion('source', [
  z.strictObject({
    source: z.literal('embedded'),
    scrape: path,
    // 30 days: the longest window of an objective. All samples are in memory too, in as many bytes as on disk, so the size bounds both.
    retention: z.strictObject({ time: positiveDuration.default(30 * 86_400), size: bytes.default(2 * 2 ** 30) }).prefault({}),
  }),
  z.strictObject({
    source: z.literal('prometheus'),
    url: httpUrl,
    scrapeInterval: positiveDuration.default(15),
    tokenEnv: variable.optional(),
    tokenFile: path.optional(),
  }),
]);

const routerSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('linkflow-gateway'), url: httpUrl, tokenEnv: variable.optional(), tokenFile: path.optional() }),
]);

/** The whole of `sluice.yaml` as it is written, without what only the disk, the environment and the SLO files can tell. */
export const configSchema = z.strictObject({
  apiVersion: z.literal('sluice/v1'),
  environment: name,
  listen: z
    .strictObject({ host: z.string().min(1).default('127.0.0.1'), port: z.number().int().min(0).max(65_535).default(7070) })
    .prefault({}),
  state: z.strictObject({ folder: path.default('.sluice'), postgres: z.strictObject({ urlEnv: variable }).optional() }).prefault({}),
  metrics: metricsSchema,
  router: routerSchema,
  slos: path,
  notify: z
    .strictObject({
      webhook: z.strictObject({ url: httpUrl, secretEnv: variable.optional(), timeout: positiveDuration.default(10) }).optional(),
    })
    .default({}),
  services: z.record(name, serviceSchema).refine((services) => Object.keys(services).length > 0, { error: 'names no service' }),
});

/** What `configSchema` makes of a file. */
export type WrittenConfig = z.output<typeof configSchema>;
/** What `serviceSchema` makes of a service. */
export type WrittenService = z.output<typeof serviceSchema>;
