import { z } from 'zod';
import { QueryError } from '../../../metrics-engine/metrics-source.ts';

const FAILURE = z.object({ status: z.literal('error'), errorType: z.string(), error: z.string() });

/**
 * What a status other than 2xx means: 400 that the query will never work as written, 422 that it does not with the data there are, 503 and
 * 504 that time ran out, all else that the source failed. Source: the status codes of Prometheus' HTTP API.
 */
export function statusError(baseUrl: string, status: number, body: string): QueryError {
  const failure = parseFailure(body);
  const said = failure === undefined ? '' : `: ${failure.error}`;
  switch (status) {
    case 400:
    case 422:
      // A proxy or another server may answer 400 too; only the API's own refusal is about the query.
      return failure === undefined
        ? unavailable(baseUrl, status, 'an answer that is not from Prometheus')
        : new QueryError(status === 400 ? 'bad-query' : 'execution', failure.error);
    case 503:
    case 504:
      return new QueryError('timeout', `${baseUrl} answered ${status}${said}`);
    case 401:
    case 403:
      return unavailable(baseUrl, status, 'check the bearer token');
    case 404:
      return unavailable(baseUrl, status, 'check the base URL');
    default:
      return unavailable(baseUrl, status, failure?.error ?? 'no reason given');
  }
}

/** The connection could not be made or broke. The cause is kept; a URL or header is never part of it. */
export function connectionError(baseUrl: string, cause: unknown): QueryError {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  return new QueryError('unavailable', `${baseUrl} can't be reached: ${inner instanceof Error ? inner.message : String(inner)}`, cause);
}

function unavailable(baseUrl: string, status: number, reason: string): QueryError {
  return new QueryError('unavailable', `${baseUrl} answered ${status}: ${reason}`);
}

function parseFailure(body: string): z.infer<typeof FAILURE> | undefined {
  try {
    return FAILURE.parse(JSON.parse(body));
  } catch {
    return undefined;
  }
}
