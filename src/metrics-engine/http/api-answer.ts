import type { ApiError } from './api-error.ts';
import type { Pieces } from './pieces.ts';

/** What an endpoint answers. */
export interface ApiAnswer {
  /** The JSON of `data`. */
  readonly data: Pieces;
  readonly warnings?: readonly string[];
  readonly infos?: readonly string[];
}

/** An answer that is small enough to be made at once. */
export function apiAnswer(data: unknown): ApiAnswer {
  return { data: [JSON.stringify(data)] };
}

/** The body of an answer. Source: the envelope of Prometheus' HTTP API. */
export function* writeEnvelope({ data, warnings = [], infos = [] }: ApiAnswer): Pieces {
  yield '{"status":"success","data":';
  yield* data;
  if (warnings.length > 0) yield `,"warnings":${JSON.stringify(warnings)}`;
  if (infos.length > 0) yield `,"infos":${JSON.stringify(infos)}`;
  yield '}';
}

/** The body that tells of an error. */
export function writeError({ errorType, message }: ApiError): Pieces {
  return [JSON.stringify({ status: 'error', errorType, error: message })];
}

/** What Prometheus adds to an answer that a limit has cut. */
export const TRUNCATED = 'results truncated due to limit';
