import type { ErrorRequestHandler } from 'express';
import { asProblem } from './as-problem.ts';
import type { Logger } from './logger.ts';
import { problemDetails } from './problem.ts';
import { requestIdOf } from './request-context.ts';

/** Answers what handlers threw with problem details (RFC 9457), and logs what is ours to mend. */
export function problemHandler(logger: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    const problem = asProblem(error);
    const details = problemDetails(problem, requestIdOf(response));
    if (details.status >= 500) logger.error({ requestId: requestIdOf(response), err: error }, 'request failed');
    if (response.headersSent) {
      next(error);
      return;
    }
    response.status(details.status).set(problem.headers).type('application/problem+json').send(JSON.stringify(details));
  };
}
