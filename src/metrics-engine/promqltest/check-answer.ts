import { labelsKey } from '../promql/labels.ts';
import type { InstantSeries, QueryResult, RangeSeries, Sample } from '../query-result.ts';
import { almostEqual } from './almost-equal.ts';
import type { EvalInstants, Expectations } from './script.ts';
import type { NotedPoint, NotedSeries } from './series-notation.ts';

/** Answers what is wrong with a query's answer, or undefined when it is as expected in every value, label and, where asked for, order. */
export function checkAnswer(expected: Expectations, instants: EvalInstants, result: QueryResult): string | undefined {
  switch (result.kind) {
    case 'scalar':
      return checkScalar(expected, result.sample[1]);
    case 'string':
      return checkString(expected, result.sample[1]);
    case 'vector':
      return checkVector(expected, result.series);
    case 'matrix':
      return checkMatrix(expected, instants, result.series);
  }
}

function checkString({ string, scalar, series }: Expectations, found: string): string | undefined {
  if (scalar !== undefined || series.length > 0) return `found the string ${JSON.stringify(found)}, which is not expected`;
  return string === found ? undefined : `expected the string ${JSON.stringify(string)}, found ${JSON.stringify(found)}`;
}

function checkScalar({ scalar, string, series }: Expectations, found: number): string | undefined {
  if (scalar === undefined || string !== undefined || series.length > 0) return `found the scalar ${found}, which is not expected`;
  return almostEqual(scalar, found) ? undefined : `expected ${scalar}, found ${found}`;
}

function checkVector(expected: Expectations, found: readonly InstantSeries[]): string | undefined {
  const unwanted = strayExpectation(expected, 'a vector');
  if (unwanted !== undefined) return unwanted;
  const wanted = new Map(expected.series.map((series, index) => [labelsKey(series.labels), { series, index }]));
  for (const [index, { labels, sample }] of found.entries()) {
    const key = labelsKey(labels);
    const match = wanted.get(key);
    if (match === undefined) return `${key} is not expected, with ${sample[1]}`;
    if (expected.ordered && match.index !== index) return `${key} is expected at place ${match.index + 1}, found at ${index + 1}`;
    const problem = checkOnePoint(match.series, sample[1]);
    if (problem !== undefined) return `${key}: ${problem}`;
    wanted.delete(key);
  }
  return missing(wanted);
}

function checkOnePoint({ points }: NotedSeries, found: number): string | undefined {
  const [only] = points;
  if (points.length !== 1 || typeof only !== 'number') return `${points.length} points are expected of an instant`;
  return almostEqual(only, found) ? undefined : `expected ${only}, found ${found}`;
}

function strayExpectation({ scalar, string, rangeVector }: Expectations, found: string): string | undefined {
  if (scalar !== undefined) return `expected the scalar ${scalar}, found ${found}`;
  if (string !== undefined) return `expected the string ${JSON.stringify(string)}, found ${found}`;
  return rangeVector === undefined || found === 'a matrix' ? undefined : `expected a range vector, found ${found}`;
}

function missing(wanted: ReadonlyMap<string, unknown>): string | undefined {
  const [first] = wanted.keys();
  return first === undefined ? undefined : `${first} is expected and was not found`;
}

function checkMatrix(expected: Expectations, instants: EvalInstants, found: readonly RangeSeries[]): string | undefined {
  const unwanted = strayExpectation(expected, 'a matrix');
  if (unwanted !== undefined) return unwanted;
  if (expected.ordered) return 'the order of a range query is not the query’s to choose';
  const times = instants.kind === 'range' ? instants : expected.rangeVector;
  if (times === undefined) return 'found a range vector, and "expect range vector" does not say its times';
  const wanted = new Map(expected.series.map((series) => [labelsKey(series.labels), series]));
  for (const { labels, samples } of found) {
    const key = labelsKey(labels);
    const match = wanted.get(key);
    if (match === undefined) return `${key} is not expected, with ${samples.map(([, value]) => value).join(' ')}`;
    const problem = checkPoints(match.points, times, samples);
    if (problem !== undefined) return `${key}: ${problem}`;
    wanted.delete(key);
  }
  return missing(wanted);
}

function checkPoints(
  points: readonly NotedPoint[],
  { startMs, stepMs }: { readonly startMs: number; readonly stepMs: number },
  samples: readonly Sample[],
): string | undefined {
  const wanted = points.flatMap((point, index) => (point === 'gap' ? [] : [{ atMs: startMs + index * stepMs, point }]));
  if (wanted.length !== samples.length) return `expected ${wanted.length} points, found ${samples.length}: ${samples.join(' ')}`;
  for (const [index, { atMs, point }] of wanted.entries()) {
    const [foundMs, value] = samples[index] ?? [Number.NaN, Number.NaN];
    if (typeof point !== 'number') return `a point cannot be ${point}`;
    if (foundMs !== atMs || !almostEqual(point, value)) return `expected ${point} at ${atMs} ms, found ${value} at ${foundMs} ms`;
  }
  return undefined;
}
