import { setTimeout as delay } from 'node:timers/promises';
import { request } from 'undici';
import { SourceError } from '../../control/ports/source-error.ts';

/** Where the gateway's admin API is and how patient its client is. */
export interface AdminClientConfig {
  /** Base URL of the admin port. */
  readonly adminUrl: string;
  /** Sent as a bearer token, and nowhere else. */
  readonly token: string;
  /** Deadline of one try, in milliseconds (default 3000). */
  readonly deadlineMs?: number;
  /** Pause before a repetition, in milliseconds (default 200), doubled for each further one. */
  readonly retryDelayMs?: number;
}

/** One exchange with the admin API. A GET can be repeated without harm, a PUT because it holds at one revision only. */
export interface AdminExchange {
  readonly method: 'GET' | 'PUT';
  readonly path: string;
  readonly body?: unknown;
  /** The revision at which the exchange holds; answered `router-changed` when the gateway has left it. */
  readonly ifRevision?: number;
}

const defaultDeadlineMs = 3000;
const defaultRetryDelayMs = 200;
/** How often an exchange is repeated after no answer came: a restart of the gateway is bridged, an outage is told soon. */
const repetitions = 2;

/**
 * Speaks with the admin API and answers the body of a 2xx, parsed as JSON.
 *
 * Throws SourceError: `router-unreachable` (retryable) where no answer came in time or the gateway failed (5xx), `router-changed` (retryable)
 * where the gateway has left the revision of the exchange, `router-refused` where it answered anything else, with what to do next.
 */
export async function askAdmin(config: AdminClientConfig, exchange: AdminExchange, signal?: AbortSignal): Promise<unknown> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await ask(config, exchange, signal);
    } catch (error) {
      if (error instanceof SourceError) throw error;
      if (tries === repetitions || signal?.aborted === true) throw unreachable(config, exchange, error);
      await delay((config.retryDelayMs ?? defaultRetryDelayMs) * 2 ** tries, undefined, signal === undefined ? {} : { signal }).catch(
        () => undefined,
      );
    }
  }
}

async function ask(
  config: AdminClientConfig,
  { method, path, body, ifRevision }: AdminExchange,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const deadline = AbortSignal.timeout(config.deadlineMs ?? defaultDeadlineMs);
  const answer = await request(`${config.adminUrl.replace(/\/+$/, '')}${path}`, {
    method,
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${config.token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(ifRevision === undefined ? {} : { 'if-match': `"${ifRevision}"` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: signal === undefined ? deadline : AbortSignal.any([deadline, signal]),
  });
  const text = await answer.body.text();
  if (answer.statusCode >= 500) throw failed(config, answer.statusCode, text);
  if (answer.statusCode === 412) throw changed(config, text);
  if (answer.statusCode < 200 || answer.statusCode >= 300) throw refused(config, answer.statusCode, text);
  return parsed(config, text);
}

function parsed(config: AdminClientConfig, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new SourceError(
      'router-unreadable',
      `What answers at ${config.adminUrl} is no gateway's admin API: its body is not JSON. Check the address.`,
      {
        retryable: false,
        cause,
      },
    );
  }
}

function unreachable(config: AdminClientConfig, { method, path }: AdminExchange, cause: unknown): SourceError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new SourceError(
    'router-unreachable',
    `The gateway's admin API at ${config.adminUrl} did not answer ${method} ${path} (${why}). Is the gateway up?`,
    {
      retryable: true,
      cause,
    },
  );
}

function failed(config: AdminClientConfig, status: number, text: string): SourceError {
  return new SourceError('router-unreachable', `The gateway's admin API at ${config.adminUrl} failed with ${status}: ${detailOf(text)}`, {
    retryable: true,
  });
}

function changed(config: AdminClientConfig, text: string): SourceError {
  return new SourceError('router-changed', `The gateway at ${config.adminUrl} was changed meanwhile: ${detailOf(text)}.`, {
    retryable: true,
  });
}

function refused(config: AdminClientConfig, status: number, text: string): SourceError {
  const hint = status === 401 || status === 403 ? ' Check that Sluice was given the admin token that the gateway was started with.' : '';
  return new SourceError(
    'router-refused',
    `The gateway's admin API at ${config.adminUrl} refused with ${status}: ${detailOf(text)}.${hint}`,
    { retryable: false },
  );
}

/** The detail of a problem (RFC 9457), or the beginning of whatever was answered. */
function detailOf(text: string): string {
  try {
    const { detail, title } = JSON.parse(text) as { readonly detail?: unknown; readonly title?: unknown };
    if (typeof detail === 'string') return detail;
    if (typeof title === 'string') return title;
  } catch {
    // Not every server in front of a gateway answers with problems.
  }
  return text.slice(0, 200) || 'no reason given';
}
