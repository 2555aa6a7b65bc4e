import { argumentOf } from '../evaluate/argument-of.ts';
import type { CallOf, Column, Evaluator, Grid, QueryContext, Value, Work } from '../evaluate/evaluation.ts';
import { instantOf } from '../evaluate/instants.ts';
import { mergeTwins, withoutName } from '../evaluate/name-removal.ts';
import { generalNotation, openMetricsNotation } from '../general-notation.ts';
import type { Expression } from '../syntax/expression.ts';
import { bucketQuantiles, isShare } from './bucket-quantile.ts';
import { type CorrectionNotes, correctionNotes } from './correction-notes.ts';
import { bucketsAt, forMetric, type HistogramGroup, histogramGroups } from './histogram-groups.ts';
import { withLabel } from './label-name.ts';

/** histogram_quantile(share, buckets): one quantile of each histogram. */
export function* histogramQuantile(call: CallOf, grid: Grid, evaluator: Evaluator): Work<Value> {
  const shares = yield* sharesOf([argumentOf(call, 0)], grid, evaluator);
  const columns = (yield* quantilesOf(argumentOf(call, 1), shares, grid, evaluator)).flat();
  return { kind: 'vector', columns: withoutName(columns, evaluator.context) };
}

/** histogram_quantiles(buckets, label, share…): several quantiles of each histogram, told apart by a label. */
export function* histogramQuantiles(call: CallOf, grid: Grid, evaluator: Evaluator): Work<Value> {
  const label = evaluator.text(argumentOf(call, 1));
  const shares = yield* sharesOf(call.args.slice(2), grid, evaluator);
  const perHistogram = yield* quantilesOf(argumentOf(call, 0), shares, grid, evaluator);
  const columns = perHistogram.flatMap((quantiles) =>
    quantiles.flatMap((column, number) => labelled(column, label, shares[number] ?? new Float64Array(), evaluator.context)),
  );
  return { kind: 'vector', columns: mergeTwins(withoutName(columns, evaluator.context)) };
}

/** The shares asked for, with a warning for each that is none. */
function* sharesOf(args: readonly Expression[], grid: Grid, evaluator: Evaluator): Work<readonly Float64Array[]> {
  const shares: Float64Array[] = [];
  for (const argument of args) {
    const values = yield* evaluator.scalar(argument, grid);
    for (const value of new Set(values)) {
      if (isShare(value)) continue;
      const message = `quantile value should be between 0 and 1, got ${generalNotation(value)}`;
      evaluator.context.annotations.warn(message, argument.span);
    }
    shares.push(values);
  }
  return shares;
}

/** For each histogram one column a share. */
function* quantilesOf(
  operand: Expression,
  shares: readonly Float64Array[],
  grid: Grid,
  evaluator: Evaluator,
): Work<readonly (readonly Column[])[]> {
  const { context } = evaluator;
  const notes = correctionNotes();
  const answers: (readonly Column[])[] = [];
  for (const group of histogramGroups(yield* evaluator.vector(operand, grid), context, operand.span)) {
    answers.push(quantilesOfOne(group, shares, grid, { context, notes }));
    yield undefined;
  }
  notes.write(context.annotations, operand.span);
  return answers;
}

function quantilesOfOne(
  group: HistogramGroup,
  shares: readonly Float64Array[],
  grid: Grid,
  { context, notes }: { readonly context: QueryContext; readonly notes: CorrectionNotes },
): readonly Column[] {
  context.budget.keep(grid.count * shares.length);
  const present = new Uint8Array(grid.count);
  const values = shares.map(() => new Float64Array(grid.count));
  for (const index of present.keys()) {
    const buckets = bucketsAt(group, index);
    if (buckets.length === 0) continue;
    present[index] = 1;
    const { at, correction } = bucketQuantiles(buckets);
    const asked = shares.map((share) => share[index] ?? Number.NaN);
    for (const [number, column] of values.entries()) column[index] = at(asked[number] ?? Number.NaN);
    if (correction !== undefined && asked.some(isShare)) notes.add(forMetric(group.labels, context), instantOf(grid, index), correction);
  }
  return values.map((column) => ({ labels: group.labels, dropsName: group.dropsName, values: column, present }));
}

/** A column with its share as a label; several columns where the share changes from instant to instant. */
function labelled(column: Column, label: string, shares: Float64Array, { budget }: QueryContext): readonly Column[] {
  return [...new Set(shares)].map((share) => {
    budget.keep(shares.length);
    const present = column.present.map((isPresent, index) => (isPresent === 1 && isSame(shares[index] ?? Number.NaN, share) ? 1 : 0));
    return { ...column, labels: withLabel(column.labels, label, openMetricsNotation(share)), present };
  });
}

function isSame(a: number, b: number): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}
