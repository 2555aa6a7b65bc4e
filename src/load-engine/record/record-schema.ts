import { z } from 'zod';
import { MOST_SLICES } from '../timeline/timeline-snapshot.ts';
import { LOAD_RECORD_FORMAT } from './load-record.ts';

/** Nobody has that many metrics, parts, checks or exceptions: the engine itself keeps fewer. */
const MANY = 100_000;

/** Doubles from the least to the greatest have buckets from about -74,500 to 71,000. */
const FURTHEST_BUCKET = 75_000;

const count = z.int().min(0);
const number = z.number();

const buckets = z.object({
  lowest: z.int().min(-FURTHEST_BUCKET).max(FURTHEST_BUCKET),
  counts: z.array(count).max(2 * FURTHEST_BUCKET),
});

const sketch = z.object({ positive: buckets, negative: buckets, zeros: count, sum: number, min: number, max: number });

const limit = z.object({ limit: number, below: count, equal: count, above: count, greatestBelow: number, leastAbove: number });

const series = z.discriminatedUnion('type', [
  z.object({ type: z.literal('counter'), samples: count, count: number }),
  z.object({ type: z.literal('gauge'), samples: count, value: number, min: number, max: number, atMs: number }),
  z.object({ type: z.literal('rate'), samples: count, trues: count }),
  z.object({ type: z.literal('trend'), sketch, limits: z.array(limit).max(MANY) }),
]);

const metric = z.object({
  declaration: z.object({
    name: z.string(),
    type: z.enum(['counter', 'gauge', 'rate', 'trend']),
    contains: z.enum(['default', 'time', 'data']),
  }),
  series,
  parts: z.array(z.object({ key: z.string(), tags: z.array(z.tuple([z.string(), z.string()])), series })).max(MANY),
});

const check = z.object({ name: z.string(), group: z.string(), passes: count, fails: count });

const threshold = z.object({
  metric: z.string(),
  expression: z.string(),
  passed: z.boolean(),
  observed: number.optional(),
  limit: number,
  samples: count,
  abortOnFail: z.boolean(),
});

const slice = z.object({
  atMs: number,
  lengthMs: number,
  requests: count,
  failedRequests: count,
  iterations: count,
  dropped: count,
  activeVus: count,
  durations: sketch,
  lags: sketch,
});

const generator = z.object({
  loopDelay: z.object({ p50: number, p99: number, max: number }),
  cpuShare: number,
  memoryBytes: number,
  tooSlow: z.array(z.string()).max(MANY),
});

const exemplars = z
  .array(z.object({ metric: z.string(), value: number, traceId: z.string(), tags: z.record(z.string(), z.string()), atMs: number }))
  .max(MANY);

/** The shape of a record's file, its seal included, with limits that keep a file that is none from filling the memory. */
export const recordSchema = z.object({
  format: z.literal(LOAD_RECORD_FORMAT),
  seal: z.string(),
  script: z.object({ name: z.string(), sha256: z.string() }),
  options: z.record(z.string(), z.unknown()),
  segment: z.object({ segment: z.string(), sequence: z.string() }),
  labels: z.record(z.string(), z.string()),
  startedAtMs: number,
  durationMs: number.min(0),
  outcome: z.enum(['completed', 'aborted', 'interrupted']),
  abortReason: z.string().optional(),
  endedBy: z.string().optional(),
  withoutSamples: z.enum(['fails', 'passes']),
  snapshot: z.object({ metrics: z.array(metric).max(MANY), checks: z.array(check).max(MANY), lost: count }),
  tally: z.object({
    late: count,
    localFailures: count,
    iterations: z.object({ completed: count, interrupted: count, threw: count, dropped: count }),
    exceptions: z.array(z.object({ message: z.string(), location: z.string().optional(), count })).max(MANY),
  }),
  lag: sketch,
  thresholds: z.array(threshold).max(MANY),
  timeline: z.object({ sliceMs: number.positive(), slices: z.array(slice).max(MOST_SLICES) }),
  generator: generator.optional(),
  exemplars: z.object({ slowest: exemplars, failed: exemplars }).optional(),
});
