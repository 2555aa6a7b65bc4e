import type { Request, Response } from 'express';
import type { Dispatcher } from 'undici';
import { Problem } from '../kit/problem.ts';
import { responseHeaders } from './forward-headers.ts';
import { checkDeclaredLength, limitBody } from './limit-body.ts';
import type { UpstreamClient } from './upstream-pools.ts';
import { isLostConnection, upstreamProblem } from './upstream-problem.ts';

/** One request on its way to a service. */
export interface Forwarding {
  readonly request: Request;
  readonly response: Response;
  readonly upstream: UpstreamClient;
  readonly service: string;
  readonly headers: Record<string, string | string[]>;
  /** For the whole exchange, from here to the last byte of the answer. */
  readonly deadlineMs: number;
  readonly bodyLimitBytes: number;
  /** Set on the answer beside the service's own headers. */
  readonly answerHeaders: Readonly<Record<string, string>>;
}

/**
 * Streams a request to a service and its answer back.
 *
 * Throws a problem when no answer could be begun: 413, 502, or 504 at the deadline. An answer that breaks later is cut off, so that
 * the client sees it is not whole. A client that leaves ends the exchange with the service. A GET or HEAD whose kept connection
 * was lost is tried once more.
 */
export async function forward(forwarding: Forwarding): Promise<void> {
  const { request, response, service, deadlineMs, bodyLimitBytes } = forwarding;
  checkDeclaredLength(request.get('content-length'), bodyLimitBytes);
  const control = new AbortController();
  const timer = setTimeout(
    () => control.abort(new Problem('upstream-timeout', `${service} did not answer within ${deadlineMs} ms`)),
    deadlineMs,
  );
  const leave = () => {
    if (!response.writableFinished) control.abort(new Problem('internal', 'The client left before the answer was complete'));
  };
  response.once('close', leave);
  try {
    const answer = await exchange(forwarding, control.signal);
    await sendAnswer(forwarding, answer);
  } catch (error) {
    if (response.headersSent || response.destroyed) response.destroy();
    else throw upstreamProblem(control.signal.aborted ? control.signal.reason : error, service);
  } finally {
    clearTimeout(timer);
    response.off('close', leave);
  }
}

async function exchange(forwarding: Forwarding, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
  const { request, upstream, headers, bodyLimitBytes } = forwarding;
  const options = {
    method: request.method,
    path: request.originalUrl,
    headers,
    signal,
    headersTimeout: 0,
    bodyTimeout: 0,
  };
  if (hasBody(request)) {
    return await upstream.request({ ...options, body: request.pipe(limitBody(bodyLimitBytes)) });
  }
  try {
    return await upstream.request(options);
  } catch (error) {
    const safe = request.method === 'GET' || request.method === 'HEAD';
    if (!safe || signal.aborted || !isLostConnection(error)) throw error;
    return await upstream.request(options);
  }
}

async function sendAnswer({ response, answerHeaders }: Forwarding, answer: Dispatcher.ResponseData): Promise<void> {
  response.writeHead(answer.statusCode, { ...responseHeaders(answer.headers), ...answerHeaders });
  await new Promise((resolve, reject) => {
    answer.body.once('error', reject);
    response.once('finish', resolve).once('close', resolve);
    answer.body.pipe(response);
  });
}

// A body is there exactly when one of the two headers says so (RFC 9112 §6).
function hasBody(request: Request): boolean {
  return request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
}
