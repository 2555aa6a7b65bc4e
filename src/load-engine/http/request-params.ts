import { readWirePairs } from '../modules/wire-pairs.ts';
import { parseDuration } from '../options/duration.ts';
import type { Tags } from '../virtual-user.ts';
import { type ExpectedStatuses, expectedStatuses } from './expected-statuses.ts';

/** What a script may say about one request, read from the text that guest code sends. */
export interface RequestParams {
  /** Names and values by turns, as they go on the wire. */
  readonly headers: readonly string[];
  readonly cookies: readonly { readonly name: string; readonly value: string; readonly replace: boolean }[];
  /** The number of a jar of the script, undefined for the VU's own. */
  readonly jar: number | undefined;
  readonly tags: Tags;
  readonly timeoutMs: number;
  readonly redirects: number | undefined;
  readonly auth: 'basic' | 'digest' | undefined;
  /** Encodings of the request body, in the order they are applied. */
  readonly compression: readonly Compression[];
  readonly responseType: 'text' | 'binary' | 'none' | undefined;
  /** undefined: the VU's own callback. null: not measured. */
  readonly expected: ExpectedStatuses | null | undefined;
}

/** Encodings that a request body can be sent in. */
export type Compression = 'gzip' | 'deflate' | 'br' | 'zstd';

type Loose = Readonly<Record<string, unknown>>;

type Pairs = readonly (readonly [name: string, value: string])[];

/** Takes the three parts apart: the lengths of headers and tags stand before them. */
function splitParams(text: string): { readonly headers: Pairs; readonly tags: Pairs; readonly rare: string } {
  const semicolon = text.indexOf(';');
  const [headers = 0, tags = 0] = text.slice(0, Math.max(semicolon, 0)).split(',').map(Number);
  const from = semicolon + 1;
  return {
    headers: readWirePairs(text.slice(from, from + headers)),
    tags: readWirePairs(text.slice(from + headers, from + headers + tags)),
    rare: text.slice(from + headers + tags),
  };
}

/** Reads request parameters; throws an Error that names the parameter and what it may be. */
export function requestParams(text: string, userAgent: string): RequestParams {
  const { headers, tags, rare } = splitParams(text);
  const given = (rare === '' ? {} : JSON.parse(rare)) as Loose;
  return {
    headers: wireHeaders(headers, userAgent),
    cookies: Object.entries((given['cookies'] ?? {}) as Loose).map(([name, value]) => cookie(name, value)),
    jar: given['jar'] as number | undefined,
    tags: Object.fromEntries(tags),
    timeoutMs: timeout(given['timeout']),
    redirects: redirects(given['redirects']),
    auth: authMethod(given['auth']),
    compression: compression(given['compression']),
    responseType: responseType(given['responseType']),
    expected: given['responseCallback'] === undefined ? undefined : expectedStatuses(given['responseCallback']),
  };
}

const ours = new Set(['content-length', 'connection']);

/** The length is the engine's to say, and so is how the connection is kept. */
function wireHeaders(given: Pairs, userAgent: string): readonly string[] {
  const kept = given.filter(([name]) => !ours.has(name.toLowerCase()));
  const named = kept.some(([name]) => name.toLowerCase() === 'user-agent');
  return [...(named ? [] : ['User-Agent', userAgent]), ...kept.flat()];
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
  const ms = value === undefined ? 60_000 : parseDuration(value);
  if (ms === undefined)
    throw new Error(`the request parameter timeout must be milliseconds or a duration such as '60s', not ${JSON.stringify(value)}`);
  return ms;
}

function redirects(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  throw new Error(`the request parameter redirects must be a whole number, not ${JSON.stringify(value)}`);
}

function authMethod(value: unknown): RequestParams['auth'] {
  if (value === undefined || value === null || value === '') return undefined;
  if (value === 'basic' || value === 'digest') return value;
  const why =
    value === 'ntlm'
      ? "'ntlm' binds a person's account to a connection, and this engine does not speak it"
      : `${JSON.stringify(value)} is not known`;
  throw new Error(`the request parameter auth: ${why}: use 'basic' or 'digest', or send an Authorization header`);
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
