import type { NotedSeries } from './series-notation.ts';

/** One command of a test script. `line` counts from 1. */
export type Command = LoadCommand | { readonly kind: 'clear'; readonly line: number } | EvalCommand;

/** Adds samples, one a step from time 0. */
export interface LoadCommand {
  readonly kind: 'load';
  readonly line: number;
  readonly stepMs: number;
  /** Whether the classic histograms are to be native ones as well, which the engine does not keep. */
  readonly withNative: boolean;
  readonly series: readonly NotedSeries[];
}

/** Asks a query and says what is expected of its answer. */
export interface EvalCommand {
  readonly kind: 'eval';
  readonly line: number;
  readonly query: string;
  readonly instants: EvalInstants;
  readonly expectations: Expectations;
}

/** When a query is asked. */
export type EvalInstants =
  | { readonly kind: 'instant'; readonly atMs: number }
  | { readonly kind: 'range'; readonly startMs: number; readonly endMs: number; readonly stepMs: number };

/** How a message is compared: as a whole, by a pattern anywhere in it, or not at all. */
export type MessageTest =
  | { readonly kind: 'any' }
  | { readonly kind: 'message'; readonly text: string }
  | { readonly kind: 'pattern'; readonly source: string };

export interface Expectations {
  readonly fail: readonly MessageTest[];
  readonly warn: readonly MessageTest[];
  readonly info: readonly MessageTest[];
  readonly noWarn: boolean;
  readonly noInfo: boolean;
  readonly ordered: boolean;
  readonly string: string | undefined;
  /** The times of a range vector's samples. */
  readonly rangeVector: { readonly startMs: number; readonly endMs: number; readonly stepMs: number } | undefined;
  /** A lone number: what a scalar is. */
  readonly scalar: number | undefined;
  readonly series: readonly NotedSeries[];
}
