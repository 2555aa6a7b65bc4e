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
export function problemHandler({ logger }: { readonly logger: Pick<Logger, 'error'> }): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const problem = problemFromError(error);
    if (problem.status >= 500) {
      logger.error({ err: error, requestId: requestIdOf(response), method: request.method, problem: problem.kind }, 'request failed');
    }
    if (response.headersSent) response.destroy();
    else sendProblem(response, problem);
  };
}

/** The handler after all routes: what no route took is `not-found`. */
export function notFoundHandler(): RequestHandler {
  return (request) => {
    throw new Problem('not-found', `No route takes ${request.method} ${request.path}`);
  };
}
