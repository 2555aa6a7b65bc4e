import { type Held, responseForm, responseHtml, responseLink } from 'sluice:host';
import { asText } from './as-text.ts';
import { formEncode } from './form-encode.ts';
import { hostText } from './host-text.ts';
import { htmlObject } from './html-object.ts';
import { FileData } from './http-file.ts';
import { multipart } from './http-multipart.ts';

/** Sends a request: what k6/http has for everything else. */
export type Send<R> = (method: string, address: unknown, body: unknown, params: unknown) => R;

type Loose = Readonly<Record<string, unknown>>;
type Pair = readonly [name: string, value: unknown];

/** The body of a response as a document, or what a selector finds in it. */
export function pageOf(response: Held, selector: unknown): unknown {
  const page = htmlObject(responseHtml(response)) as { readonly find: (selector: string) => unknown };
  return selector === undefined ? page : page.find(asText(selector));
}

/** Follows a link of a page: the first with an address where no selector says another. */
export function clickLink<R>(send: Send<R>, response: Held, { selector = 'a[href]', params }: Loose = {}): R {
  return send('GET', hostText(responseLink(response, asText(selector))), null, params);
}

/** Fills in and submits a form of a page: fields that are not given keep what the page has in them. */
export function submitForm<R>(
  send: Send<R>,
  response: Held,
  { formSelector = 'form', submitSelector = '[type="submit"]', fields, params }: Loose = {},
): R {
  const form = JSON.parse(responseForm(response, asText(formSelector), asText(submitSelector)));
  const pairs = filled(form.fields, (fields ?? {}) as Loose);
  if (form.method !== 'POST') return send('GET', withQuery(form.url, pairs), null, params);
  if (form.enctype === 'multipart/form-data') {
    const { body, contentType } = multipart(pairs);
    return send('POST', form.url, body, withType(params, contentType));
  }
  const text = form.enctype === 'text/plain' ? pairs.map(([name, value]) => `${name}=${asText(value)}\r\n`).join('') : query(pairs);
  return send('POST', form.url, text, withType(params, form.enctype));
}

function filled(own: readonly { readonly name: string; readonly value: string }[], given: Loose): Pair[] {
  const kept = own.filter(({ name }) => !Object.hasOwn(given, name)).map(({ name, value }): Pair => [name, value]);
  const set = Object.entries(given).flatMap(([name, value]): Pair[] =>
    Array.isArray(value) ? value.map((each): Pair => [name, each]) : [[name, value]],
  );
  return [...kept, ...set];
}

/** A file goes by its name where a form has no room for it, as browsers do. */
function query(pairs: readonly Pair[]): string {
  return pairs
    .map(([name, value]) => `${formEncode(name)}=${formEncode(value instanceof FileData ? value.filename : asText(value))}`)
    .join('&');
}

function withQuery(url: string, pairs: readonly Pair[]): string {
  const [, page = '', fragment = ''] = /^([^?#]*)[^#]*(#.*)?$/.exec(url) ?? [];
  return `${page}?${query(pairs)}${fragment}`;
}

function withType(params: unknown, contentType: string): object {
  const given = (params ?? {}) as { readonly headers?: Loose };
  return { ...given, headers: { 'Content-Type': contentType, ...given.headers } };
}
