import { z } from 'zod';
import { durationMs, list, text } from './config-values.ts';
import { STATIC_SCHEMA } from './discovery-schema.ts';
import { HTTP_CLIENT_SHAPE } from './http-client-schema.ts';
import { RELABEL_SCHEMA } from './relabel-config.ts';

const TEN_SECONDS_MS = 10_000;

/** Alertmanagers that are told of alerts. */
export const ALERTMANAGER_SCHEMA = z
  .strictObject({
    scheme: z.enum(['http', 'https']).default('http'),
    path_prefix: text.default('/'),
    timeout: durationMs.default(TEN_SECONDS_MS),
    api_version: text.refine((given) => given === 'v2', 'expected v2, the only one that Alertmanager still answers').default('v2'),
    static_configs: list(STATIC_SCHEMA),
    relabel_configs: list(RELABEL_SCHEMA),
    alert_relabel_configs: list(RELABEL_SCHEMA),
    ...HTTP_CLIENT_SHAPE,
  })
  .readonly();

/** All that concerns the sending of alerts. */
export const ALERTING_SCHEMA = z
  .strictObject({ alert_relabel_configs: list(RELABEL_SCHEMA), alertmanagers: list(ALERTMANAGER_SCHEMA) })
  .readonly();

export type AlertmanagerKeys = z.output<typeof ALERTMANAGER_SCHEMA>;
