import type { SeriesExemplars, StoredExemplar } from '../exemplars/exemplar-store.ts';
import { parse } from '../promql/syntax/parse.ts';
import { print } from '../promql/syntax/print.ts';
import { selectorsOf } from '../promql/syntax/selectors-of.ts';
import type { ApiAnswer } from './api-answer.ts';
import { ApiError } from './api-error.ts';
import type { ApiRequest } from './api-request.ts';
import { formatSeconds, formatValue } from './format-value.ts';
import { optionalTimeParam, textParam } from './parameters.ts';
import { piecesOfArray } from './pieces.ts';

/** `/query_exemplars`: the exemplars between two times of all series that the expression's selectors find. */
export function answerExemplars({ engine, params }: ApiRequest): ApiAnswer {
  const startMs = optionalTimeParam(params, 'start') ?? Number.NEGATIVE_INFINITY;
  const endMs = optionalTimeParam(params, 'end') ?? Number.POSITIVE_INFINITY;
  if (endMs < startMs) throw new ApiError('bad_data', 'end timestamp must not be before start timestamp');
  // An exemplar has its own time: where a selector is shifted does not matter.
  const selectors = selectorsOf(parse(textParam(params, 'query'))).map(print);
  return { data: piecesOfArray(engine.exemplars(selectors, startMs, endMs), writeSeries) };
}

function writeSeries({ seriesLabels, exemplars }: SeriesExemplars): string {
  return `{"seriesLabels":${JSON.stringify(seriesLabels)},"exemplars":[${exemplars.map(writeExemplar).join(',')}]}`;
}

function writeExemplar({ labels, value, atMs }: StoredExemplar): string {
  return `{"labels":${JSON.stringify(labels)},"value":"${formatValue(value)}","timestamp":${formatSeconds(atMs)}}`;
}
