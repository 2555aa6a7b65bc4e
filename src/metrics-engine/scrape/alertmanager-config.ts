import type { AlertmanagerKeys } from './alertmanager-schema.ts';
import type { HttpClientConfig } from './http-client-config.ts';
import { below, type ReadingContext } from './reading-context.ts';
import { relabel } from './relabel.ts';
import type { RelabelRule } from './relabel-rule.ts';
import { toHttpClient } from './to-http-client.ts';
import { toRelabelRules } from './to-relabel-rules.ts';

/** Alertmanagers that are told of alerts in one way. */
export interface AlertmanagerConfig {
  /** Where alerts are posted, each URL an Alertmanager. */
  readonly urls: readonly string[];
  readonly timeoutMs: number;
  readonly http: HttpClientConfig;
  /** Applied to alerts on their way to these, after the rules for all. */
  readonly alertRelabelRules: readonly RelabelRule[];
}

/** Makes a group of Alertmanagers of its keys. An address that makes no URL is noted as a problem, and so is a group that names none: its alerts would be lost unheard. */
export function toAlertmanager(keys: AlertmanagerKeys, context: ReadingContext): AlertmanagerConfig {
  return {
    urls: [...new Set(urlsOf(keys, context))],
    timeoutMs: keys.timeout,
    http: toHttpClient(keys, true, context),
    alertRelabelRules: toRelabelRules(keys.alert_relabel_configs, below(context, 'alert_relabel_configs')),
  };
}

function urlsOf(keys: AlertmanagerKeys, context: ReadingContext): readonly string[] {
  const rules = toRelabelRules(keys.relabel_configs, below(context, 'relabel_configs'));
  const targets = keys.static_configs.flatMap(({ targets, labels }) => targets.map((address) => ({ address, labels })));
  if (targets.length === 0) context.note(`${context.path}.static_configs: needs a target, such as 127.0.0.1:9093`);
  return targets.flatMap(({ address, labels }) => {
    const path = `/${keys.path_prefix}/api/v2/alerts`.replaceAll(/\/+/g, '/');
    const own = { __scheme__: keys.scheme, __alerts_path__: path, ...labels, __address__: address };
    const kept = relabel(new Map(Object.entries(own)), rules);
    if (kept === undefined) return [];
    const url = `${kept.get('__scheme__')}://${kept.get('__address__')}${kept.get('__alerts_path__')}`;
    if (URL.canParse(url) && !/[/?#@\s]/.test(kept.get('__address__') ?? '/')) return [url];
    context.note(`${context.path}: ${JSON.stringify(kept.get('__address__') ?? '')} is no address such as 127.0.0.1:9093`);
    return [];
  });
}
