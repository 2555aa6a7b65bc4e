import { labelsKey } from '../../promql/labels.ts';
import type { Labels } from '../../query-result.ts';
import type { CollectorClock } from '../../scrape/collector-clock.ts';
import { readRuleExpression } from '../file/rule-expression.ts';
import type { Rule, RuleGroup } from '../file/rule-file.ts';
import { type AlertingRuleRunner, alertingRuleRunner } from './alerting-rule-runner.ts';
import { recordingRuleRunner } from './recording-rule-runner.ts';
import type { RuleRunner, RuleSettings } from './rule-runner.ts';
import type { RuleSample } from './rule-store.ts';

/** How the last evaluation of a rule went; `unknown` before the first. */
export interface RuleHealth {
  readonly health: 'unknown' | 'ok' | 'err';
  readonly lastError: string | undefined;
  /** Seconds that it took. */
  readonly evaluationSeconds: number;
  readonly lastEvaluationMs: number | undefined;
}

/** A rule of a running group, with how it fares. */
export interface GroupRule {
  readonly rule: Rule;
  /** The expression as its tree writes it. */
  readonly query: string;
  readonly health: RuleHealth;
  /** undefined for a recording rule. */
  readonly alerting: AlertingRuleRunner | undefined;
}

export interface GroupRunnerOptions extends RuleSettings {
  readonly group: RuleGroup;
  readonly intervalMs: number;
  readonly queryOffsetMs: number;
  readonly queryTimeoutMs: number;
  readonly clock: Pick<CollectorClock, 'monotonicMs' | 'deadline'>;
}

/** A group of rules with all that it remembers. */
export interface GroupRunner {
  readonly group: RuleGroup;
  readonly intervalMs: number;
  /** Evaluates all rules at one timestamp, one after the other, so that each sees what those before it wrote. Never rejects but for a bug. */
  evaluate(atMs: number, signal: AbortSignal): Promise<void>;
  restore(nowMs: number): void;
  rules(): readonly GroupRule[];
  readonly lastEvaluationMs: number | undefined;
  readonly evaluationSeconds: number;
}

interface State {
  readonly rule: Rule;
  readonly query: string;
  readonly runner: RuleRunner;
  readonly alerting: AlertingRuleRunner | undefined;
  health: RuleHealth;
  /** What it wrote last, by key; what is missing the next time has ended. */
  written: ReadonlyMap<string, Labels>;
}

/** Makes a group ready to be evaluated. */
export function groupRunner(options: GroupRunnerOptions): GroupRunner {
  const { group, intervalMs, queryOffsetMs, queryTimeoutMs, clock, store } = options;
  const states = group.rules.map((rule) => stateOf(rule, options));
  let lastEvaluationMs: number | undefined;
  let evaluationSeconds = 0;

  function write(state: State, samples: readonly RuleSample[], atMs: number): void {
    const written = new Map(samples.map(({ labels }) => [labelsKey(labels), labels] as const));
    const ended = [...state.written].filter(([key]) => !written.has(key)).map(([, labels]) => labels);
    state.written = written;
    const dropped = store.write({ samples, ended, atMs: atMs - queryOffsetMs });
    if (dropped > 0)
      throw new Error(`${dropped} of ${samples.length} results were not kept: the store is full, or has newer samples of these series`);
  }

  async function evaluateRule(state: State, atMs: number, signal: AbortSignal): Promise<void> {
    const startMs = clock.monotonicMs();
    const problem = await problemOf(async () => {
      const limits = AbortSignal.any([signal, clock.deadline(queryTimeoutMs)]);
      const samples = await state.runner.evaluate({ atMs, queryOffsetMs, limit: group.limit, intervalMs, signal: limits });
      write(state, samples, atMs);
    });
    // Whoever stops has no question left whose answer matters.
    if (signal.aborted) return;
    const health = problem === undefined ? 'ok' : 'err';
    state.health = { health, lastError: problem, evaluationSeconds: (clock.monotonicMs() - startMs) / 1000, lastEvaluationMs: atMs };
  }

  return {
    group,
    intervalMs,
    evaluate: async (atMs, signal) => {
      const startMs = clock.monotonicMs();
      for (const state of states) if (!signal.aborted) await evaluateRule(state, atMs, signal);
      lastEvaluationMs = atMs;
      evaluationSeconds = (clock.monotonicMs() - startMs) / 1000;
    },
    restore: (nowMs) => {
      for (const { alerting } of states) alerting?.restore(nowMs);
    },
    rules: () => states,
    get lastEvaluationMs() {
      return lastEvaluationMs;
    },
    get evaluationSeconds() {
      return evaluationSeconds;
    },
  };
}

function stateOf(rule: Rule, options: GroupRunnerOptions): State {
  const { alerting, runner } = runnersOf(rule, options);
  return {
    rule,
    query: readRuleExpression(rule.expression).text,
    alerting,
    runner,
    health: { health: 'unknown', lastError: undefined, evaluationSeconds: 0, lastEvaluationMs: undefined },
    written: new Map(),
  };
}

/** What evaluates a rule, and the same again as what keeps alerts, where it is one of those. */
function runnersOf(rule: Rule, settings: RuleSettings): Pick<State, 'alerting' | 'runner'> {
  if (rule.kind === 'recording') return { alerting: undefined, runner: recordingRuleRunner(rule, settings) };
  const alerting = alertingRuleRunner(rule, settings);
  return { alerting, runner: alerting };
}

async function problemOf(work: () => Promise<void>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
