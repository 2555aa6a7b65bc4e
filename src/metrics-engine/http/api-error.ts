import { QueryError } from '../query-result.ts';

/** What kind of error the API tells of. Source: Prometheus' HTTP API. */
export type ErrorType = 'bad_data' | 'execution' | 'canceled' | 'timeout' | 'unavailable' | 'not_found' | 'internal';

const STATUS: Readonly<Record<ErrorType, number>> = {
  bad_data: 400,
  execution: 422,
  canceled: 499,
  timeout: 503,
  unavailable: 503,
  not_found: 404,
  internal: 500,
};

/** How an error is told beside its type and its text. */
export interface ApiErrorTerms {
  /** That of the type unless another says it better. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** An answer of the API that tells what is wrong. */
export class ApiError extends Error {
  readonly errorType: ErrorType;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  constructor(errorType: ErrorType, message: string, { status = STATUS[errorType], headers = {}, cause }: ApiErrorTerms = {}) {
    super(message, { cause });
    this.name = 'ApiError';
    this.errorType = errorType;
    this.status = status;
    this.headers = headers;
  }
}

/** The error for a parameter that is missing, malformed or refused. */
export function invalidParameter(name: string, problem: string): ApiError {
  return new ApiError('bad_data', `invalid parameter ${JSON.stringify(name)}: ${problem}`);
}

/** An error as the API tells it; `parameter` names where the caller's expression stood. What is a bug of ours keeps its text to itself. */
export function toApiError(error: unknown, parameter = 'query'): ApiError {
  if (error instanceof ApiError) return error;
  if (!(error instanceof QueryError)) return new ApiError('internal', 'the engine failed; its log says more', { cause: error });
  switch (error.code) {
    case 'bad-query':
      return invalidParameter(parameter, error.message);
    case 'execution':
    case 'unsupported':
      return new ApiError('execution', error.message);
    case 'timeout':
      return new ApiError('timeout', error.message);
    case 'unavailable':
      return new ApiError('unavailable', error.message);
  }
}
