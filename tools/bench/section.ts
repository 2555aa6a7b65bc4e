import type { PassMark } from './pass-mark.ts';
import { type Spread, spreadOf } from './spread.ts';

/**
 * The unit of a row: seconds, milliseconds, starts or requests a second, how many, percent, processor cores,
 * mebibytes, millions of bytes, bytes, nanoseconds, millions of bytes a second, or how many times as much.
 */
export type Unit = 's' | 'ms' | '/s' | 'n' | '%' | 'cores' | 'MiB' | 'MB' | 'B' | 'ns' | 'MB/s' | '×';

/** One figure, once a repetition and column; a column that doesn't know the figure has no samples. */
export interface Row {
  readonly name: string;
  readonly unit: Unit;
  readonly samples: Readonly<Record<string, readonly number[]>>;
}

/** What one measurement came to. */
export interface Section {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  /** How the figures came about, and what can't be read out of them: a sentence each. */
  readonly notes: readonly string[];
  /** False where two columns are two sizes, whose ratio says nothing. */
  readonly compared?: false;
  /** What the figures should have come to. */
  readonly marks?: readonly PassMark[];
}

/** A row with its medians. `ratio` is the first column's median over the second's; undefined without both, or over zero. */
export interface SummedRow {
  readonly name: string;
  readonly unit: Unit;
  readonly cells: Readonly<Record<string, Spread>>;
  readonly ratio: number | undefined;
}

/** The medians of a row, and the ratio of its two columns. */
export function summedRow({ name, unit, samples }: Row, columns: readonly string[]): SummedRow {
  const cells = Object.fromEntries(
    columns.flatMap((column) => {
      const spread = spreadOf(samples[column] ?? []);
      return spread === undefined ? [] : [[column, spread] as const];
    }),
  );
  const [over, under] = columns.map((column) => cells[column]?.median);
  return { name, unit, cells, ratio: over === undefined || under === undefined || under === 0 ? undefined : over / under };
}
