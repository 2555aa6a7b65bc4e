import { QueryError } from '../../query-result.ts';
import type { Expression } from '../syntax/expression.ts';
import { annotationList } from './annotation-list.ts';
import type { Answer, AnswerNotes } from './answer.ts';
import type { Grid, QueryContext, Value, Work } from './evaluation.ts';
import { createEvaluator } from './evaluator.ts';
import { namesRemoved } from './name-removal.ts';
import { rawSamples } from './raw-samples.ts';

/** What a query is evaluated with, its own text included: annotations give positions in it. */
export type QuerySetting = Pick<QueryContext, 'reader' | 'budget' | 'options'> & { readonly text: string };

/** Whether a query asks for one instant, which may be answered with anything, or for many, which a string or a range is no answer to. */
export type QueryShape = 'instant' | 'range';

/**
 * Evaluates a query over a grid.
 *
 * No data is a vector without columns. Throws QueryError: 'bad-query' for a range query of a string or a range, 'execution' for series that
 * collide and too many samples, 'timeout' when the budget's time is up.
 */
export function* evaluateQuery(expression: Expression, grid: Grid, setting: QuerySetting, shape: QueryShape = 'instant'): Work<Answer> {
  if (shape === 'range') refuseForRange(expression);
  const annotations = annotationList(setting.text);
  const context: QueryContext = { ...setting, grid, annotations };
  const evaluator = createEvaluator(context);
  if (expression.kind === 'range' || expression.kind === 'subquery')
    return withNotes({ kind: 'samples', grid, series: yield* rawSamples(expression, evaluator, grid) }, annotations);
  const value = yield* evaluator.evaluate(expression, grid);
  return withNotes(answerOf(value, grid), annotations);
}

type BareAnswer<Each = Answer> = Each extends Answer ? Omit<Each, keyof AnswerNotes> : never;

function withNotes(answer: BareAnswer, { warnings, infos }: AnswerNotes): Answer {
  return { ...answer, warnings, infos };
}

function answerOf(value: Value, grid: Grid): BareAnswer {
  if (value.kind !== 'vector') return { ...value, grid };
  const columns = namesRemoved(value.columns.filter(({ present }) => present.includes(1)));
  return { kind: 'vector', grid, columns };
}

function refuseForRange({ kind }: Expression): void {
  const type = kind === 'string' ? 'string' : kind === 'range' || kind === 'subquery' ? 'range vector' : undefined;
  if (type !== undefined)
    throw new QueryError('bad-query', `invalid expression type "${type}" for range query, must be Scalar or instant Vector`);
}
