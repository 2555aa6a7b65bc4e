import { type Labels, QueryError } from '../../query-result.ts';
import { argumentOf } from '../evaluate/argument-of.ts';
import type { CallOf, Column, Evaluator, Grid, Value, Work } from '../evaluate/evaluation.ts';
import { selectNewest } from '../evaluate/select-newest.ts';
import { labelValue, METRIC_NAME, toLabels } from '../labels.ts';
import type { QueryBudget } from '../query-budget.ts';
import { NO_OFFSET } from '../syntax/no-offset.ts';
import { columnGatherer } from './column-gatherer.ts';
import { identityOf, identityTest } from './identity.ts';
import { type InfoRequest, infoRequest } from './info-request.ts';
import { newestInfo } from './newest-info.ts';

/**
 * info(vector, {selector}): adds to each series the labels of the info series, such as target_info, that have the same instance and job.
 *
 * Without a selector all labels of target_info are added; a selector picks other info metrics by their name, and labels by having a matcher
 * for them. A label that the series has already stays. A series without info series is left as it is, unless a matcher asks for a label to
 * be there: then it is left out. Throws QueryError 'execution' where two info series contradict each other. Source: Prometheus 3's
 * experimental function info.
 */
export function* info(call: CallOf, grid: Grid, evaluator: Evaluator): Work<Value> {
  const operand = argumentOf(call, 0);
  const request = infoRequest(call.args[1]);
  const columns = yield* evaluator.vector(operand, grid);
  const plain = columns.filter((column) => !request.isInfoSeries(column));
  const isAbout = identityTest(plain);
  const selector = {
    kind: 'selector',
    matchers: request.matchers,
    offset: NO_OFFSET,
    at: undefined,
    span: call.span,
  } as const;
  const infos = (yield* selectNewest(selector, grid, evaluator.context, 'time')).filter(({ labels }) => isAbout(labels));
  return { kind: 'vector', columns: yield* enriched(columns, infos, request, { count: grid.count, budget: evaluator.context.budget }) };
}

function* enriched(
  columns: readonly Column[],
  infos: readonly Column[],
  request: InfoRequest,
  { count, budget }: { readonly count: number; readonly budget: QueryBudget },
): Work<readonly Column[]> {
  const gatherer = columnGatherer(count, budget);
  const find = newestInfo(infos);
  for (const column of columns) {
    const identity = identityOf(column.labels);
    const isInfo = request.isInfoSeries(column);
    const added = enricher(column.labels, request);
    for (const [index, isPresent] of column.present.entries()) {
      if (isPresent === 0) continue;
      const labels = isInfo ? column.labels : added(find(identity, index));
      if (labels !== undefined) gatherer.put(labels, column.dropsName, index, column.values[index] ?? Number.NaN);
    }
    yield undefined;
  }
  return gatherer.columns;
}

/** Answers a series' labels with those of its info series; undefined when the series is to be left out. */
function enricher(base: Labels, request: InfoRequest): (infos: readonly Labels[]) => Labels | undefined {
  let last: { readonly infos: readonly Labels[]; readonly labels: Labels } | undefined;
  return (infos) => {
    if (infos.length === 0) return request.isOptional ? base : undefined;
    // From instant to instant the info series are mostly the same ones.
    if (last !== undefined && isSameList(last.infos, infos)) return last.labels;
    const labels = joinedLabels(base, infos, request);
    last = { infos, labels };
    return labels;
  };
}

function joinedLabels(base: Labels, infos: readonly Labels[], { wants }: InfoRequest): Labels {
  const added = new Map<string, string>();
  for (const [name, value] of infos.flatMap((labels) => Object.entries(labels))) {
    if (name === METRIC_NAME || !wants(name)) continue;
    if (added.has(name) && added.get(name) !== value) throw new QueryError('execution', `conflicting label: ${name}`);
    if (labelValue(base, name) === '') added.set(name, value);
  }
  return toLabels([...Object.entries(base), ...added]);
}

function isSameList(a: readonly Labels[], b: readonly Labels[]): boolean {
  return a.length === b.length && a.every((labels, index) => labels === b[index]);
}
