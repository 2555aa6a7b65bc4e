import type { Column, Grid, Work } from '../evaluate/evaluation.ts';
import type { AggregationOperator } from '../syntax/expression.ts';
import type { Accumulator } from './accumulator.ts';
import { averageAccumulator } from './average-accumulator.ts';
import { countAccumulator, presenceAccumulator } from './count-accumulator.ts';
import { extremeAccumulator } from './extreme-accumulator.ts';
import { groupColumn } from './group-column.ts';
import type { Group } from './group-columns.ts';
import { sumAccumulator } from './sum-accumulator.ts';
import { varianceAccumulator } from './variance-accumulator.ts';

/** The aggregations that fold one value after the other into one, and need no parameter. */
export type FoldOperator = Extract<AggregationOperator, 'sum' | 'avg' | 'min' | 'max' | 'count' | 'group' | 'stddev' | 'stdvar'>;

/** One column a group, with a value wherever any member has one. */
export function* foldGroups(operator: FoldOperator, groups: readonly Group[], grid: Grid): Work<readonly Column[]> {
  const columns: Column[] = [];
  for (const group of groups) {
    const accumulator = accumulatorOf(operator, grid.count);
    for (const member of group.members) {
      accumulator.add(member);
      yield;
    }
    columns.push(groupColumn(group, accumulator.values()));
  }
  return columns;
}

function accumulatorOf(operator: FoldOperator, count: number): Accumulator {
  switch (operator) {
    case 'sum':
      return sumAccumulator(count);
    case 'avg':
      return averageAccumulator(count);
    case 'min':
    case 'max':
      return extremeAccumulator(operator, count);
    case 'count':
      return countAccumulator(count);
    case 'group':
      return presenceAccumulator(count);
    case 'stddev':
    case 'stdvar':
      return varianceAccumulator(operator, count);
  }
}
