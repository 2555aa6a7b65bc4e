import type { IncomingMessage, ServerResponse } from 'node:http';
import { writeError } from './api-answer.ts';
import { toApiError } from './api-error.ts';
import { type ApiReply, type ApiSetting, replyTo } from './api-reply.ts';
import type { ServedEngine } from './api-request.ts';
import { lifecycleReply } from './lifecycle-reply.ts';
import { sendJson } from './send-json.ts';
import { takesGzip } from './takes-gzip.ts';
import { turnstile } from './turnstile.ts';

export interface ApiHandlerOptions {
  /** undefined while the engine's log is read: everything but /-/healthy answers 503 then. */
  readonly engine: () => ServedEngine | undefined;
  /** How many queries are evaluated at a time; the others wait. 20 by default, as in Prometheus. */
  readonly maxConcurrentQueries?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Is told of what is a bug, because the client is told no more than that there was one. */
  readonly onFailure?: (error: unknown) => void;
}

/** Answers one request. */
export type ApiHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

// A client that takes nothing for so long has forgotten us; its answer must not stay in memory.
const LONGEST_SENDING_MS = 120_000;

/**
 * A handler for node:http, or any framework above it, that answers Prometheus' HTTP API from an engine. It only ever reads.
 *
 * Answers every request, with 404 where nothing is. A client that hangs up ends its query. Never rejects.
 */
export function apiHandler(options: ApiHandlerOptions): ApiHandler {
  const { engine, maxConcurrentQueries = 20, now = Date.now, onFailure = () => undefined } = options;
  const setting: ApiSetting = { engine, now, turnstile: turnstile({ places: maxConcurrentQueries }) };
  return async (request, response) => {
    const isReady = engine() !== undefined;
    const plain = lifecycleReply({ path: pathOf(request), method: request.method ?? 'GET', isReady });
    if (plain !== undefined) {
      response.writeHead(plain.status, { ...plain.headers, 'content-type': 'text/plain; charset=utf-8' }).end(plain.text);
      return;
    }
    try {
      await answer(request, response, { setting, onFailure });
    } catch (error) {
      onFailure(error);
      response.destroy();
    }
  };
}

interface Answering {
  readonly setting: ApiSetting;
  readonly onFailure: (error: unknown) => void;
}

async function answer(request: IncomingMessage, response: ServerResponse, { setting, onFailure }: Answering): Promise<void> {
  const hangUp = new AbortController();
  response.on('close', () => hangUp.abort());
  const asked = { request, path: pathOf(request), signal: hangUp.signal };
  const reply = await replyTo(asked, setting).catch((error: unknown): ApiReply => {
    const problem = toApiError(error);
    if (problem.errorType === 'internal') onFailure(problem.cause);
    return { status: problem.status, pieces: writeError(problem), headers: problem.headers };
  });
  if (hangUp.signal.aborted) return;
  const signal = AbortSignal.any([hangUp.signal, AbortSignal.timeout(LONGEST_SENDING_MS)]);
  await sendJson(response, { ...reply, gzip: takesGzip(request.headers), signal });
}

function pathOf({ url = '/' }: IncomingMessage): string {
  return url.split('?', 1)[0] ?? '/';
}
