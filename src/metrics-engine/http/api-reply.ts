import type { IncomingMessage } from 'node:http';
import { writeEnvelope } from './api-answer.ts';
import { ApiError, toApiError } from './api-error.ts';
import type { ApiRequest, ServedEngine } from './api-request.ts';
import { type ApiRoute, routeOf } from './api-routes.ts';
import type { Pieces } from './pieces.ts';
import { readForm } from './read-form.ts';
import type { Turnstile } from './turnstile.ts';

/** What is shared by all requests. */
export interface ApiSetting {
  readonly engine: () => ServedEngine | undefined;
  readonly now: () => number;
  readonly turnstile: Turnstile;
}

/** A request as it came. */
export interface RawRequest {
  readonly request: IncomingMessage;
  readonly path: string;
  readonly signal: AbortSignal;
}

/** What is sent back. */
export interface ApiReply {
  readonly status: number;
  readonly pieces: Pieces;
  readonly headers?: Readonly<Record<string, string>>;
}

const MAX_FORM_BYTES = 1024 * 1024;
// Node refuses a head of more than 16 KiB by itself, with no word about forms.
const MAX_URL_LENGTH = 12 * 1024;

/** What a request comes to. Rejects with ApiError, or with whatever a bug throws. */
export async function replyTo(raw: RawRequest, setting: ApiSetting): Promise<ApiReply> {
  const found = routeOf(raw.path);
  if (found === undefined) throw new ApiError('not_found', `nothing is at ${raw.path}`);
  refuse(found.route, raw.request);
  const request = await readRequest(raw, found.name, setting);
  try {
    return { status: 200, pieces: writeEnvelope(await found.route.answer(request)) };
  } catch (error) {
    throw toApiError(error, found.route.expression);
  }
}

function refuse({ methods }: ApiRoute, { method = 'GET', url = '/' }: IncomingMessage): void {
  if (!methods.some((each) => each === method))
    throw new ApiError('bad_data', `${method} is not answered here, ${methods.join(' and ')} is`, {
      status: 405,
      headers: { allow: methods.join(', ') },
    });
  if (url.length > MAX_URL_LENGTH)
    throw new ApiError('bad_data', `the URL has more than ${MAX_URL_LENGTH} characters: send a form`, { status: 414 });
}

async function readRequest({ request, signal }: RawRequest, name: string, { engine, now, turnstile }: ApiSetting): Promise<ApiRequest> {
  const served = engine();
  if (served === undefined) throw new ApiError('unavailable', 'the log of samples is still being read: try again in a moment');
  const form = request.method === 'POST' ? await readForm(request, MAX_FORM_BYTES) : [];
  const url = request.url ?? '/';
  const mark = url.indexOf('?');
  const params = new URLSearchParams([...form, ...new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1))]);
  return { engine: served, params, name, nowMs: now(), signal, turnstile };
}
