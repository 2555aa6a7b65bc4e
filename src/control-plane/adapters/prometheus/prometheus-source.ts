import type { NarrowingSource } from '../../../metrics-engine/narrowing-source.ts';
import { narrow } from '../../../metrics-engine/promql/syntax/narrow.ts';
import { parseAnswer } from './answer.ts';
import { type PrometheusEndpoint, postForm } from './post-form.ts';

/**
 * Answers PromQL by Prometheus' HTTP API: Prometheus, Thanos, Mimir, VictoriaMetrics.
 *
 * Every call ends within the endpoint's timeout, retries included. Throws QueryError: 'bad-query' or 'execution' for what the server refuses,
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
      // Not in seconds: Prometheus cuts 1.001 s down to a whole 1000 ms.
      const form = { query: expression, start: seconds(startMs), end: seconds(endMs), step: `${stepMs}ms` };
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
