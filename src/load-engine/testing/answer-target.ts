import type { IncomingMessage, ServerResponse } from 'node:http';
import { authRoutes } from './auth-routes.ts';
import { brokenRoutes } from './broken-routes.ts';
import { cookieRoutes } from './cookie-routes.ts';
import { echoRoutes } from './echo-routes.ts';
import { encodingRoutes } from './encoding-routes.ts';
import { statusRoutes } from './status-routes.ts';
import type { TargetTally } from './target-counts.ts';
import { answerJson, answerText, type TargetExchange, type TargetRoute } from './target-exchange.ts';
import { timingRoutes } from './timing-routes.ts';

/** Answers requests by their paths, and counts them; `reset` begins the counts and the clock anew. */
export function answerTarget(tally: TargetTally): {
  readonly answer: (request: IncomingMessage, response: ServerResponse) => void;
  readonly reset: () => void;
} {
  let startedAt = performance.now();
  const reset = (): void => {
    tally.reset();
    startedAt = performance.now();
  };
  const routes: Readonly<Record<string, TargetRoute>> = {
    ...timingRoutes,
    ...brokenRoutes,
    ...statusRoutes,
    ...echoRoutes,
    ...cookieRoutes,
    ...encodingRoutes,
    ...authRoutes(new Map()),
  };
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const { route, exchange } = readExchange(request, response, performance.now() - startedAt, tally);
    if (route === 'counts') return answerCounts(exchange, tally, reset);
    noteRequest(route, exchange, tally);
    const found = Object.hasOwn(routes, route) ? routes[route] : undefined;
    if (found === undefined) return answerText(exchange, `no route /${route}`, 404);
    void Promise.resolve(found(exchange)).catch((error: unknown) => {
      if (!response.headersSent) answerText(exchange, String(error), 500);
    });
  };
  return { answer, reset };
}

function readExchange(
  request: IncomingMessage,
  response: ServerResponse,
  elapsedMs: number,
  tally: TargetTally,
): { readonly route: string; readonly exchange: TargetExchange } {
  const url = URL.parse(`http://target${request.url ?? '/'}`) ?? new URL('http://target/');
  const [route = '', ...parts] = url.pathname.slice(1).split('/').map(decoded);
  let read: Promise<Buffer> | undefined;
  const body = (): Promise<Buffer> => {
    read ??= readBody(request, tally);
    return read;
  };
  return { route, exchange: { request, response, parts, query: url.searchParams, elapsedMs, body } };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

async function readBody(request: IncomingMessage, tally: TargetTally): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  tally.body(body.length);
  return body;
}

function noteRequest(route: string, { request, response }: TargetExchange, tally: TargetTally): void {
  tally.request(`/${route}`, request.method ?? '', request.httpVersion, request.headers['traceparent'] as string | undefined);
  const end = response.end.bind(response) as (...parts: readonly unknown[]) => ServerResponse;
  // Counted before the last byte is out: whoever has the whole answer finds it counted.
  response.end = (...parts: readonly unknown[]) => {
    tally.status(response.statusCode);
    return end(...parts);
  };
  // A client that goes away in the middle is what many routes are for.
  request.on('error', () => undefined);
  response.on('error', () => undefined);
}

function answerCounts(exchange: TargetExchange, tally: TargetTally, reset: () => void): void {
  if (exchange.parts[0] === 'reset') reset();
  answerJson(exchange, tally.read());
}
