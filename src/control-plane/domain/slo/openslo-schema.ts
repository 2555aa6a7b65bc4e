import * as z from 'zod';
import { sloDuration } from './slo-duration.ts';

const name = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'must be lower-case letters, digits and dashes, at most 63');

const metadata = z.strictObject({
  name,
  displayName: z.string().min(1).max(63).optional(),
  labels: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
  annotations: z.record(z.string(), z.string()).optional(),
});

const metric = z.strictObject({
  metricSource: z.strictObject({
    type: z.literal('Prometheus', 'must be Prometheus'),
    spec: z.strictObject({ query: z.string().trim().min(1, 'must be a PromQL selector') }),
  }),
});

const ratioMetric = z
  .strictObject({
    counter: z.literal(true, 'must be true: windows are derived from counters, so gauges can’t be weighed by events'),
    good: metric.optional(),
    bad: metric.optional(),
    total: metric,
  })
  .refine(({ good, bad }) => (good === undefined) !== (bad === undefined), 'must have exactly one of good and bad, beside total');

const indicator = z.strictObject({
  metadata: metadata.optional(),
  spec: z.strictObject({ description: z.string().max(1050).optional(), ratioMetric }),
});

const timeWindow = z.strictObject({
  duration: z.string().refine((text) => sloDuration(text) !== undefined, 'must be a duration as 30d or 4w (M is a month, m a minute)'),
  isRolling: z.literal(true, 'must be true: calendar windows are not supported'),
});

const objective = z
  .strictObject({
    displayName: z.string().min(1).optional(),
    target: z
      .number()
      .gt(0)
      .lt(1, 'must be below 1: a target of 100 % leaves no error budget, so nothing could ever be released')
      .optional(),
    targetPercent: z
      .number()
      .gt(0)
      .lt(100, 'must be below 100: a target of 100 % leaves no error budget, so nothing could ever be released')
      .optional(),
  })
  .refine(
    ({ target, targetPercent }) => (target === undefined) !== (targetPercent === undefined),
    'must have exactly one of target and targetPercent',
  );

/** The part of OpenSLO v1's kind SLO that can be measured exactly: a ratio of counters, counted by occurrences, over one rolling window. */
export const openSloSchema = z.strictObject({
  apiVersion: z.literal('openslo/v1', 'must be openslo/v1'),
  kind: z.literal('SLO', 'must be SLO'),
  metadata,
  spec: z.strictObject({
    description: z.string().max(1050).optional(),
    service: name,
    indicator,
    budgetingMethod: z.literal('Occurrences', 'must be Occurrences: every window is weighted by events'),
    timeWindow: z.tuple([timeWindow], 'must be a list of exactly one window'),
    objectives: z.tuple([objective], 'must be a list of exactly one objective'),
  }),
});

/** A document that openSloSchema has accepted. */
export type OpenSlo = z.infer<typeof openSloSchema>;

/** Every key of the schema, to guess what an unknown one was meant to be. */
export const openSloKeys: readonly string[] =
  `apiVersion kind metadata name displayName labels annotations spec description service indicator ratioMetric counter good bad total
  metricSource type query budgetingMethod timeWindow duration isRolling objectives target targetPercent`.split(/\s+/);
