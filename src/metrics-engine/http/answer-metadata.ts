import { labelsTest } from '../promql/matcher.ts';
import { selectorMatchers } from '../selector-matchers.ts';
import type { ApiAnswer } from './api-answer.ts';
import { ApiError } from './api-error.ts';
import type { ApiRequest } from './api-request.ts';
import { limitParam, textParam } from './parameters.ts';
import { piecesOfArray } from './pieces.ts';

/** `/metadata`: what targets say of each metric, or of the one named. */
export function answerMetadata({ engine, params }: ApiRequest): ApiAnswer {
  const [limit, perMetric] = [limitParam(params), limitParam(params, 'limit_per_metric')];
  const metric = textParam(params, 'metric');
  const families = [...engine.metadata().byFamily()].filter(([family]) => metric === '' || family === metric);
  return { data: objectPieces(families.slice(0, limit).map(([family, said]) => [family, said.slice(0, perMetric)])) };
}

/** `/targets/metadata`: what each target says of its metrics. */
export function answerTargetMetadata({ engine, params }: ApiRequest): ApiAnswer {
  const metric = textParam(params, 'metric');
  const isMeant = targetTest(textParam(params, 'match_target'));
  const found = engine
    .metadata()
    .targets.filter(({ labels }) => isMeant(labels))
    .flatMap(({ labels: target, families }) =>
      [...families].flatMap(([family, said]) => {
        if (metric === '') return [{ target, metric: family, ...said }];
        return family === metric ? [{ target, ...said }] : [];
      }),
    );
  if (found.length === 0) throw new ApiError('not_found', 'specified metadata not found');
  return { data: piecesOfArray(found.slice(0, limitParam(params))) };
}

function targetTest(selector: string): ReturnType<typeof labelsTest> {
  return selector === '' ? () => true : labelsTest(selectorMatchers(selector));
}

function* objectPieces(entries: readonly (readonly [key: string, value: unknown])[]): ApiAnswer['data'] {
  yield '{';
  for (const [index, [key, value]] of entries.entries()) yield `${index === 0 ? '' : ','}${JSON.stringify(key)}:${JSON.stringify(value)}`;
  yield '}';
}
