import { answerAlertmanagers, answerAlerts } from './answer-alerts.ts';
import { answerCoverage } from './answer-coverage.ts';
import { answerExemplars } from './answer-exemplars.ts';
import { answerFormatQuery } from './answer-format.ts';
import { answerLabels, answerLabelValues, answerSeries } from './answer-labels.ts';
import { answerMetadata, answerTargetMetadata } from './answer-metadata.ts';
import { answerQuery, answerQueryRange } from './answer-query.ts';
import { answerRules } from './answer-rules.ts';
import { answerBuildInfo, answerFlags, answerRuntimeInfo } from './answer-status.ts';
import { answerTargets } from './answer-targets.ts';
import type { ApiAnswer } from './api-answer.ts';
import { ApiError } from './api-error.ts';
import type { ApiRequest } from './api-request.ts';

/** Where something is answered. */
export interface ApiRoute {
  readonly methods: readonly ('GET' | 'POST')[];
  /** The parameter in which PromQL stands, for messages. */
  readonly expression: string;
  readonly answer: (request: ApiRequest) => ApiAnswer | Promise<ApiAnswer>;
}

function reading(answer: ApiRoute['answer'], expression = 'match[]'): ApiRoute {
  return { methods: ['GET'], expression, answer };
}

/** Expressions and selectors may be longer than a URL, so they may come as a form. */
function asking(answer: ApiRoute['answer'], expression = 'query'): ApiRoute {
  return { methods: ['GET', 'POST'], expression, answer };
}

const ROUTES: ReadonlyMap<string, ApiRoute> = new Map([
  ['query', asking(answerQuery)],
  ['query_range', asking(answerQueryRange)],
  ['query_exemplars', asking(answerExemplars)],
  ['format_query', asking(answerFormatQuery)],
  ['coverage', asking(answerCoverage)],
  ['labels', asking(answerLabels, 'match[]')],
  ['series', asking(answerSeries, 'match[]')],
  ['metadata', reading(answerMetadata)],
  ['targets', reading(answerTargets)],
  ['targets/metadata', reading(answerTargetMetadata, 'match_target')],
  ['rules', reading(answerRules)],
  ['alerts', reading(answerAlerts)],
  ['alertmanagers', reading(answerAlertmanagers)],
  ['status/buildinfo', reading(answerBuildInfo)],
  ['status/runtimeinfo', reading(answerRuntimeInfo)],
  ['status/flags', reading(answerFlags)],
]);
const LABEL_VALUES = reading(answerLabelValues);

/** The route of a path, with the name in it; undefined where there is none. Throws ApiError for a name that is not encoded as a URL demands. */
export function routeOf(path: string): { readonly route: ApiRoute; readonly name: string } | undefined {
  const below = /^\/api\/v1\/(.+)$/.exec(path)?.[1];
  const route = below === undefined ? undefined : ROUTES.get(below);
  if (route !== undefined) return { route, name: '' };
  const name = /^label\/([^/]+)\/values$/.exec(below ?? '')?.[1];
  return name === undefined ? undefined : { route: LABEL_VALUES, name: decoded(name) };
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    throw new ApiError('bad_data', `invalid label name: ${JSON.stringify(name)}`);
  }
}
