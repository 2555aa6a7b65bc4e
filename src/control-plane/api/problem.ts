import type { Refusal } from '../control/control-plane.ts';

/** The one list of what can be wrong with a request, and the HTTP status of each. */
const kinds = {
  'invalid-request': { status: 400, title: 'The request is not valid' },
  unauthenticated: { status: 401, title: 'A valid token is needed' },
  forbidden: { status: 403, title: 'The token may not do this' },
  'not-found': { status: 404, title: 'There is nothing here' },
  'unknown-service': { status: 404, title: 'There is no such service' },
  'unknown-release': { status: 404, title: 'There is no such release' },
  'method-not-allowed': { status: 405, title: 'The method is not allowed here' },
  'release-in-progress': { status: 409, title: 'A release of this service is in progress' },
  'not-now': { status: 409, title: 'This is not possible now' },
  conflict: { status: 409, title: 'Somebody else was faster' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'The body must be JSON' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Sluice failed' },
  unavailable: { status: 503, title: 'Something that Sluice needs is out of reach' },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly title: string }>>;

/** What is wrong, in a word that is steady across versions. */
export type ProblemKind = keyof typeof kinds;

/** One field that is wrong; `pointer` is a JSON pointer into the body, or the name of a parameter. */
export interface FieldProblem {
  readonly pointer: string;
  readonly detail: string;
}

/** Problem details of RFC 9457. */
export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** The request that met the problem, as it stands in the log. */
  readonly instance: string;
  readonly errors?: readonly FieldProblem[];
}

/** A request that can't be answered as asked; thrown by handlers, written by the problem handler. */
export class HttpProblem extends Error {
  readonly kind: ProblemKind;
  readonly errors: readonly FieldProblem[] | undefined;
  readonly headers: Readonly<Record<string, string>>;
  constructor(
    kind: ProblemKind,
    detail: string,
    more: { readonly errors?: readonly FieldProblem[]; readonly headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(detail);
    this.name = 'HttpProblem';
    this.kind = kind;
    this.errors = more.errors;
    this.headers = more.headers ?? {};
  }
}

const kindOfRefusal: Readonly<Record<Refusal['code'], ProblemKind>> = {
  'unknown-service': 'unknown-service',
  'unknown-release': 'unknown-release',
  'release-in-progress': 'release-in-progress',
  'not-now': 'not-now',
  invalid: 'invalid-request',
  conflict: 'conflict',
};

/** The problem that tells a refusal of the control plane. */
export function refusalProblem(refusal: Refusal): HttpProblem {
  return new HttpProblem(kindOfRefusal[refusal.code], refusal.sentence);
}

/** The body and status of a problem, for the request with this id. */
export function problemDetails(problem: HttpProblem, requestId: string): ProblemDetails {
  const { status, title } = kinds[problem.kind];
  const errors = problem.errors === undefined ? {} : { errors: problem.errors };
  return {
    type: `urn:sluice:problem:${problem.kind}`,
    title,
    status,
    detail: problem.message,
    instance: `urn:sluice:request:${requestId}`,
    ...errors,
  };
}
