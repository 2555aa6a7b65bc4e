import { type ProblemKind, problemKinds } from './problem-kind.ts';

/** What goes with a problem beside its kind and its detail: more members of the body, and headers of the answer. */
export interface ProblemExtras {
  readonly members?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** The JSON body of a problem (RFC 9457), served as application/problem+json. */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly [member: string]: unknown;
}

/** An answer that is not a success, thrown anywhere below a route and turned into problem+json by the service's last handler. */
export class Problem extends Error {
  readonly kind: ProblemKind;
  readonly members: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(kind: ProblemKind, detail: string, extras: ProblemExtras = {}) {
    super(detail, { cause: extras.cause });
    this.name = 'Problem';
    this.kind = kind;
    this.members = extras.members ?? {};
    this.headers = extras.headers ?? {};
  }

  get status(): number {
    return problemKinds[this.kind].status;
  }
}

/** The RFC 9457 body of a problem; the kind's own members win over extra members of the same name. */
export function problemBody(problem: Problem, requestId: string | undefined): ProblemBody {
  return {
    ...problem.members,
    type: `urn:linkflow:problem:${problem.kind}`,
    title: problemKinds[problem.kind].title,
    status: problem.status,
    detail: problem.message,
    ...(requestId === undefined ? {} : { requestId }),
  };
}
