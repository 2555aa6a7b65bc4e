import type { MetricsSource } from '../metrics-source.ts';
import type { Labels } from '../query-result.ts';
import type { CollectorClock } from '../scrape/collector-clock.ts';
import { runGroupLoop } from './evaluate/group-loop.ts';
import { type GroupRunner, groupRunner } from './evaluate/group-runner.ts';
import type { OutgoingAlert } from './evaluate/outgoing-alert.ts';
import type { RuleStore } from './evaluate/rule-store.ts';
import type { RuleGroup } from './file/rule-file.ts';
import { type ActiveAlert, activeAlerts, groupStatus, type RuleGroupStatus } from './rule-status.ts';

export interface RuleManagerOptions {
  readonly groups: readonly RuleGroup[];
  readonly source: Pick<MetricsSource, 'query'>;
  readonly store: RuleStore;
  readonly clock: CollectorClock;
  readonly externalLabels?: Labels;
  /** Where people reach this engine, for links in alerts; none by default. */
  readonly externalUrl?: string;
  /** Is handed the alerts that are due; nobody is told by default. */
  readonly notify?: (alerts: readonly OutgoingAlert[]) => void;
  /** Of groups that name none; one minute by default, as in Prometheus. */
  readonly intervalMs?: number;
  readonly queryOffsetMs?: number;
  readonly queryTimeoutMs?: number;
  readonly resendDelayMs?: number;
  readonly gracePeriodMs?: number;
  readonly outageToleranceMs?: number;
}

/** Evaluates rules in the background. */
export interface RuleManager {
  /** Begins, each group at the next instant of its grid. Throws Error when it runs already. */
  start(): void;
  /** Stops, giving up the queries under way; alerts stay as they are. */
  stop(): Promise<void>;
  /** All groups in the order of their files. */
  groups(): readonly RuleGroupStatus[];
  /** All alerts that are pending or fire. */
  alerts(): readonly ActiveAlert[];
}

// Prometheus' own defaults.
const DEFAULTS: Omit<Required<RuleManagerOptions>, 'groups' | 'source' | 'store' | 'clock'> = {
  externalLabels: {},
  externalUrl: '',
  notify: () => undefined,
  intervalMs: 60_000,
  queryOffsetMs: 0,
  queryTimeoutMs: 120_000,
  resendDelayMs: 60_000,
  gracePeriodMs: 600_000,
  outageToleranceMs: 3_600_000,
};

/** Makes a manager of groups that were read; nothing is evaluated before start(). Throws Error when two groups of one file have one name. */
export function createRuleManager(given: RuleManagerOptions): RuleManager {
  const options = { ...DEFAULTS, ...given };
  const runners = given.groups.map((group) => toRunner(group, options));
  refuseRepeated(given.groups);
  const missed = new Map<GroupRunner, number>();
  let stopping = new AbortController();
  let loops: readonly Promise<void>[] = [];
  return {
    start: () => {
      if (loops.length > 0) throw new Error('the rules are evaluated already');
      stopping = new AbortController();
      const { signal } = stopping;
      loops = runners.map((runner) =>
        runGroupLoop({ runner, clock: given.clock, signal, onMissed: (count) => missed.set(runner, (missed.get(runner) ?? 0) + count) }),
      );
    },
    stop: async () => {
      stopping.abort();
      await Promise.all(loops);
      loops = [];
    },
    groups: () => runners.map((runner) => groupStatus(runner, missed.get(runner) ?? 0)),
    alerts: () =>
      runners.flatMap((runner) => runner.rules().flatMap(({ alerting }) => activeAlerts([...(alerting?.alerts().values() ?? [])]))),
  };
}

function toRunner(group: RuleGroup, options: Required<RuleManagerOptions>): GroupRunner {
  const intervalMs = group.intervalMs ?? options.intervalMs;
  return groupRunner({ ...options, group, intervalMs, queryOffsetMs: group.queryOffsetMs ?? options.queryOffsetMs });
}

function refuseRepeated(groups: readonly RuleGroup[]): void {
  const keys = groups.map(({ file, name }) => `${file};${name}`);
  const repeated = keys.find((key, index) => keys.indexOf(key) < index);
  if (repeated !== undefined) throw new Error(`the group ${repeated} is there twice: was its file read twice?`);
}
