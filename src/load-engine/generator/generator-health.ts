import type { GeneratorHealth, LoadResult, StartLag, SummaryMetric, ThresholdResult } from '../load-result.ts';
import { holds, parseThreshold } from '../thresholds/threshold-expression.ts';
import type { GeneratorFigures } from './generator-figures.ts';

/** What a generator is judged by. */
export interface GeneratorEvidence {
  /** Of the worst thread. */
  readonly figures: GeneratorFigures;
  readonly startLag: StartLag;
  /** Starts that were dropped since the generator itself was too late for them, and requests that this machine had no port or file descriptor for. */
  readonly late: number;
  readonly localFailures: number;
  /** What the process may use, in bytes; undefined where nobody says. */
  readonly memoryLimitBytes: number | undefined;
  readonly iterations: LoadResult['iterations'];
  readonly thresholds: readonly ThresholdResult[];
  readonly metrics: Readonly<Record<string, SummaryMetric>>;
}

/**
 * As late as that is a start dropped. A loop that is so late for one turn in a hundred does not run the schedule that was planned, nor does
 * it see answers when they come. Less than that shows in the figures only where it shows in a threshold, which is looked at apart: a
 * busy machine that adds 10 ms to a p95 of 30 ms against 200 ms has measured well enough.
 */
const LOOP_LIMIT_MS = 100;

/** Half of what drops a start: from there on starts come in bunches that nobody planned. */
const LAG_LIMIT_MS = 50;

/** What the gate allows to be dropped of a plan before it says that the plan was not carried out. */
const LATE_SHARE_LIMIT = 0.01;

/** A thread above it has no time left for more: what it reached is its own limit, not the target's. */
const CPU_LIMIT = 0.9;

/** A fifth of a second: whatever runs for less is busy all of its time, with its own warming up. */
const LEAST_LOOKS = 20;

/** At all of it the process is ended; some megabytes before that the garbage collector is never done. */
const MEMORY_LIMIT = 0.95;

/** With fewer values than these the 99th percentile is one stall or two, as every process has while it warms up: the median is judged then. */
const FEW = 500;

/**
 * Says whether the figures of a run are the target's or the generator's own, a sentence with numbers for each reason to doubt them.
 *
 * A late event loop only ever makes times longer: a threshold on a time that holds, holds; one that is missed by less than the lateness
 * may have been missed by the generator alone. What was not offered as planned, or could not be sent from here, spoils everything.
 */
export function generatorHealth(evidence: GeneratorEvidence): GeneratorHealth {
  const reasons = [loopReason, lagReason, lateReason, socketReason, memoryReason].map((reason) => reason(evidence));
  const tooSlow = [...reasons.filter((reason) => reason !== undefined), ...evidence.thresholds.flatMap((one) => spoiled(one, evidence))];
  const { loopDelay, cpuShare, memoryBytes } = evidence.figures;
  return { loopDelay, cpuShare, memoryBytes, tooSlow };
}

const ms = (value: number): string => `${value < 10 ? Math.round(value * 10) / 10 : Math.round(value)} ms`;
const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`;

/** What is judged of lateness, with its name. */
const typical = ({ p50, p99 }: { readonly p50: number; readonly p99: number }, count: number): readonly [number, string] =>
  count < FEW ? [p50, 'in the median'] : [p99, 'at the 99th percentile'];

function loopReason({ figures: { loopDelay, looks } }: GeneratorEvidence): string | undefined {
  const [late, where] = typical(loopDelay, looks);
  if (late <= LOOP_LIMIT_MS) return undefined;
  return `the event loop was late by ${ms(late)} ${where} (limit ${ms(LOOP_LIMIT_MS)}): answers waited that long to be seen, and starts to be made`;
}

function lagReason({ startLag, iterations }: GeneratorEvidence): string | undefined {
  const [late, where] = typical(startLag, iterations.completed + iterations.threw + iterations.interrupted);
  if (late <= LAG_LIMIT_MS) return undefined;
  return `starts were ${ms(late)} behind their schedule ${where} (limit ${ms(LAG_LIMIT_MS)}): the load that was planned was not offered`;
}

function lateReason({ late, iterations }: GeneratorEvidence): string | undefined {
  const due = iterations.completed + iterations.threw + iterations.interrupted + iterations.dropped;
  if (late <= due * LATE_SHARE_LIMIT) return undefined;
  return `${late} of ${due} starts were dropped since the generator was more than 100 ms late for them (${percent(late / due)}, limit ${percent(LATE_SHARE_LIMIT)})`;
}

function socketReason({ localFailures }: GeneratorEvidence): string | undefined {
  if (localFailures === 0) return undefined;
  return `${localFailures} requests could not be sent for want of local ports or file descriptors: raise the limit (ulimit -n), reuse connections, spread the test over machines, or correct localIPs`;
}

function memoryReason({ figures: { memoryBytes }, memoryLimitBytes }: GeneratorEvidence): string | undefined {
  if (memoryLimitBytes === undefined || memoryBytes <= memoryLimitBytes * MEMORY_LIMIT) return undefined;
  return `the process used ${mebibytes(memoryBytes)} of the ${mebibytes(memoryLimitBytes)} that it may use (limit ${percent(MEMORY_LIMIT)}): so near to its end it does little but collect garbage`;
}

const mebibytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MiB`;

function spoiled(threshold: ThresholdResult, { figures, metrics }: GeneratorEvidence): readonly string[] {
  const { observed, metric, expression, passed } = threshold;
  const about = metrics[metric];
  if (observed === undefined || about === undefined) return [];
  if (about.type === 'trend' && about.contains === 'time') return spoiledTime(threshold, observed, figures);
  if (about.type !== 'counter' || passed || !/[^=!<>]\s*>/.test(expression)) return [];
  if (figures.looks < LEAST_LOOKS || figures.cpuShare < CPU_LIMIT) return [];
  return [
    `${metric} ${expression} was missed while a thread of the generator used ${percent(figures.cpuShare)} of its core (limit ${percent(CPU_LIMIT)}): it may not have been able to do more`,
  ];
}

/** Whether the verdict would be another if the generator had been on time. */
function spoiledTime({ metric, expression, limit }: ThresholdResult, observed: number, { loopDelay }: GeneratorFigures): readonly string[] {
  const reading = parseThreshold(expression, 'trend');
  if (!reading.ok) return [];
  const verdict = (value: number): boolean => holds(reading.expression.operator, value === limit ? 0 : value < limit ? -1 : 1);
  if (verdict(observed) === verdict(observed - loopDelay.p99)) return [];
  return [
    `the event loop was late by ${ms(loopDelay.p99)} at the 99th percentile, and ${metric} ${expression} is no further from its limit than that (${ms(observed)}): the generator alone may have decided it`,
  ];
}
