import type { TimestampUnit } from '../exposition/scan-exposition.ts';

/** What a target answered: its exposition, and how times in it are written. */
export interface FetchedExposition {
  readonly text: string;
  readonly timestampUnit: TimestampUnit;
}

export interface FetchOptions {
  readonly url: string;
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
  readonly fetch: typeof fetch;
}

/**
 * Fetches a target's metrics. Throws Error, which says what is wrong: the network's error, a status other than 200, more bytes than
 * allowed (the rest is not read), text that is not UTF-8.
 */
export async function fetchExposition({ url, timeoutMs, maxBytes, signal, fetch }: FetchOptions): Promise<FetchedExposition> {
  const headers = {
    accept: 'text/plain;version=0.0.4;q=1,*/*;q=0.1',
    'user-agent': 'sluice-collector',
    'x-prometheus-scrape-timeout-seconds': String(timeoutMs / 1000),
  };
  const response = await fetch(url, { headers, signal });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`the target answered ${response.status}`);
  }
  const bytes = await readBounded(response, maxBytes);
  const isOpenMetrics = (response.headers.get('content-type') ?? '').startsWith('application/openmetrics-text');
  return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), timestampUnit: isOpenMetrics ? 'seconds' : 'milliseconds' };
}

async function readBounded(response: Response, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new Error(`the target's answer has more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
