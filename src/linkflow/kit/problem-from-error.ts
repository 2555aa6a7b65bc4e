import { Problem } from './problem.ts';
import type { ProblemKind } from './problem-kind.ts';

const bodyErrors: Readonly<Record<string, ProblemKind>> = {
  'entity.too.large': 'body-too-large',
  'entity.parse.failed': 'malformed-json',
  'encoding.unsupported': 'unsupported-media-type',
  'charset.unsupported': 'unsupported-media-type',
  'request.size.invalid': 'malformed-json',
  'request.aborted': 'malformed-json',
};

/** The problem that an error below a route amounts to: itself, the client's mistake that a body parser found, else `internal` with nothing of the error told. */
export function problemFromError(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const type = error instanceof Error && 'type' in error ? String(error.type) : '';
  const kind = bodyErrors[type];
  if (kind !== undefined) return new Problem(kind, detailOf(kind), { cause: error });
  if (error instanceof URIError) return new Problem('invalid-input', 'The path is not valid percent-encoding', { cause: error });
  return new Problem('internal', 'An unexpected error; the request id finds it in the logs', { cause: error });
}

function detailOf(kind: ProblemKind): string {
  if (kind === 'body-too-large') return 'The body is larger than this service accepts';
  if (kind === 'unsupported-media-type') return 'Send application/json in UTF-8, uncompressed, gzip, deflate or br';
  return 'The body could not be read as JSON';
}
