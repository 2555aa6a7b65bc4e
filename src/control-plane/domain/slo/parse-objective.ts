import type * as z from 'zod';
import { nearestName } from './nearest-name.ts';
import type { Indicator, Objective } from './objective.ts';
import { type OpenSlo, openSloKeys, openSloSchema } from './openslo-schema.ts';
import { latencyThreshold, sloDuration } from './slo-duration.ts';

/** An objective, or everything that keeps a document from being one: each problem with its path, what is wrong and what to write instead. */
export type ParsedObjective =
  | { readonly ok: true; readonly objective: Objective }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Says from which duration on a request is bad, as `200ms`. With it an objective is about latency, without it about errors. */
const thresholdAnnotation = 'sluice.dev/latency-threshold';

/**
 * The objective of an OpenSLO v1 document, as a YAML parser hands it over.
 *
 * Supported is what can be counted exactly: kind SLO with an inline ratioMetric of counters from Prometheus, budgetingMethod Occurrences, one rolling
 * window and one objective. Unknown keys are refused, a target of 100 % too. Specification: github.com/OpenSLO/OpenSLO, version v1.
 */
export function parseObjective(document: unknown): ParsedObjective {
  const parsed = openSloSchema.safeParse(document);
  if (!parsed.success) return { ok: false, problems: parsed.error.issues.flatMap(problemsOf) };
  const problems = annotationProblems(parsed.data);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, objective: objectiveOf(parsed.data) };
}

function objectiveOf({ metadata, spec }: OpenSlo): Objective {
  const [{ target, targetPercent, displayName }] = spec.objectives;
  const promised = exact(target ?? (targetPercent ?? 0) / 100);
  const base = {
    name: metadata.name,
    service: spec.service,
    displayName: metadata.displayName ?? displayName ?? metadata.name,
    description: spec.description ?? '',
    target: promised,
    budget: exact(1 - promised),
    windowSeconds: sloDuration(spec.timeWindow[0].duration) ?? 0,
    indicator: indicatorOf(spec.indicator.spec.ratioMetric),
  };
  const thresholdMs = thresholdOf(metadata);
  return thresholdMs === undefined ? { ...base, kind: 'errors' } : { ...base, kind: 'latency', thresholdMs };
}

/** 99.9 / 100 is 0.9990000000000001 in binary: twelve places keep every target that people write, and lose the noise. */
function exact(ratio: number): number {
  return Number(ratio.toFixed(12));
}

function indicatorOf({ good, bad, total }: OpenSlo['spec']['indicator']['spec']['ratioMetric']): Indicator {
  const all = total.metricSource.spec.query;
  return bad === undefined ? { total: all, good: good?.metricSource.spec.query ?? '' } : { total: all, bad: bad.metricSource.spec.query };
}

function thresholdOf({ annotations }: OpenSlo['metadata']): number | undefined {
  const text = annotations?.[thresholdAnnotation];
  return text === undefined ? undefined : latencyThreshold(text);
}

function annotationProblems({ metadata, spec }: OpenSlo): readonly string[] {
  const unknown = Object.keys(metadata.annotations ?? {}).filter((key) => key.startsWith('sluice.dev/') && key !== thresholdAnnotation);
  const refused = unknown.map((key) => `metadata.annotations: unknown annotation ${key}; known is ${thresholdAnnotation}`);
  const text = metadata.annotations?.[thresholdAnnotation];
  if (text === undefined) return refused;
  const milliseconds = latencyThreshold(text);
  if (milliseconds === undefined) {
    return [...refused, `metadata.annotations.${thresholdAnnotation}: must be a duration as 200ms or 1.5s, not ${text}`];
  }
  return [...refused, ...bucketProblems(spec.indicator.spec.ratioMetric, text, milliseconds)];
}

/** The threshold is what people are told, the bucket is what is counted: they must be the same. */
function bucketProblems(
  { good }: OpenSlo['spec']['indicator']['spec']['ratioMetric'],
  text: string,
  milliseconds: number,
): readonly string[] {
  const [, bound] = /\ble\s*=\s*["']([^"']+)["']/.exec(good?.metricSource.spec.query ?? '') ?? [];
  if (bound === undefined) {
    return [`spec.indicator.spec.ratioMetric.good: must select the bucket le="${milliseconds / 1000}" that ${thresholdAnnotation} names`];
  }
  if (Math.abs(Number(bound) * 1000 - milliseconds) < 1e-6) return [];
  return [
    `spec.indicator.spec.ratioMetric.good: counts up to le="${bound}" s, but ${thresholdAnnotation} says ${text}; they must be the same`,
  ];
}

function problemsOf(issue: z.core.$ZodIssue): readonly string[] {
  const path = issue.path.map(String);
  if (issue.code !== 'unrecognized_keys') return [`${path.join('.') || 'document'}: ${issue.message}`];
  return issue.keys.map((key) => {
    const meant = nearestName(key, openSloKeys);
    return `${[...path, key].join('.')}: unknown key${meant === undefined ? '' : `; did you mean ${meant}?`}`;
  });
}
