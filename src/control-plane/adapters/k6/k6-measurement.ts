import type { LoadMeasurement, LoadMetric } from '../../control/ports/load-runner.ts';
import type { K6Exit } from './k6-exit.ts';
import type { K6Inspection } from './k6-inspection.ts';
import type { K6Exceptions } from './k6-log.ts';
import type { K6Stream } from './k6-stream.ts';
import { readK6Summary } from './k6-summary.ts';

/** What a run of k6 left behind. */
export interface K6Remains {
  readonly exit: Extract<K6Exit, { kind: 'measured' }>;
  /** The text of the summary file; undefined where there is none. */
  readonly summary: string | undefined;
  readonly inspection: K6Inspection;
  readonly stream: K6Stream;
  readonly exceptions: K6Exceptions;
  readonly elapsedMs: number;
  readonly mask: (text: string) => string;
}

/** Puts the measurement of a run together; undefined where its summary can't be read. k6 tells neither its start lag nor interrupted iterations. */
export function k6Measurement({ exit, summary, inspection, stream, exceptions, elapsedMs, mask }: K6Remains): LoadMeasurement | undefined {
  const read = summary === undefined ? undefined : readK6Summary(summary, inspection.thresholds, stream.kinds);
  if (read === undefined) return undefined;
  const { metrics, thresholds } = read;
  const thrown = exceptions.all();
  const threw = thrown.reduce((sum, { count }) => sum + count, 0);
  const iterations = countOf(metrics['iterations']);
  return {
    runner: 'k6',
    outcome: exit.outcome,
    abortReason: exit.reason,
    durationMs: durationOf(metrics['iterations']) ?? elapsedMs,
    requests: countOf(metrics['http_reqs']),
    iterations: { completed: Math.max(0, iterations - threw), interrupted: 0, threw, dropped: countOf(metrics['dropped_iterations']) },
    exceptions: thrown,
    checks: { passes: metrics['checks']?.values['passes'] ?? 0, fails: metrics['checks']?.values['fails'] ?? 0 },
    startLag: { p50: 0, p99: 0, max: 0 },
    thresholds,
    metrics,
    summaryText: mask(stream.text),
  };
}

const countOf = (metric: LoadMetric | undefined): number => metric?.values['count'] ?? 0;

/** k6 divides its counters by the time that the test took. */
function durationOf(metric: LoadMetric | undefined): number | undefined {
  const { count = 0, rate = 0 } = metric?.values ?? {};
  return rate > 0 ? (count / rate) * 1000 : undefined;
}
