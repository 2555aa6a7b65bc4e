import type { MetricsSource } from '../../../metrics-engine/metrics-source.ts';
import type { Matcher } from '../../../metrics-engine/promql/matcher.ts';
import { narrow } from '../../../metrics-engine/promql/narrow.ts';
import { parseAnswer } from './answer.ts';
import { type PrometheusEndpoint, postForm } from './post-form.ts';

/** A MetricsSource that can also restrict an expression to some series. */
export interface NarrowingSource extends MetricsSource {
  /** The same expression with the matchers added to every selector. Throws QueryError when it can't be parsed. */
  narrow(expression: string, matchers: readonly Matcher[]): string;
}

/**
 * Answers PromQL by Prometheus' HTTP API: Prometheus, Thanos, Mimir, VictoriaMetrics.
 *
 * Every call ends within the endpoint's timeout, retries included. Throws QueryError: 'bad-query' for what the server refuses,
 * 'timeout' when it or we ran out of time, 'unavailable' when there was no sound answer, 'unsupported' for native histograms and strings.
 * Making one throws Error when the base URL is not http or https, or holds a password, which would end up in logs.
 */
export function prometheusSource(endpoint: PrometheusEndpoint): NarrowingSource {
  checkBaseUrl(endpoint.baseUrl);
  return {
    async query(expression, atMs, signal) {
      return parseAnswer(await postForm(endpoint, 'api/v1/query', { query: expression, time: seconds(atMs) }, signal));
    },
    async queryRange(expression, { startMs, endMs, stepMs }, signal) {
      const form = { query: expression, start: seconds(startMs), end: seconds(endMs), step: seconds(stepMs) };
      return parseAnswer(await postForm(endpoint, 'api/v1/query_range', form, signal));
    },
    narrow,
  };
}

function checkBaseUrl(baseUrl: string): void {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new Error('the base URL of Prometheus must begin with http:// or https://');
  if (url.username !== '' || url.password !== '')
    throw new Error('the base URL of Prometheus must not hold a password: use a bearer token');
}

/** Milliseconds as the API takes time: seconds, never with an exponent. */
function seconds(timeMs: number): string {
  return (timeMs / 1000).toFixed(3);
}
