import type { LabelScope } from '../label-scope.ts';
import { type ApiAnswer, TRUNCATED } from './api-answer.ts';
import { ApiError } from './api-error.ts';
import type { ApiRequest } from './api-request.ts';
import { limitParam, optionalTimeParam } from './parameters.ts';
import { piecesOfArray } from './pieces.ts';
import { unescapeLabelName } from './unescape-label-name.ts';

/** `/labels`: the names of all labels of the series that are meant. */
export function answerLabels({ engine, params }: ApiRequest): ApiAnswer {
  return limited(engine.labelNames(scopeParams(params)), limitParam(params));
}

/** `/label/<name>/values`: the values of one label of the series that are meant. */
export function answerLabelValues({ engine, params, name }: ApiRequest): ApiAnswer {
  if (name === '') throw new ApiError('bad_data', 'invalid label name: ""');
  return limited(engine.labelValues(unescapeLabelName(name), scopeParams(params)), limitParam(params));
}

/** `/series`: the labels of the series that any selector finds. */
export function answerSeries({ engine, params }: ApiRequest): ApiAnswer {
  const scope = scopeParams(params);
  if (scope.selectors?.length === 0) throw new ApiError('bad_data', 'no match[] parameter provided');
  return limited(engine.series(scope), limitParam(params));
}

function scopeParams(params: URLSearchParams): LabelScope {
  const [startMs, endMs] = [optionalTimeParam(params, 'start'), optionalTimeParam(params, 'end')];
  return {
    selectors: params.getAll('match[]'),
    ...(startMs !== undefined && { startMs }),
    ...(endMs !== undefined && { endMs }),
  };
}

function limited(items: readonly unknown[], limit: number): ApiAnswer {
  if (items.length <= limit) return { data: piecesOfArray(items) };
  return { data: piecesOfArray(items.slice(0, limit)), warnings: [TRUNCATED] };
}
