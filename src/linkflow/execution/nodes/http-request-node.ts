import { type Dispatcher, request } from 'undici';
import { z } from 'zod';
import { injectTraceHeaders } from '../../../telemetry/inject-trace-headers.ts';
import { allowedUrl } from './allowed-url.ts';
import type { NodeResult, NodeRunner } from './node-runner.ts';
import { parseParameters } from './parse-parameters.ts';
import { readLimited } from './read-limited.ts';

const requestSchema = z.object({
  method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']).default('GET'),
  url: z.string().max(4096),
  headers: z.record(z.string().regex(/^[A-Za-z0-9-]+$/), z.string()).default({}),
  body: z.unknown().optional(),
  timeoutMs: z.int().positive().max(30_000).default(10_000),
});

/** One request as a workflow's author writes it down. */
export type HttpRequestParameters = z.output<typeof requestSchema>;

/** What httpRequestNode() needs: which hosts may be called, and how long an answer may be (default 1 MiB). */
export interface HttpRequestNodeOptions {
  readonly allowedHosts: readonly string[];
  readonly maxAnswerBytes?: number;
}

const MAX_REDIRECTS = 3;
const STANDARD_MAX_ANSWER_BYTES = 1024 * 1024;

/**
 * `http-request`: its output is `{ status, headers, body }`, the body parsed when it is JSON.
 *
 * It fails for a host that is not allowed, a status from 400, an answer too long and a deadline missed. It carries an
 * `Idempotency-Key`. A redirect is followed by GET and HEAD within the same origin only; any other one is a failure.
 */
export function httpRequestNode({ allowedHosts, maxAnswerBytes = STANDARD_MAX_ANSWER_BYTES }: HttpRequestNodeOptions): NodeRunner {
  return async ({ parameters, idempotencyKey, signal }) => {
    const parsed = parseParameters(requestSchema, parameters);
    if (!parsed.ok) return parsed;
    const deadline = AbortSignal.timeout(parsed.value.timeoutMs);
    try {
      return await call(parsed.value, { allowedHosts, maxAnswerBytes, idempotencyKey, signal: AbortSignal.any([signal, deadline]) });
    } catch (error) {
      // Stopping the service is not the node's failure: it runs again elsewhere.
      if (signal.aborted) throw error;
      return {
        ok: false,
        reason: deadline.aborted ? `No answer within ${parsed.value.timeoutMs} ms` : `The request failed: ${messageOf(error)}`,
      };
    }
  };
}

interface CallOptions extends Required<HttpRequestNodeOptions> {
  readonly idempotencyKey: string;
  readonly signal: AbortSignal;
}

async function call(parameters: HttpRequestParameters, options: CallOptions, redirects = 0): Promise<NodeResult> {
  const allowed = allowedUrl(parameters.url, options.allowedHosts);
  if (!allowed.ok) return allowed;
  const answer = await request(allowed.url, {
    ...bodyAndHeaders(parameters, options.idempotencyKey),
    method: parameters.method,
    signal: options.signal,
  });
  const location = answer.statusCode >= 300 && answer.statusCode < 400 ? headerOf(answer, 'location') : undefined;
  if (location !== undefined) {
    await answer.body.dump();
    const target = redirectTarget(parameters.method, allowed.url, location);
    if (!target.ok) return target;
    if (redirects === MAX_REDIRECTS) return { ok: false, reason: `More than ${MAX_REDIRECTS} redirects` };
    return call({ ...parameters, url: target.url.href }, options, redirects + 1);
  }
  return resultOf(answer, options.maxAnswerBytes);
}

async function resultOf(answer: Dispatcher.ResponseData, maxAnswerBytes: number): Promise<NodeResult> {
  const text = await readLimited(answer.body, maxAnswerBytes);
  if (text === undefined) return { ok: false, reason: `The answer is longer than ${maxAnswerBytes} bytes` };
  if (answer.statusCode >= 400) return { ok: false, reason: `The answer was ${answer.statusCode}` };
  const contentType = headerOf(answer, 'content-type') ?? '';
  return { ok: true, output: { status: answer.statusCode, headers: { 'content-type': contentType }, body: parseBody(text, contentType) } };
}

function redirectTarget(
  method: string,
  from: URL,
  location: string,
): { readonly ok: true; readonly url: URL } | { readonly ok: false; readonly reason: string } {
  if (!URL.canParse(location, from.href)) return { ok: false, reason: `The answer redirects to "${location}", which is not a URL` };
  const url = new URL(location, from.href);
  const follows = (method === 'GET' || method === 'HEAD') && url.origin === from.origin;
  return follows ? { ok: true, url } : { ok: false, reason: `The answer redirects to ${url.origin}; only GET within one origin follows` };
}

function bodyAndHeaders(
  { headers, body }: HttpRequestParameters,
  idempotencyKey: string,
): { headers: Record<string, string>; body: string | null } {
  const own = injectTraceHeaders({ ...headers, 'idempotency-key': idempotencyKey });
  if (body === undefined) return { headers: own, body: null };
  return { headers: { 'content-type': 'application/json', ...own }, body: typeof body === 'string' ? body : JSON.stringify(body) };
}

function headerOf(answer: Dispatcher.ResponseData, name: string): string | undefined {
  const value = answer.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function parseBody(text: string, contentType: string): unknown {
  if (!/\bjson\b/i.test(contentType)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}
