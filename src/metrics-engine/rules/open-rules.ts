import type { MetricsSource } from '../metrics-source.ts';
import type { CollectorClock } from '../scrape/collector-clock.ts';
import type { CollectorConfig } from '../scrape/collector-config.ts';
import type { MetricStore } from '../store/metric-store.ts';
import { metricRuleStore } from './evaluate/rule-store.ts';
import type { LoadedRuleFiles } from './file/load-rule-files.ts';
import type { RuleFile } from './file/rule-file.ts';
import { alertNotifier } from './notify/alert-notifier.ts';
import type { AlertmanagerStatus } from './notify/alertmanager-sender.ts';
import { type HttpPost, httpPost } from './notify/http-post.ts';
import { createRuleManager, type RuleManager } from './rule-manager.ts';

export interface OpenRulesOptions {
  readonly config: Pick<
    CollectorConfig,
    'evaluationIntervalMs' | 'ruleQueryOffsetMs' | 'externalLabels' | 'alertRelabelRules' | 'alertmanagers'
  >;
  /** The files that the configuration names. */
  readonly loaded: LoadedRuleFiles;
  /** Files beside those. */
  readonly rules?: readonly RuleFile[];
  readonly externalUrl?: string;
  readonly source: Pick<MetricsSource, 'query'>;
  readonly store: Pick<MetricStore, 'series' | 'select' | 'commit'>;
  readonly clock: CollectorClock;
  readonly post?: HttpPost;
}

/** The rules of an engine, and whoever is told of their alerts. */
export interface RunningRules extends RuleManager {
  /** Patterns of rule files that found none. */
  readonly unmatched: readonly string[];
  alertmanagers(): readonly AlertmanagerStatus[];
}

/** Makes rules ready that were read; nothing is evaluated before start(). Throws as createRuleManager does. */
export function openRules(options: OpenRulesOptions): RunningRules {
  const { config, clock, source, store, externalUrl = '', post = httpPost() } = options;
  const { alertmanagers, alertRelabelRules: relabelRules, externalLabels } = config;
  const { files, unmatched } = options.loaded;
  const notifier = alertNotifier({ alertmanagers, relabelRules, externalLabels, clock, post });
  const manager = createRuleManager({
    groups: [...files, ...(options.rules ?? [])].flatMap(({ groups }) => groups),
    source,
    store: metricRuleStore(store),
    clock,
    externalLabels,
    externalUrl,
    notify: (alerts) => notifier.notify(alerts),
    intervalMs: config.evaluationIntervalMs,
    queryOffsetMs: config.ruleQueryOffsetMs,
  });
  return {
    ...manager,
    unmatched,
    alertmanagers: () => notifier.status(),
    stop: async () => {
      await manager.stop();
      await notifier.stop();
    },
  };
}
