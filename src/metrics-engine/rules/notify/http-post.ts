import { request } from 'undici';
import type { HttpClientConfig } from '../../scrape/http-client-config.ts';
import { TlsAgents } from '../../scrape/tls-agents.ts';

/** A request with a JSON body. */
export interface PostRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
  readonly tls: HttpClientConfig['tls'];
}

/** Posts once, following no redirect. Rejects with the network's error, or when the signal aborts. */
export type HttpPost = (url: string, request: PostRequest) => Promise<{ readonly status: number; readonly text: string }>;

/** Posts over HTTP/1.1; an answer's text is cut after 64 KiB, for it is only shown. */
export function httpPost(): HttpPost {
  const agents = new TlsAgents();
  return async (url, { headers, body, signal, tls }) => {
    const answer = await request(url, { method: 'POST', headers, body, signal, dispatcher: await agents.agentFor(tls, signal) });
    return { status: answer.statusCode, text: await textOf(answer.body) };
  };
}

const MAX_TEXT = 64 * 1024;

async function textOf(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > MAX_TEXT) break;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
