import { randomUUID } from 'node:crypto';
import type { Dispatcher, Pool } from 'undici';
import { z } from 'zod';

const tokenPair = z.object({ accessToken: z.string(), refreshToken: z.string(), expiresIn: z.number() });
const created = z.object({ id: z.string() });

/** One HTTP exchange of the user: the status, and the body as text. */
export interface UserAnswer {
  readonly status: number;
  readonly text: string;
}

/** A user of LinkFlow with a session that renews itself. */
export interface LinkflowUser {
  call(method: Dispatcher.HttpMethod, path: string, body?: unknown): Promise<UserAnswer>;
  /** Creates a workflow and answers its id; rejects when it could not be created. */
  createWorkflow(): Promise<string>;
}

/** What linkflowUser() needs. */
export interface LinkflowUserOptions {
  readonly pool: Pool;
  readonly deadlineMs: number;
  readonly nowMs?: () => number;
}

// Renewed after two thirds of a token's life, so that a gateway that is slow for a while costs no request its token.
const RENEW_AFTER = 2 / 3;

/** Registers a new user and logs in; rejects when the gateway doesn't let it. */
export async function linkflowUser({ pool, deadlineMs, nowMs = Date.now }: LinkflowUserOptions): Promise<LinkflowUser> {
  const send = (method: Dispatcher.HttpMethod, path: string, body?: unknown, token?: string): Promise<UserAnswer> =>
    exchange(pool, deadlineMs, { method, path, body, token });
  const credentials = { email: `traffic-${randomUUID()}@example.test`, password: randomUUID() };
  await expectStatus(send('POST', '/api/v1/auth/register', credentials), 201);
  let session = await logIn();
  let renewing: Promise<void> | undefined;

  async function logIn() {
    return sessionOf(await expectStatus(send('POST', '/api/v1/auth/login', credentials), 200), nowMs());
  }
  async function renew(): Promise<void> {
    const { refreshToken } = session;
    const answer = await send('POST', '/api/v1/auth/refresh', { refreshToken });
    session = answer.status === 200 ? sessionOf(answer, nowMs()) : await logIn();
  }
  async function token(): Promise<string> {
    if (nowMs() >= session.renewAtMs) {
      renewing ??= renew().finally(() => {
        renewing = undefined;
      });
      // While the old one is good nobody waits for the new one.
      if (nowMs() >= session.expiresAtMs) await renewing;
      else renewing.catch(() => undefined);
    }
    return session.accessToken;
  }
  const call: LinkflowUser['call'] = async (method, path, body) => send(method, path, body, await token());
  return {
    call,
    createWorkflow: async () => {
      const answer = await expectStatus(call('POST', '/api/v1/workflows', newWorkflow()), 201);
      return created.parse(JSON.parse(answer.text)).id;
    },
  };
}

/** A workflow as the generator creates it: small, and with a node, so that it can be activated. */
export function newWorkflow() {
  return {
    name: 'Traffic',
    description: 'Made by the traffic generator',
    nodes: [{ id: 'start', type: 'set', name: 'Start', parameters: { values: { ok: true } } }],
    connections: [],
  };
}

interface SentRequest {
  readonly method: Dispatcher.HttpMethod;
  readonly path: string;
  readonly body: unknown;
  readonly token: string | undefined;
}

async function exchange(pool: Pool, deadlineMs: number, { method, path, body, token }: SentRequest): Promise<UserAnswer> {
  const answer = await pool.request({
    method,
    path,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: body === undefined ? null : JSON.stringify(body),
    signal: AbortSignal.timeout(deadlineMs),
  });
  return { status: answer.statusCode, text: await answer.body.text() };
}

async function expectStatus(answering: Promise<UserAnswer>, status: number): Promise<UserAnswer> {
  const answer = await answering;
  if (answer.status !== status) throw new Error(`The gateway answered ${answer.status}, not ${status}: ${answer.text.slice(0, 300)}`);
  return answer;
}

function sessionOf({ text }: UserAnswer, nowMs: number) {
  const pair = tokenPair.parse(JSON.parse(text));
  return { ...pair, renewAtMs: nowMs + pair.expiresIn * 1000 * RENEW_AFTER, expiresAtMs: nowMs + pair.expiresIn * 1000 };
}
