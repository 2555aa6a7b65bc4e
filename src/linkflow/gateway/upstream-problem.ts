import { Problem } from '../kit/problem.ts';

/** Codes of errors after which a service may never have seen the request, or dropped the connection before it answered. */
const lostConnection = ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'];

/** The problem that a failed exchange with a service amounts to: 504 for a connection that could not be made in time, 502 for everything else that broke before the answer began. */
export function upstreamProblem(error: unknown, service: string): Problem {
  if (error instanceof Problem) return error;
  const code = codeOf(error);
  if (code === 'UND_ERR_CONNECT_TIMEOUT')
    return new Problem('upstream-timeout', `${service} did not accept a connection in time`, { cause: error });
  return new Problem('upstream-refused', `${service} could not be reached or broke off (${code ?? 'no code'})`, { cause: error });
}

/** Whether a connection was lost in a way that a GET or HEAD may try once more: typically a kept connection that the service closed just then. */
export function isLostConnection(error: unknown): boolean {
  return lostConnection.includes(codeOf(error) ?? '');
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
