import type { AlertingRule } from '../file/rule-file.ts';
import type { Alert, Alerts, SeenAlert } from './alert.ts';

type Durations = Pick<AlertingRule, 'forMs' | 'keepFiringForMs'>;

/** How long an alert that has resolved is kept, so that an Alertmanager that missed its end is told again; as in Prometheus. */
export const RESOLVED_RETENTION_MS = 15 * 60_000;

/**
 * The alerts of a rule after an evaluation that found some of them (by key): new ones are pending, or fire at once where the rule has no
 * `for`; those not found resolve, unless keep_firing_for holds them; what was pending is forgotten; what has resolved is kept for a while.
 */
export function advanceAlerts(before: Alerts, seen: ReadonlyMap<string, SeenAlert>, rule: Durations, atMs: number): Alerts {
  const after = new Map<string, Alert>();
  for (const [key, alert] of before) {
    const next = seen.has(key) ? undefined : unseen(alert, rule, atMs);
    if (next !== undefined) after.set(key, next);
  }
  for (const [key, found] of seen) after.set(key, seenAgain(before.get(key), found, rule, atMs));
  return after;
}

function seenAgain(before: Alert | undefined, found: SeenAlert, { forMs }: Durations, atMs: number): Alert {
  const alert =
    before === undefined || before.state === 'inactive' ? newAlert(found, atMs) : { ...before, ...found, labels: before.labels };
  const holding = { ...alert, keepFiringSinceMs: undefined };
  return holding.state === 'pending' && atMs - holding.activeAtMs >= forMs ? { ...holding, state: 'firing', firedAtMs: atMs } : holding;
}

function newAlert(found: SeenAlert, atMs: number): Alert {
  return {
    ...found,
    state: 'pending',
    activeAtMs: atMs,
    firedAtMs: undefined,
    resolvedAtMs: undefined,
    keepFiringSinceMs: undefined,
    lastSentAtMs: undefined,
  };
}

/** undefined when the alert is forgotten. */
function unseen(alert: Alert, { keepFiringForMs }: Durations, atMs: number): Alert | undefined {
  switch (alert.state) {
    case 'pending':
      return undefined;
    case 'firing': {
      const keepFiringSinceMs = alert.keepFiringSinceMs ?? atMs;
      if (keepFiringForMs > 0 && atMs - keepFiringSinceMs < keepFiringForMs) return { ...alert, keepFiringSinceMs };
      return { ...alert, state: 'inactive', resolvedAtMs: atMs };
    }
    case 'inactive':
      return alert.resolvedAtMs !== undefined && atMs - alert.resolvedAtMs > RESOLVED_RETENTION_MS ? undefined : alert;
  }
}
