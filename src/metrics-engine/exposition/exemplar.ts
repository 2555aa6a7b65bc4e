import type { Labels } from '../query-result.ts';

/** A single observation that stands for many, as a target shows it beside a sample: most often with the labels of its trace. */
export interface Exemplar {
  readonly labels: Labels;
  readonly value: number;
  /** Milliseconds since 1970; undefined when the target does not say. */
  readonly timestampMs: number | undefined;
}
