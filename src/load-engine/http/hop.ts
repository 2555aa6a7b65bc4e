import type { Redirect } from './redirect.ts';
import { noBody, type RequestBody } from './request-body.ts';
import type { RequestParams } from './request-params.ts';
import type { RequestTarget } from './request-target.ts';

/** One request to one address: the first of what a script asked for, or one that a redirect led to. */
export interface Hop {
  readonly target: RequestTarget;
  readonly method: string;
  readonly body: RequestBody;
  /** Names and values by turns. */
  readonly headers: readonly string[];
}

/** A cookie on its way to a server. */
export interface SentCookie {
  readonly name: string;
  readonly value: string;
  readonly replace: boolean;
}

const credentials = new Set(['authorization', 'cookie', 'www-authenticate']);
const ofTheBody = new Set(['content-type', 'content-encoding', 'content-language', 'content-location']);

/** The request that a redirect leads to. */
export function nextHop({ headers, body }: Hop, { target, method, keepsBody, keepsCredentials }: Redirect): Hop {
  const dropped = (name: string): boolean => (!keepsCredentials && credentials.has(name)) || (!keepsBody && ofTheBody.has(name));
  const kept = headers.flatMap((name, index) => (index % 2 === 1 || dropped(name.toLowerCase()) ? [] : [name, headers[index + 1] ?? '']));
  return { target, method, body: keepsBody ? body : noBody, headers: kept };
}

/** The headers of a hop with its cookies and credentials; the same array where it has none, as most have. */
export function hopHeaders(
  { headers, target, body }: Hop,
  params: RequestParams,
  cookies: readonly SentCookie[],
  digest?: string,
  traceparent?: string,
): readonly string[] {
  const { basicAuthorization } = target;
  if (cookies.length === 0 && body.headers.length === 0 && basicAuthorization === undefined && traceparent === undefined) return headers;
  const cookie = cookies.length === 0 ? [] : ['Cookie', cookies.map(({ name, value }) => `${name}=${value}`).join('; ')];
  const trace = traceparent === undefined ? [] : ['traceparent', traceparent];
  return [...headers, ...body.headers, ...cookie, ...authorization(headers, params, basicAuthorization, digest), ...trace];
}

function authorization(
  headers: readonly string[],
  { auth }: RequestParams,
  basic: string | undefined,
  digest: string | undefined,
): readonly string[] {
  if (auth === 'digest') return digest === undefined ? [] : ['Authorization', digest];
  const named = headers.some((name, index) => index % 2 === 0 && name.toLowerCase() === 'authorization');
  return basic !== undefined && (auth === 'basic' || !named) ? ['Authorization', basic] : [];
}
