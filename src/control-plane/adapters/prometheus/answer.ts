import { z } from 'zod';
import { QueryError, type QueryResult, type Sample } from '../../../metrics-engine/metrics-source.ts';

const LABELS = z.record(z.string(), z.string());
const HISTOGRAM = z.unknown().optional();
// Samples are checked one by one in parseSample: a schema for each of half a million would take a second.
const SERIES = z.object({ metric: LABELS, value: z.unknown().optional(), histogram: HISTOGRAM });
const RANGES = z.object({ metric: LABELS, values: z.array(z.unknown()).default([]), histograms: HISTOGRAM });
const DATA = z.discriminatedUnion('resultType', [
  z.object({ resultType: z.literal('scalar'), result: z.unknown().optional() }),
  z.object({ resultType: z.literal('string'), result: z.unknown().optional() }),
  z.object({ resultType: z.literal('vector'), result: z.array(SERIES) }),
  z.object({ resultType: z.literal('matrix'), result: z.array(RANGES) }),
]);
const ENVELOPE = z.object({ status: z.literal('success'), data: DATA });

/**
 * Reads the envelope of a successful answer.
 *
 * Throws QueryError 'unavailable' when it is not one, 'unsupported' when it holds native histograms or a string.
 */
export function parseAnswer(body: string): QueryResult {
  const data = parseEnvelope(body);
  switch (data.resultType) {
    case 'scalar':
      return { kind: 'scalar', sample: parseSample(data.result) };
    case 'string':
      throw new QueryError('unsupported', 'the answer is a string, not numbers');
    case 'vector':
      return {
        kind: 'vector',
        series: data.result.map(({ metric, value, histogram }) => ({ labels: metric, sample: floatSample(value, histogram) })),
      };
    case 'matrix':
      return {
        kind: 'matrix',
        series: data.result.map(({ metric, values, histograms }) => ({ labels: metric, samples: floatSamples(values, histograms) })),
      };
  }
}

function parseEnvelope(body: string): z.infer<typeof DATA> {
  try {
    return ENVELOPE.parse(JSON.parse(body)).data;
  } catch (cause) {
    throw new QueryError('unavailable', 'the answer is not in the form of the Prometheus HTTP API: check the base URL', cause);
  }
}

function floatSample(value: unknown, histogram: unknown): Sample {
  refuseHistogram(histogram);
  return parseSample(value);
}

function floatSamples(values: readonly unknown[], histograms: unknown): readonly Sample[] {
  refuseHistogram(histograms);
  return values.map(parseSample);
}

function refuseHistogram(histogram: unknown): void {
  if (histogram !== undefined)
    throw new QueryError(
      'unsupported',
      'the answer holds native histograms: ask for histogram_quantile, histogram_count or histogram_sum of it',
    );
}

/** `[seconds, "value"]`. */
function parseSample(pair: unknown): Sample {
  const [seconds, text]: readonly unknown[] = Array.isArray(pair) ? pair : [];
  const value = typeof text === 'string' ? parseValue(text) : undefined;
  if (typeof seconds !== 'number' || value === undefined)
    throw new QueryError('unavailable', `the answer has a malformed sample ${JSON.stringify(pair)}`);
  return [Math.round(seconds * 1000), value];
}

const WORDS: ReadonlyMap<string, number> = new Map([
  ['NaN', Number.NaN],
  ['+Inf', Number.POSITIVE_INFINITY],
  ['Inf', Number.POSITIVE_INFINITY],
  ['-Inf', Number.NEGATIVE_INFINITY],
]);

function parseValue(text: string): number | undefined {
  if (/^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/.test(text)) return Number(text);
  return WORDS.get(text);
}
