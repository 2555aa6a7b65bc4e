import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerApi, isApiPath, type QueriedEngine } from './prometheus-api.ts';

const MAX_FORM_BYTES = 1024 * 1024;

/**
 * A handler for node:http, or any framework above it, that answers Prometheus' HTTP API from an engine.
 *
 * Resolves to false, having answered nothing, for a path that is not the API's or a method other than GET and POST. A client that
 * hangs up ends its query.
 */
export function apiHandler(engine: QueriedEngine): (request: IncomingMessage, response: ServerResponse) => Promise<boolean> {
  return async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    // Looked at before the body is read: a request that is for others must reach them whole.
    if (!isApiPath(url.pathname) || (request.method !== 'GET' && request.method !== 'POST')) return false;
    const form = request.method === 'POST' ? await readForm(request) : '';
    if (form === undefined)
      return send(response, 413, { status: 'error', errorType: 'bad_data', error: `a form may have at most ${MAX_FORM_BYTES} bytes` });
    const hangUp = new AbortController();
    response.on('close', () => hangUp.abort());
    const params = new URLSearchParams([...url.searchParams, ...new URLSearchParams(form)]);
    const answer = await answerApi(engine, { path: url.pathname, params, nowMs: Date.now(), signal: hangUp.signal });
    return answer === undefined ? false : send(response, answer.status, answer.body);
  };
}

/** undefined when the form is too large; the rest of it is not read. */
async function readForm(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_FORM_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, status: number, body: unknown): true {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  return true;
}
