import { jarNumber } from 'sluice:host';
import { asText } from './as-text.ts';
import { CookieJar, heldJar } from './http-cookie-jar.ts';
import { ExpectedStatuses } from './http-expected-statuses.ts';
import { tagsText } from './tags.ts';
import { wirePairs } from './wire-pairs.ts';

type Loose = Readonly<Record<string, unknown>>;

const headerText = (_name: string, value: unknown): string => asText(value);

/** The request parameters as the engine takes them, '' for none: headers, tags and, as JSON, what is rarer. The engine keeps what it parsed, so the same text is cheap again. */
export function paramsText(params: unknown): string {
  if (params === undefined || params === null) return '';
  if (typeof params !== 'object') throw new TypeError('request parameters must be an object');
  const given = params as Loose;
  const headers = wirePairs(given['headers'] as object | undefined, headerText);
  const tags = tagsText(given['tags']);
  return `${headers.length},${tags.length};${headers}${tags}${rareText(given)}`;
}

function rareText({ cookies, timeout, redirects, auth, compression, responseType, jar, responseCallback }: Loose): string {
  if ((cookies ?? timeout ?? redirects ?? auth ?? compression ?? responseType ?? jar) === undefined && responseCallback === undefined) {
    return '';
  }
  return JSON.stringify({
    cookies,
    timeout,
    redirects,
    auth,
    compression,
    responseType,
    jar: jar === undefined || jar === null ? undefined : jarOf(jar),
    responseCallback: responseCallback === undefined ? undefined : ranges(responseCallback),
  });
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
