import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { Problem, problemBody } from './problem.ts';
import { problemFromError } from './problem-from-error.ts';
import { requestIdOf } from './request-id.ts';

/** Answers with a problem as application/problem+json. */
export function sendProblem(response: Response, problem: Problem): void {
  response.status(problem.status);
  for (const [name, value] of Object.entries(problem.headers)) response.setHeader(name, value);
  response.setHeader('Content-Type', 'application/problem+json; charset=utf-8');
  response.end(JSON.stringify(problemBody(problem, requestIdOf(response))));
}

/** The last handler of a service: every error becomes a problem, 5xx ones are logged; an answer already begun is cut off, so that nobody takes half of it for whole. */
export function problemHandler({ logger }: { readonly logger: Pick<Logger, 'error' | 'warn'> }): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const problem = problemFromError(error);
    const about = { requestId: requestIdOf(response), method: request.method, problem: problem.kind };
    // A problem that was thrown as one is known and said; what was not foreseen is logged with its stack.
    if (problem !== error) logUnforeseen(logger, problem, { ...about, err: error });
    else if (problem.status >= 500) logger.warn({ ...about, err: problem.cause, detail: problem.message }, 'request failed');
    if (response.headersSent) response.destroy();
    else sendProblem(response, problem);
  };
}

function logUnforeseen(logger: Pick<Logger, 'error'>, problem: Problem, fields: Readonly<Record<string, unknown>>): void {
  if (problem.status >= 500) logger.error(fields, 'request failed');
}

/** The handler after all routes: what no route took is `not-found`. */
export function notFoundHandler(): RequestHandler {
  return (request) => {
    throw new Problem('not-found', `No route takes ${request.method} ${request.path}`);
  };
}

/** The handler of a path's other methods: 405 with the methods it has. */
export function otherMethodHandler(methods: readonly string[]): RequestHandler {
  return (request) => {
    const allow = methods.join(', ');
    throw new Problem('method-not-allowed', `${request.path} takes ${allow}`, { headers: { Allow: allow } });
  };
}
