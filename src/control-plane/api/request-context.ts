import type { Response } from 'express';
import { HttpProblem } from './problem.ts';
import type { Principal } from './tokens/create-tokens.ts';

/** What a write was about, for the audit line. */
export interface AuditNote {
  /** `release.abort` */
  readonly action: string;
  /** What it was done to and why; never a secret. */
  readonly subject: Readonly<Record<string, unknown>>;
}

/** What is known about a request on its way. */
interface RequestContext {
  requestId?: string;
  principal?: Principal;
  audit?: AuditNote;
}

/** What is known about the request that a response answers; it is the response's `locals`, whose type Express leaves open. */
export function contextOf(response: Response): RequestContext {
  return response.locals as RequestContext;
}

/** The id of the request; empty before one was given. */
export function requestIdOf(response: Response): string {
  return contextOf(response).requestId ?? '';
}

/** Who is asking; throws the problem `unauthenticated` where nobody was authenticated, so that a forgotten check lets nobody in. */
export function principalOf(response: Response): Principal {
  const { principal } = contextOf(response);
  if (principal === undefined) throw new HttpProblem('unauthenticated', 'Send a token as Authorization: Bearer slt_…');
  return principal;
}

/** Notes what a write is about before it is done, so that a refused one is audited with the same words. */
export function noteAudit(response: Response, action: string, subject: AuditNote['subject']): void {
  contextOf(response).audit = { action, subject };
}
