import type { MetricsEngine } from '../metrics-engine.ts';
import type { MetricsSource } from '../metrics-source.ts';
import type { Labels } from '../query-result.ts';
import { type ApiResponse, BadParameter, toApiProblem } from './api-problem.ts';
import { toApiData } from './api-result.ts';
import { parseApiSpan, parseApiTime } from './api-time.ts';

/** What the API needs of an engine. */
export type QueriedEngine = Pick<MetricsEngine, 'labelNames' | 'labelValues' | 'series'> & { readonly source: MetricsSource };

/** A request to the API, its query string and form in one. */
export interface ApiRequest {
  readonly path: string;
  readonly params: URLSearchParams;
  readonly nowMs: number;
  readonly signal: AbortSignal;
}

/**
 * Answers what Grafana and promtool ask of a Prometheus: query, query_range, labels, label values, series and buildinfo.
 *
 * undefined for any other path. Rejects only for a bug: what is wrong with a query is an answer of the API.
 */
export async function answerApi(engine: QueriedEngine, request: ApiRequest): Promise<ApiResponse | undefined> {
  try {
    const data = await dataFor(engine, request);
    return data === undefined ? undefined : { status: 200, body: { status: 'success', data } };
  } catch (error) {
    return toApiProblem(error);
  }
}

const PATHS: ReadonlySet<string> = new Set(
  ['query', 'query_range', 'labels', 'series', 'status/buildinfo'].map((name) => `/api/v1/${name}`),
);
const LABEL_VALUES = /^\/api\/v1\/label\/([a-zA-Z_][a-zA-Z0-9_]*)\/values$/;

/** Answers whether a path is one that answerApi answers. */
export function isApiPath(path: string): boolean {
  return PATHS.has(path) || LABEL_VALUES.test(path);
}

async function dataFor(engine: QueriedEngine, { path, params, nowMs, signal }: ApiRequest): Promise<unknown> {
  switch (path) {
    case '/api/v1/query':
      return toApiData(await engine.source.query(text(params, 'query'), time(params, 'time', nowMs), signal));
    case '/api/v1/query_range': {
      const range = { startMs: time(params, 'start'), endMs: time(params, 'end'), stepMs: span(params, 'step') };
      return toApiData(await engine.source.queryRange(text(params, 'query'), range, signal));
    }
    case '/api/v1/labels':
      return engine.labelNames();
    case '/api/v1/series':
      return seriesFor(engine, params.getAll('match[]'));
    case '/api/v1/status/buildinfo':
      return { application: 'Sluice', version: '3.0.0', revision: '', branch: '', buildUser: '', buildDate: '', goVersion: '' };
    default:
      return labelValuesFor(engine, path);
  }
}

function labelValuesFor(engine: QueriedEngine, path: string): readonly string[] | undefined {
  const name = LABEL_VALUES.exec(path)?.[1];
  return name === undefined ? undefined : engine.labelValues(name);
}

function seriesFor(engine: QueriedEngine, selectors: readonly string[]): readonly Labels[] {
  if (selectors.length === 0) throw new BadParameter('match[]', 'at least one selector is needed');
  return [...new Set(selectors.flatMap((selector) => engine.series(selector)))];
}

function text(params: URLSearchParams, name: string): string {
  const value = params.get(name);
  if (value === null || value === '') throw new BadParameter(name, 'it is missing');
  return value;
}

function time(params: URLSearchParams, name: string, otherwise?: number): number {
  const value = params.get(name) ?? '';
  const parsed = value === '' ? otherwise : parseApiTime(value);
  if (parsed === undefined) throw new BadParameter(name, `${JSON.stringify(value)} is neither seconds since 1970 nor a time of RFC 3339`);
  return parsed;
}

function span(params: URLSearchParams, name: string): number {
  const value = params.get(name) ?? '';
  const parsed = parseApiSpan(value);
  if (parsed === undefined) throw new BadParameter(name, `${JSON.stringify(value)} is neither seconds nor a duration such as 15s`);
  return parsed;
}
