import { toLabels } from '../../promql/labels.ts';
import type { Labels } from '../../query-result.ts';
import type { AlertmanagerConfig } from '../../scrape/alertmanager-config.ts';
import type { CollectorClock } from '../../scrape/collector-clock.ts';
import { relabel } from '../../scrape/relabel.ts';
import type { RelabelRule } from '../../scrape/relabel-rule.ts';
import type { OutgoingAlert } from '../evaluate/outgoing-alert.ts';
import { type AlertmanagerSender, type AlertmanagerStatus, alertmanagerSender } from './alertmanager-sender.ts';
import type { HttpPost } from './http-post.ts';

export interface AlertNotifierOptions {
  readonly alertmanagers: readonly AlertmanagerConfig[];
  readonly clock: CollectorClock;
  readonly post: HttpPost;
  /** Given to each alert that has no label of that name. */
  readonly externalLabels?: Labels;
  /** The rules for all Alertmanagers: they have a say in an alert's labels, and whether it is sent, before each one's own. */
  readonly relabelRules?: readonly RelabelRule[];
  /** The most alerts that may wait for one Alertmanager; 10,000 by default. */
  readonly capacity?: number;
  /** Alerts in one request; 64 by default. */
  readonly batchSize?: number;
}

/** Tells Alertmanagers of alerts, each at its own pace, so that one which is down holds up none of the others. */
export interface AlertNotifier {
  /** Queues alerts for every Alertmanager and returns at once. */
  notify(alerts: readonly OutgoingAlert[]): void;
  /** Sends what still waits, for a few seconds at most, then ends. What was not sent by then is told by the status. */
  stop(): Promise<void>;
  status(): readonly AlertmanagerStatus[];
}

const GRACE_MS = 5_000;

interface Route {
  readonly sender: AlertmanagerSender;
  readonly rules: readonly RelabelRule[];
}

/** Makes a notifier; without Alertmanagers it tells nobody. */
export function alertNotifier(options: AlertNotifierOptions): AlertNotifier {
  const { alertmanagers, clock, post, externalLabels = {}, relabelRules = [], capacity = 10_000, batchSize = 64 } = options;
  const routes = alertmanagers.flatMap(({ urls, timeoutMs, http, alertRelabelRules: rules }) =>
    urls.map(
      (url): Route => ({ rules, sender: alertmanagerSender({ target: { url, timeoutMs, http }, clock, post, capacity, batchSize }) }),
    ),
  );
  return {
    notify: (alerts) => {
      const wanted = alerts.flatMap((alert) => relabelled({ ...alert, labels: { ...externalLabels, ...alert.labels } }, relabelRules));
      for (const { sender, rules } of routes) sender.send(wanted.flatMap((alert) => relabelled(alert, rules)));
    },
    stop: async () => {
      await Promise.all(routes.map(({ sender }) => sender.stop(GRACE_MS)));
    },
    status: () => routes.map(({ sender }) => sender.status()),
  };
}

/** The alert as it is sent; nothing when a rule drops it or leaves it without labels. */
function relabelled(alert: OutgoingAlert, rules: readonly RelabelRule[]): readonly OutgoingAlert[] {
  const kept = relabel(new Map(Object.entries(alert.labels)), rules);
  return kept === undefined || kept.size === 0 ? [] : [{ ...alert, labels: toLabels(kept) }];
}
