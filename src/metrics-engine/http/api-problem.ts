import { QueryError } from '../query-result.ts';

/** A status and a body of Prometheus' HTTP API. */
export interface ApiResponse {
  readonly status: number;
  readonly body: unknown;
}

/** Thrown for a parameter that is missing or malformed. */
export class BadParameter extends Error {
  constructor(name: string, problem: string) {
    super(`invalid parameter ${JSON.stringify(name)}: ${problem}`);
    this.name = 'BadParameter';
  }
}

/** An error as the API tells it. What is no error of the caller or the query is thrown on. Source: the status codes of Prometheus' API. */
export function toApiProblem(error: unknown): ApiResponse {
  if (error instanceof BadParameter) return problem(400, 'bad_data', error.message);
  if (!(error instanceof QueryError)) throw error;
  switch (error.code) {
    case 'bad-query':
      return problem(400, 'bad_data', error.message);
    case 'execution':
    case 'unsupported':
      return problem(422, 'execution', error.message);
    case 'timeout':
      return problem(503, 'timeout', error.message);
    case 'unavailable':
      return problem(503, 'unavailable', error.message);
  }
}

function problem(status: number, errorType: string, error: string): ApiResponse {
  return { status, body: { status: 'error', errorType, error } };
}
