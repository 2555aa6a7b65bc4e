import { authorizationHeader } from '../authorization-header.ts';
import type { CollectorClock } from '../collector-clock.ts';
import type { FetchTarget, TargetAnswer } from '../fetch-target.ts';
import type { HttpClientConfig } from '../http-client-config.ts';
import { readBody } from '../read-body.ts';

/** An API server, and how it is asked. */
export interface KubernetesApi {
  /** Its URL, such as https://10.0.0.1:6443. */
  readonly server: string;
  readonly http: HttpClientConfig;
  readonly fetch: FetchTarget;
  readonly clock: CollectorClock;
}

/** The server has forgotten what it is asked to go on from: begin anew. */
export class GoneError extends Error {}

/** One question to the API server. */
export interface ApiQuestion {
  readonly path: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** How long the whole answer may take. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

const MAX_PROBLEM_BYTES = 65_536;

/**
 * Asks the API server; answers its answer of 200, whose body is still to be read within the time given. The secret and the certificates are
 * read anew, so that a token which is renewed every hour stays good. Throws GoneError for 410, else Error that says what the server said.
 */
export async function askKubernetes(api: KubernetesApi, question: ApiQuestion): Promise<TargetAnswer> {
  const signal = AbortSignal.any([question.signal, api.clock.deadline(question.timeoutMs)]);
  const url = new URL(`${api.server.replace(/\/$/, '')}${question.path}`);
  for (const [name, value] of Object.entries(question.parameters)) if (value !== '') url.searchParams.set(name, value);
  const authorization = await authorizationHeader(api.http, signal);
  const headers = {
    accept: 'application/json',
    'user-agent': 'sluice-collector',
    ...(authorization === undefined ? {} : { authorization }),
  };
  const answer = await api.fetch(url.href, { headers, redirect: 'manual', signal, tls: api.http.tls });
  if (answer.status === 200) return answer;
  const problem = await problemOf(answer);
  throw answer.status === 410 ? new GoneError(problem) : new Error(`the API server answered ${answer.status}${problem}`);
}

/** What the server's own Status object says, as `: …`; '' when it says nothing. */
async function problemOf(answer: TargetAnswer): Promise<string> {
  try {
    const status: unknown = JSON.parse((await readBody(answer, MAX_PROBLEM_BYTES)).toString('utf8'));
    return typeof status === 'object' && status !== null && 'message' in status ? `: ${String(status.message)}` : '';
  } catch {
    return '';
  }
}
