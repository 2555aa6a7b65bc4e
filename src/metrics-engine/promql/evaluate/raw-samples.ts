import { resolvePositiveMs } from '../syntax/durations.ts';
import type { RangeSelector, Subquery } from '../syntax/expression.ts';
import type { SeriesSamples } from './answer.ts';
import type { Evaluator, Grid, QueryContext, Work } from './evaluation.ts';
import { endOf } from './instants.ts';
import { leftEdge } from './left-edge.ts';
import { namesRemoved } from './name-removal.ts';
import { shiftedGrid } from './shifted-grid.ts';
import { answersOn, samplesOfColumn, subqueryGrid } from './subquery-windows.ts';

/** The samples that a range stands for at the first instant of a grid: those that were scraped, or the answers of a subquery. */
export function* rawSamples(range: RangeSelector | Subquery, evaluator: Evaluator, grid: Grid): Work<readonly SeriesSamples[]> {
  if (range.kind === 'range') return yield* storedSamples(range, grid, evaluator.context);
  const inner = subqueryGrid(range, shiftedGrid(range, grid, evaluator.context.grid), evaluator.context);
  const columns = namesRemoved(yield* answersOn(inner, range, evaluator));
  const found: SeriesSamples[] = [];
  for (const column of columns) {
    yield undefined;
    if (!column.present.includes(1)) continue;
    const { times, values } = samplesOfColumn(column, inner).columns;
    found.push({ labels: column.labels, times, values });
  }
  return found;
}

function* storedSamples({ selector, range }: RangeSelector, grid: Grid, context: QueryContext): Work<readonly SeriesSamples[]> {
  const times = shiftedGrid(selector, grid, context.grid);
  const edgeMs = leftEdge(times.startMs, resolvePositiveMs(range, context.grid), context.options);
  const found: SeriesSamples[] = [];
  for (const series of context.reader.select(selector.matchers)) {
    const from = series.firstAfter(edgeMs);
    const to = series.firstAfter(endOf(times), from);
    yield undefined;
    if (from >= to) continue;
    context.budget.keep(to - from);
    const slice = series.read(from, to);
    found.push({ labels: series.labels, times: slice.times.slice(slice.from, slice.to), values: slice.values.slice(slice.from, slice.to) });
  }
  return found;
}
