import type { ExpositionFormat } from '../exposition/exposition-format.ts';
import { authorizationHeader } from './authorization-header.ts';
import type { FetchTarget } from './fetch-target.ts';
import { followRedirects } from './follow-redirects.ts';
import { acceptHeader, formatOf } from './negotiation.ts';
import { readBody } from './read-body.ts';
import type { ScrapeJob } from './scrape-job.ts';

/** What a target answered: its exposition, and the language it is written in. */
export interface FetchedExposition {
  readonly bytes: Buffer;
  readonly format: ExpositionFormat;
}

export interface FetchOptions {
  readonly url: string;
  readonly job: Pick<ScrapeJob, 'http' | 'timeoutMs' | 'scrapeProtocols' | 'fallbackProtocol'>;
  readonly maxBytes: number;
  /** Aborts at the scrape's deadline. */
  readonly signal: AbortSignal;
  readonly fetch: FetchTarget;
}

/**
 * Fetches a target's metrics. Throws Error, which says what is wrong: the network's error, a status other than 200, more bytes than
 * allowed (the rest is not read), a Content-Type that is none of metrics, a secret's file that can't be read.
 */
export async function fetchExposition({ url, job, maxBytes, signal, fetch }: FetchOptions): Promise<FetchedExposition> {
  // Aborted at the end, so that of an answer which is refused early no more is sent. Tied to the caller's signal by hand: an
  // AbortSignal.any that is aborted while somebody listens is never freed in Node 24, and there is one a scrape.
  const asking = new AbortController();
  const stop = () => asking.abort(signal.reason);
  signal.addEventListener('abort', stop);
  try {
    signal.throwIfAborted();
    const answer = await followRedirects(url, {
      fetch,
      http: job.http,
      headers: headersFor(job),
      authorization: await authorizationHeader(job.http, signal),
      signal: asking.signal,
    });
    if (answer.status !== 200) throw new Error(`the target answered ${answer.status}`);
    const format = formatOf(answer.headers.get('content-type') ?? '', job.fallbackProtocol);
    return { bytes: await readBody(answer, maxBytes), format };
  } finally {
    signal.removeEventListener('abort', stop);
    asking.abort();
  }
}

function headersFor({ http, timeoutMs, scrapeProtocols }: FetchOptions['job']): Readonly<Record<string, string>> {
  return {
    accept: acceptHeader(scrapeProtocols),
    'accept-encoding': http.enableCompression ? 'gzip' : 'identity',
    'user-agent': 'sluice-collector',
    'x-prometheus-scrape-timeout-seconds': String(timeoutMs / 1000),
  };
}
