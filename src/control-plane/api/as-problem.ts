import { SourceError } from '../control/ports/source-error.ts';
import { HttpProblem } from './problem.ts';

function typeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'type' in error ? error.type : undefined;
}

function statusOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
}

/** The problem that an error thrown while a request was served amounts to. What a client can't act on becomes `internal`, without a word about why. */
export function asProblem(error: unknown): HttpProblem {
  if (error instanceof HttpProblem) return error;
  if (error instanceof SourceError)
    return new HttpProblem('unavailable', `${error.message} Try again.`, { headers: { 'Retry-After': '5' } });
  const type = typeOf(error);
  if (type === 'entity.too.large') return new HttpProblem('body-too-large', 'A body may have 64 KiB.');
  if (type === 'entity.parse.failed') return new HttpProblem('invalid-request', 'The body is not valid JSON.');
  if (type === 'encoding.unsupported' || type === 'charset.unsupported')
    return new HttpProblem('unsupported-media-type', 'Send JSON in UTF-8.');
  const status = statusOf(error);
  if (typeof status === 'number' && status >= 400 && status < 500)
    return new HttpProblem('invalid-request', 'The request could not be read.');
  return new HttpProblem('internal', 'Nothing is known to have changed. The log of Sluice tells more under this request id.');
}
