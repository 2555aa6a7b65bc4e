import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServerHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';

/** One request that a target answers, over HTTP/1.1 or HTTP/2 alike. */
export interface TargetExchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The parts of the path after the route's name, decoded. */
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
  /** Milliseconds since the target started or was reset. */
  readonly elapsedMs: number;
  /** The body, read to its end. */
  readonly body: () => Promise<Buffer>;
}

/** Answers one request, or breaks it in the way that its name says. */
export type TargetRoute = (exchange: TargetExchange) => void | Promise<void>;

/** A whole number among the parts of a path; `otherwise` where it is none. */
export function numberPart({ parts }: TargetExchange, index: number, otherwise: number): number {
  const value = Number(parts[index] ?? Number.NaN);
  return Number.isFinite(value) && value >= 0 ? value : otherwise;
}

/** Answers JSON. */
export function answerJson({ response }: TargetExchange, value: unknown, status = 200): void {
  response.statusCode = status;
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(value));
}

/** Answers text. */
export function answerText({ response }: TargetExchange, text: string, status = 200): void {
  response.statusCode = status;
  response.setHeader('content-type', 'text/plain; charset=utf-8');
  response.end(text);
}

/** The HTTP/2 stream under a request; undefined over HTTP/1.1. */
export function streamOf({ response }: TargetExchange): ServerHttp2Stream | undefined {
  return (response as unknown as { readonly stream?: ServerHttp2Stream }).stream;
}

/** Writes bytes past HTTP to the socket under an HTTP/1.1 request, and closes it; an HTTP/2 stream is reset instead, for its frames can't be written past. */
export function answerRaw(exchange: TargetExchange, bytes: string | Buffer, after: 'end' | 'reset' | 'hold' = 'end'): void {
  const stream = streamOf(exchange);
  if (stream !== undefined) return stream.close(2);
  const socket = socketOf(exchange);
  socket.write(bytes, () => {
    if (after === 'end') socket.end();
    else if (after === 'reset') socket.resetAndDestroy();
  });
}

/** The TCP socket under an HTTP/1.1 request. */
export function socketOf({ request }: TargetExchange): Socket {
  return request.socket;
}

/** Waits; ends early where the client goes away. */
export function pauseFor({ response }: TargetExchange, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(end, ms);
    function end(): void {
      clearTimeout(timer);
      response.off('close', end);
      resolve();
    }
    response.once('close', end);
  });
}
