import assert from 'node:assert/strict';
import { describeFailure } from '../describe-failure.ts';
import { type FetchedExposition, type FetchOptions, fetchExposition } from '../fetch-exposition.ts';
import type { HttpClientConfig } from '../http-client-config.ts';
import { httpFetch } from '../http-fetch.ts';

/** What differs from a job's defaults. */
export type FetchSettings = Omit<Partial<FetchOptions['job']>, 'http'> & {
  readonly http?: Partial<HttpClientConfig>;
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
};

const fetch = httpFetch();

/** Fetches a target's metrics over the network, within ten seconds. */
export function fetchFrom(url: string, { http, maxBytes = 1e6, signal, ...job }: FetchSettings = {}): Promise<FetchedExposition> {
  const deadline = AbortSignal.timeout(10_000);
  return fetchExposition({
    url,
    job: { timeoutMs: 10_000, ...job, http: { followRedirects: true, enableCompression: true, ...http } },
    maxBytes,
    fetch,
    signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
  });
}

/** The text of what a target exposes. */
export async function textFrom(url: string, settings?: FetchSettings): Promise<string> {
  return (await fetchFrom(url, settings)).bytes.toString();
}

/** What is said of a scrape that must fail. */
export async function failureOf(url: string, settings?: FetchSettings): Promise<string> {
  try {
    await fetchFrom(url, settings);
  } catch (error) {
    return error instanceof Error ? describeFailure(error) : String(error);
  }
  return assert.fail('the scrape succeeded');
}
