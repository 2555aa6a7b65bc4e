import { MetricRegistry } from '../metrics/metric-registry.ts';
import type { Sketch } from '../metrics/sketch.ts';
import { type LoadRecord, optionsFingerprint } from './load-record.ts';

/** An estimate, and where it would lie in 95 of 100 runs that differ by which requests they happened to make. */
export interface Figure {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** What of a run is compared with another: latencies in milliseconds, the error ratio in 0..1; undefined where the run has no such samples. */
export interface RecordFigures {
  /** The same for runs of the same script under the same options. */
  readonly test: string;
  readonly script: string;
  readonly startedAtMs: number;
  readonly outcome: LoadRecord['outcome'];
  /** Iterations that threw. */
  readonly threw: number;
  /** Why its figures can't be trusted; empty where they can. */
  readonly tooSlow: readonly string[];
  readonly requests: number;
  readonly p50: Figure | undefined;
  readonly p95: Figure | undefined;
  readonly p99: Figure | undefined;
  readonly errorRatio: Figure | undefined;
}

/** The normal quantile of 97.5 %. */
const Z = 1.959964;

/** Reads the figures of a record. */
export function recordFigures(record: LoadRecord): RecordFigures {
  const registry = new MetricRegistry();
  registry.absorb(record.snapshot);
  const [durations, requests, failed] = ['http_req_duration', 'http_reqs', 'http_req_failed'].map((name) => registry.metric(name)?.series);
  const quantile = (fraction: number): Figure | undefined =>
    durations?.type === 'trend' && durations.samples > 0 ? quantileFigure(durations.sketch, fraction) : undefined;
  return {
    test: `${record.script.sha256}-${optionsFingerprint(record)}`,
    script: record.script.name,
    startedAtMs: record.startedAtMs,
    outcome: record.outcome,
    threw: record.tally.iterations.threw,
    tooSlow: record.generator?.tooSlow ?? [],
    requests: requests?.type === 'counter' ? requests.count : 0,
    p50: quantile(0.5),
    p95: quantile(0.95),
    p99: quantile(0.99),
    errorRatio: failed?.type === 'rate' && failed.samples > 0 ? ratioFigure(failed.trues, failed.samples) : undefined,
  };
}

/** By the ranks between which a quantile lies whatever the distribution, for they are binomial (normal approximation). */
function quantileFigure(sketch: Sketch, fraction: number): Figure {
  const spread = Z * Math.sqrt((fraction * (1 - fraction)) / sketch.count);
  const at = (share: number): number => sketch.quantile(Math.min(1, Math.max(0, share)));
  return { value: at(fraction), low: at(fraction - spread), high: at(fraction + spread) };
}

/** Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the American Statistical Association 22, 1927. */
function ratioFigure(trues: number, samples: number): Figure {
  const ratio = trues / samples;
  const weight = 1 + Z ** 2 / samples;
  const middle = (ratio + Z ** 2 / (2 * samples)) / weight;
  const half = (Z * Math.sqrt((ratio * (1 - ratio)) / samples + Z ** 2 / (4 * samples ** 2))) / weight;
  return { value: ratio, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
