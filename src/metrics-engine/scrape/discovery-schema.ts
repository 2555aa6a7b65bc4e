import { z } from 'zod';
import { durationMs, flag, labels, list, text, word } from './config-values.ts';
import { HTTP_CLIENT_SHAPE } from './http-client-schema.ts';

// A star stands in the last part of the path alone, as in Prometheus, so that one folder is watched and not a tree.
const FILE_PATTERN = /^[^*]*(\*[^/]*)?\.(json|yml|yaml|JSON|YML|YAML)$/;
const FIVE_MINUTES_MS = 300_000;

/** Targets that the configuration itself lists. */
export const STATIC_SCHEMA = z.strictObject({ targets: list(word), labels }).readonly();

/** Files that list targets. */
export const FILE_SD_SCHEMA = z
  .strictObject({
    files: list(text.refine((path) => FILE_PATTERN.test(path), 'expected a path or glob that ends in .json, .yml or .yaml')).refine(
      (files) => files.length > 0,
      'expected at least one path',
    ),
    refresh_interval: durationMs.default(FIVE_MINUTES_MS),
  })
  .readonly();

const role = text.refine(
  (given) => given === 'pod',
  'expected pod: the embedded collector finds pods alone; give their containers a port, and choose by __meta_kubernetes_* labels',
);

/** The pods of a Kubernetes cluster. */
export const KUBERNETES_SD_SCHEMA = z
  .strictObject({
    role,
    api_server: text.optional(),
    namespaces: z
      .strictObject({ names: list(word), own_namespace: flag.default(false) })
      .nullish()
      .transform((given) => given ?? { names: [], own_namespace: false }),
    selectors: list(z.strictObject({ role, label: text.default(''), field: text.default('') })),
    ...HTTP_CLIENT_SHAPE,
  })
  .readonly();

export type FileSdConfig = z.output<typeof FILE_SD_SCHEMA>;
export type KubernetesSdConfig = z.output<typeof KUBERNETES_SD_SCHEMA>;
