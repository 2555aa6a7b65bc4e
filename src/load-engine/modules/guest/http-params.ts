import { jarNumber } from 'sluice:host';
import { CookieJar, heldJar } from './http-cookie-jar.ts';
import { ExpectedStatuses } from './http-expected-statuses.ts';
import { tagsText } from './tags.ts';

type Loose = Readonly<Record<string, unknown>>;
const plain = ['headers', 'cookies', 'timeout', 'redirects', 'auth', 'compression', 'responseType'] as const;

/** The request parameters as the engine takes them: JSON, '' for none. The engine keeps what it parsed, so the same text is cheap again. */
export function paramsText(params: unknown): string {
  if (params === undefined || params === null) return '';
  if (typeof params !== 'object') throw new TypeError('request parameters must be an object');
  const given = params as Loose;
  const sent: Record<string, unknown> = {};
  for (const key of plain) if (given[key] !== undefined) sent[key] = given[key];
  if (given['tags'] !== undefined) sent['tags'] = tagsText(given['tags']);
  if (given['jar'] !== undefined) sent['jar'] = jarOf(given['jar']);
  if (given['responseCallback'] !== undefined) sent['responseCallback'] = ranges(given['responseCallback']);
  return JSON.stringify(sent);
}

function jarOf(jar: unknown): number {
  if (!(jar instanceof CookieJar)) throw new TypeError('the parameter jar must be made by http.cookieJar() or new http.CookieJar()');
  return jarNumber(heldJar(jar));
}

/** What counts as an expected response: null measures nothing. */
export function ranges(callback: unknown): unknown {
  if (callback === null || callback instanceof ExpectedStatuses) return callback;
  throw new TypeError('a response callback must be made by http.expectedStatuses(), or be null');
}
