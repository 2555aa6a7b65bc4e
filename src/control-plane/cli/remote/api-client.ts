import { request } from 'undici';
import type { z } from 'zod';
import { CliFailure } from '../cli-failure.ts';
import { apiFailure } from './api-failure.ts';
import { eventStreamParser, type ServerSentEvent } from './server-sent-events.ts';

/** Talks to one Sluice. Every method throws CliFailure: `ApiFailure` when it answered, rule `unreachable` when it did not; and the signal's reason when that aborts. */
export interface ApiClient {
  readonly url: string;
  get<T>(path: string, schema: z.ZodType<T>): Promise<T>;
  post<T>(path: string, body: Readonly<Record<string, unknown>>, schema: z.ZodType<T>): Promise<T>;
  remove(path: string): Promise<void>;
  /** The events after an id as they come; ends when the server ends the stream, and throws when it is cut or silent for 45 s. */
  events(path: string, afterId: string | undefined): AsyncIterable<ServerSentEvent>;
}

const deadlineMs = 15_000;
// Three heartbeats of the server.
const silenceMs = 45_000;

function unreachable(url: string, cause: unknown): CliFailure {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : cause instanceof Error ? cause.message : String(cause);
  return new CliFailure(
    'error',
    'unreachable',
    `No Sluice answers at ${url} (${code}).`,
    'Start one with: sluice up, or name another with --url or SLUICE_URL.',
    cause,
  );
}

type Call = { readonly method: 'GET' | 'POST' | 'DELETE'; readonly path: string; readonly body?: string };

/** A client of the Sluice at `url`; every call ends with the signal. */
export function createApiClient({
  url,
  token,
  signal,
}: {
  readonly url: string;
  readonly token: string | undefined;
  readonly signal: AbortSignal;
}): ApiClient {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };

  const failed = (cause: unknown): never => {
    signal.throwIfAborted();
    throw cause instanceof CliFailure ? cause : unreachable(url, cause);
  };
  const send = async ({ method, path, body }: Call) => {
    const headers = { accept: 'application/json', ...authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
    const answer = await request(`${url}${path}`, {
      method,
      headers,
      signal: AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]),
      ...(body === undefined ? {} : { body }),
    });
    const text = await answer.body.text();
    if (answer.statusCode >= 300) throw apiFailure(url, answer.statusCode, text);
    return text;
  };
  const call = async <T>(request: Call, schema: z.ZodType<T>): Promise<T> => {
    const text = await send(request).catch(failed);
    const parsed = schema.safeParse(text === '' ? null : readJson(text));
    if (parsed.success) return parsed.data;
    throw new CliFailure(
      'error',
      'unexpected-answer',
      `${url} answered, but not as this version of Sluice understands.`,
      'Bring CLI and server to the same version.',
      parsed.error,
    );
  };

  async function* events(path: string, afterId: string | undefined): AsyncGenerator<ServerSentEvent> {
    const headers = { accept: 'text/event-stream', ...authorization, ...(afterId === undefined ? {} : { 'last-event-id': afterId }) };
    const answer = await request(`${url}${path}`, { headers, signal, headersTimeout: deadlineMs, bodyTimeout: silenceMs }).catch(failed);
    if (answer.statusCode >= 300) throw apiFailure(url, answer.statusCode, await answer.body.text().catch(failed));
    const parse = eventStreamParser();
    const decoder = new TextDecoder();
    try {
      for await (const piece of answer.body) yield* parse(decoder.decode(piece as Uint8Array, { stream: true }));
    } catch (cause) {
      failed(cause);
    } finally {
      answer.body.destroy();
    }
  }

  return {
    url,
    events,
    get: (path, schema) => call({ method: 'GET', path }, schema),
    post: (path, body, schema) => call({ method: 'POST', path, body: JSON.stringify(body) }, schema),
    remove: async (path) => {
      await send({ method: 'DELETE', path }).catch(failed);
    },
  };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
