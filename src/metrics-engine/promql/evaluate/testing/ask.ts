import type { Labels } from '../../../query-result.ts';
import { labelsKey } from '../../labels.ts';
import { parse } from '../../syntax/parse.ts';
import type { Answer } from '../answer.ts';
import { evaluateQuery } from '../evaluate-query.ts';
import { type EngineOptions, type Grid, PROMETHEUS_3 } from '../evaluation.ts';
import { gridAt } from '../instants.ts';
import { runToEnd } from '../run-to-end.ts';
import type { SeriesReader } from '../series-reader.ts';
import { MemoryReader } from './memory-series.ts';

/** Samples of a series: seconds and a value, or that it went stale. */
export type Points = readonly (readonly [seconds: number, value: number | 'stale'])[];

/** A reader of series that are written as selectors, such as `x{a="1"}`. */
export function readerOf(series: Readonly<Record<string, Points>>): MemoryReader {
  const reader = new MemoryReader();
  for (const [text, points] of Object.entries(series)) {
    const stored = reader.series(labelsOf(text));
    for (const [seconds, value] of points) {
      if (value === 'stale') stored.markStale(Math.round(seconds * 1000));
      else stored.append(Math.round(seconds * 1000), value);
    }
  }
  return reader;
}

/** Samples at even distances from 0 on. */
export function every(seconds: number, values: readonly number[]): Points {
  return values.map((value, index) => [index * seconds, value] as const);
}

/** What a query may be asked with beyond its text. */
export interface Asking {
  readonly options?: Partial<EngineOptions>;
  readonly maxSamples?: number;
}

/** Answers a query at an instant, or at every step of a range, all in seconds. */
export function answerTo(
  reader: SeriesReader,
  text: string,
  when: number | readonly [startSeconds: number, endSeconds: number, stepSeconds: number],
  { options, maxSamples = 1_000_000 }: Asking = {},
): Answer {
  let kept = 0;
  const keep = (samples: number): void => {
    kept += samples;
    if (kept > maxSamples) throw new RangeError(`more than ${maxSamples} samples`);
  };
  const setting = { reader, budget: { read: () => undefined, keep }, options: { ...PROMETHEUS_3, ...options }, text };
  const grid = typeof when === 'number' ? gridAt(when * 1000) : gridOver(when);
  return runToEnd(evaluateQuery(parse(text), grid, setting, typeof when === 'number' ? 'instant' : 'range'));
}

/** An answer as plain data: values by series, `_` where there is none; a list of them for a range, `seconds: value` for raw samples. */
export function plain(answer: Answer): unknown {
  switch (answer.kind) {
    case 'string':
      return answer.text;
    case 'scalar':
      return oneOrAll([...answer.values]);
    case 'vector':
      return Object.fromEntries(
        answer.columns.map(({ labels, values, present }) => [
          nameOf(labels),
          oneOrAll(Array.from(values, (value, index) => (present[index] === 1 ? value : '_'))),
        ]),
      );
    case 'samples':
      return Object.fromEntries(
        answer.series.map(({ labels, times, values }) => [
          nameOf(labels),
          Array.from(times, (atMs, index) => [atMs / 1000, values[index]]),
        ]),
      );
  }
}

/** As answerTo, as plain data. */
export function ask(...asked: Parameters<typeof answerTo>): unknown {
  return plain(answerTo(...asked));
}

function gridOver([start, end, step]: readonly [number, number, number]): Grid {
  return { startMs: start * 1000, stepMs: step * 1000, count: Math.floor((end - start) / step) + 1 };
}

function oneOrAll(values: readonly unknown[]): unknown {
  return values.length === 1 ? values[0] : values;
}

function labelsOf(text: string): Labels {
  const selector = parse(text);
  if (selector.kind !== 'selector') throw new Error(`${text} names no series`);
  return Object.fromEntries(selector.matchers.map(({ name, value }) => [name, value]));
}

/** `x{a=1}`. */
function nameOf(labels: Labels): string {
  const pairs = JSON.parse(labelsKey(labels)) as readonly (readonly [string, string])[];
  const name = pairs.find(([label]) => label === '__name__')?.[1] ?? '';
  const others = pairs.filter(([label]) => label !== '__name__').map(([label, value]) => `${label}=${value}`);
  return `${name}{${others.join(',')}}`;
}
