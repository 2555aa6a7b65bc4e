import { setTimeout } from 'node:timers/promises';
import { QueryError } from '../../../metrics-engine/metrics-source.ts';
import { connectionError, statusError } from './query-failure.ts';
import { readBody } from './read-body.ts';

/** Where a Prometheus is, and how it is asked. */
export interface PrometheusEndpoint {
  /** Up to the part before `api/v1`, path prefix included. */
  readonly baseUrl: string;
  readonly bearerToken?: string;
  /** For one query with all its retries. */
  readonly timeoutMs: number;
  /** How often a query is sent again after the connection failed; 2 by default. A query changes nothing, so that is safe. */
  readonly retries?: number;
  /** The most bytes of an answer that are read; 64 MiB by default. */
  readonly maxBytes?: number;
  readonly fetch?: typeof fetch;
  /** Waits between retries. */
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<void>;
}

const MAX_BYTES = 64 * 1024 * 1024;
const FIRST_PAUSE_MS = 100;

/** Sends a form and answers the body of a 2xx. Throws QueryError. */
export async function postForm(
  endpoint: PrometheusEndpoint,
  path: string,
  form: Readonly<Record<string, string>>,
  given?: AbortSignal,
): Promise<string> {
  const deadline = AbortSignal.timeout(endpoint.timeoutMs);
  const signal = given === undefined ? deadline : AbortSignal.any([given, deadline]);
  for (let attempt = 0; ; attempt++) {
    try {
      return await postOnce(endpoint, path, form, signal);
    } catch (error) {
      if (signal.aborted) throw timeoutError(endpoint, given);
      if (error instanceof QueryError) throw error;
      if (attempt >= (endpoint.retries ?? 2)) throw connectionError(endpoint.baseUrl, error);
    }
    await pauseBefore(endpoint, attempt, signal, given);
  }
}

async function postOnce(
  endpoint: PrometheusEndpoint,
  path: string,
  form: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<string> {
  const send = endpoint.fetch ?? fetch;
  const response = await send(urlOf(endpoint.baseUrl, path), {
    method: 'POST',
    headers: { accept: 'application/json', ...authorization(endpoint.bearerToken) },
    // Thanos answers with what it has unless told not to; half of the data would pass for all of it.
    body: new URLSearchParams({ ...form, partial_response: 'false' }),
    signal,
  });
  const body = await readBody(response, endpoint.maxBytes ?? MAX_BYTES);
  if (!response.ok) throw statusError(endpoint.baseUrl, response.status, body);
  return body;
}

function urlOf(baseUrl: string, path: string): URL {
  return new URL(path, baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`);
}

function authorization(bearerToken: string | undefined): Readonly<Record<string, string>> {
  return bearerToken === undefined ? {} : { authorization: `Bearer ${bearerToken}` };
}

async function pauseBefore(
  endpoint: PrometheusEndpoint,
  attempt: number,
  signal: AbortSignal,
  given: AbortSignal | undefined,
): Promise<void> {
  try {
    await (endpoint.pause ?? pause)(FIRST_PAUSE_MS * 2 ** attempt, signal);
  } catch (error) {
    if (signal.aborted) throw timeoutError(endpoint, given);
    throw error;
  }
}

function timeoutError({ baseUrl, timeoutMs }: PrometheusEndpoint, given: AbortSignal | undefined): QueryError {
  const reason = given?.aborted === true ? 'the query was given up by its caller' : `no answer within ${timeoutMs} ms`;
  return new QueryError('timeout', `${baseUrl}: ${reason}`);
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal });
}
