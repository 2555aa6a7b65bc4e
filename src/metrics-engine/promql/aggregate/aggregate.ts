import type { Column, Evaluator, Grid, Work } from '../evaluate/evaluation.ts';
import type { Aggregation } from '../syntax/expression.ts';
import { type Choice, chooseMembers } from './choose-members.ts';
import { countValues } from './count-values.ts';
import { foldGroups } from './fold-groups.ts';
import { groupColumns } from './group-columns.ts';
import { firstPresent, sampleByRatio } from './limit.ts';
import { checkShares, countLimits, ratioLimits } from './limits.ts';
import { quantileGroups } from './quantile-groups.ts';
import { rank } from './rank.ts';

/**
 * Gathers the series of a vector into groups and answers one series a group, or the chosen series of each.
 *
 * Groups come in the order of their first series. Throws 'execution' for a parameter that the aggregation can't go by.
 */
export function* aggregate(aggregation: Aggregation, grid: Grid, evaluator: Evaluator): Work<readonly Column[]> {
  const { operator, grouping, operand } = aggregation;
  switch (operator) {
    case 'count_values': {
      const label = evaluator.text(parameterOf(aggregation));
      const columns = yield* evaluator.vector(operand, grid);
      return yield* countValues(columns, { label, grouping, grid, budget: evaluator.context.budget });
    }
    case 'quantile':
      return yield* quantiles(aggregation, grid, evaluator);
    case 'topk':
    case 'bottomk':
      return yield* chooseSome(aggregation, (limits) => rank(operator, limits), grid, evaluator);
    case 'limitk':
      return yield* chooseSome(aggregation, firstPresent, grid, evaluator);
    case 'limit_ratio':
      return yield* chooseShare(aggregation, grid, evaluator);
    case 'sum':
    case 'avg':
    case 'min':
    case 'max':
    case 'count':
    case 'group':
    case 'stddev':
    case 'stdvar':
      return yield* foldGroups(operator, groupColumns(yield* evaluator.vector(operand, grid), grouping), grid);
  }
}

function* quantiles(aggregation: Aggregation, grid: Grid, evaluator: Evaluator): Work<readonly Column[]> {
  const parameter = parameterOf(aggregation);
  const shares = yield* evaluator.scalar(parameter, grid);
  const columns = yield* evaluator.vector(aggregation.operand, grid);
  checkShares(shares, evaluator.context.annotations, parameter.span);
  return yield* quantileGroups(groupColumns(columns, aggregation.grouping), shares);
}

function* chooseSome(
  aggregation: Aggregation,
  choiceOf: (limits: Float64Array) => Choice,
  grid: Grid,
  evaluator: Evaluator,
): Work<readonly Column[]> {
  const parameters = yield* evaluator.scalar(parameterOf(aggregation), grid);
  const columns = yield* evaluator.vector(aggregation.operand, grid);
  const limits = countLimits(parameters, columns.length);
  if (limits === undefined) return [];
  const bounds = { least: Math.floor(limits.reduce((a, b) => Math.min(a, b))), most: Math.floor(limits.reduce((a, b) => Math.max(a, b))) };
  const { budget } = evaluator.context;
  const choosing = { count: grid.count, bounds, newChoice: () => choiceOf(limits), budget };
  return yield* chooseMembers(groupColumns(columns, aggregation.grouping), choosing);
}

function* chooseShare(aggregation: Aggregation, grid: Grid, evaluator: Evaluator): Work<readonly Column[]> {
  const parameter = parameterOf(aggregation);
  const ratios = yield* evaluator.scalar(parameter, grid);
  const columns = yield* evaluator.vector(aggregation.operand, grid);
  const shares = ratioLimits(ratios, evaluator.context.annotations, parameter.span);
  if (shares === undefined) return [];
  // Any share may take none or all, and holds nothing but the members themselves.
  const choosing = {
    count: grid.count,
    bounds: { least: 0, most: 0 },
    newChoice: () => sampleByRatio(shares),
    budget: evaluator.context.budget,
  };
  return yield* chooseMembers(groupColumns(columns, aggregation.grouping), choosing);
}

function parameterOf({ operator, parameter }: Aggregation) {
  if (parameter === undefined) throw new Error(`${operator} was parsed without its parameter`);
  return parameter;
}
