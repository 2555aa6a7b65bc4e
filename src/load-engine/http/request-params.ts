import type { Tags } from '../virtual-user.ts';
import { durationMs } from './duration.ts';
import { type ExpectedStatuses, expectedStatuses } from './expected-statuses.ts';

/** What a script may say about one request, read from the JSON that guest code sends. */
export interface RequestParams {
  /** Names and values by turns, as they go on the wire. */
  readonly headers: readonly string[];
  readonly cookies: readonly { readonly name: string; readonly value: string; readonly replace: boolean }[];
  /** The number of a jar of the script, undefined for the VU's own. */
  readonly jar: number | undefined;
  readonly tags: Tags;
  readonly timeoutMs: number;
  readonly redirects: number | undefined;
  readonly basicAuth: boolean;
  /** Encodings of the request body, in the order they are applied. */
  readonly compression: readonly Compression[];
  readonly responseType: 'text' | 'binary' | 'none' | undefined;
  /** undefined: the VU's own callback. null: not measured. */
  readonly expected: ExpectedStatuses | null | undefined;
}

/** Encodings that a request body can be sent in. */
export type Compression = 'gzip' | 'deflate' | 'br' | 'zstd';

type Loose = Readonly<Record<string, unknown>>;

/** Reads request parameters; throws an Error that names the parameter and what it may be. */
export function requestParams(json: string, userAgent: string): RequestParams {
  const given = (json === '' ? {} : JSON.parse(json)) as Loose;
  return {
    headers: wireHeaders((given['headers'] ?? {}) as Loose, userAgent),
    cookies: Object.entries((given['cookies'] ?? {}) as Loose).map(([name, value]) => cookie(name, value)),
    jar: given['jar'] as number | undefined,
    tags: typeof given['tags'] === 'string' && given['tags'] !== '' ? (JSON.parse(given['tags']) as Tags) : {},
    timeoutMs: timeout(given['timeout']),
    redirects: redirects(given['redirects']),
    basicAuth: basicAuth(given['auth']),
    compression: compression(given['compression']),
    responseType: responseType(given['responseType']),
    expected: given['responseCallback'] === undefined ? undefined : expectedStatuses(given['responseCallback']),
  };
}

const ours = new Set(['content-length', 'connection']);

/** The length is the engine's to say, and so is how the connection is kept. */
function wireHeaders(given: Loose, userAgent: string): readonly string[] {
  const kept = Object.entries(given).filter(([name]) => !ours.has(name.toLowerCase()));
  const named = kept.some(([name]) => name.toLowerCase() === 'user-agent');
  return [...(named ? [] : ['User-Agent', userAgent]), ...kept.flatMap(([name, value]) => [name, String(value)])];
}

function cookie(name: string, value: unknown): RequestParams['cookies'][number] {
  if (typeof value !== 'object' || value === null) return { name, value: String(value), replace: false };
  const { value: content, replace } = value as Loose;
  return { name, value: textOf(content), replace: replace === true };
}

function textOf(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function timeout(value: unknown): number {
  const ms = value === undefined ? 60_000 : durationMs(value);
  if (ms === undefined)
    throw new Error(`the request parameter timeout must be milliseconds or a duration such as '60s', not ${JSON.stringify(value)}`);
  return ms;
}

function redirects(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  throw new Error(`the request parameter redirects must be a whole number, not ${JSON.stringify(value)}`);
}

function basicAuth(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return false;
  if (value === 'basic') return true;
  throw new Error(
    `the request parameter auth: ${JSON.stringify(value)} is not supported by this engine: use 'basic', or send an Authorization header`,
  );
}

function compression(value: unknown): readonly Compression[] {
  if (typeof value !== 'string' || value === '') return [];
  return value
    .split(',')
    .map((name) => name.trim())
    .map((name) => {
      if (name === 'gzip' || name === 'deflate' || name === 'br' || name === 'zstd') return name;
      throw new Error(`the request parameter compression knows gzip, deflate, br and zstd, not ${JSON.stringify(name)}`);
    });
}

function responseType(value: unknown): RequestParams['responseType'] {
  if (value === undefined || value === 'text' || value === 'binary' || value === 'none') return value;
  throw new Error(`the request parameter responseType must be 'text', 'binary' or 'none', not ${JSON.stringify(value)}`);
}
