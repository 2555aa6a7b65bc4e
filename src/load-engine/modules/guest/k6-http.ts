import type { Held } from 'sluice:host';
import {
  noteSimpleGet,
  sendRequest,
  sendSimpleGet,
  sendStaged,
  setExpectedStatuses,
  stageRequest,
  startRequest,
  takeStaged,
} from 'sluice:host';
import { asText } from './as-text.ts';
import { batchEntries } from './http-batch.ts';
import { wireBody } from './http-body.ts';
import { CookieJar, cookieJar } from './http-cookie-jar.ts';
import { expectedStatuses } from './http-expected-statuses.ts';
import { file } from './http-file.ts';
import { paramsText, ranges } from './http-params.ts';
import { Response, sendBy } from './http-response.ts';
import { HttpUrl, url } from './http-url.ts';
import { operation } from './runtime.ts';

export * from './http-constants.ts';
export { CookieJar, cookieJar, expectedStatuses, file, url };

type Wire = readonly [method: string, url: string, params: string, name: string, bodyKind: number, body: string | ArrayBuffer];

function wire(method: string, address: unknown, body: unknown, params: unknown): Wire {
  const target = address instanceof HttpUrl ? address.url : asText(address);
  const name = address instanceof HttpUrl ? address.name : '';
  if (body === undefined || body === null) return [method, target, paramsText(params), name, 0, ''];
  const { kind, body: content, contentType } = wireBody(body);
  return [method, target, paramsText(contentType === '' ? params : withContentType(params, contentType)), name, kind, content];
}

function withContentType(params: unknown, contentType: string): object {
  const given = (params ?? {}) as { readonly headers?: Readonly<Record<string, unknown>> };
  const own = Object.keys(given.headers ?? {}).some((name) => name.toLowerCase() === 'content-type');
  return own ? given : { ...given, headers: { 'Content-Type': contentType, ...given.headers } };
}

/** Sends a request and waits for what comes back. */
export function request(method: unknown, address: unknown, body?: unknown, params?: unknown): Response {
  return send(asText(method).toUpperCase(), address, body, params);
}

function send(method: string, address: unknown, body: unknown, params: unknown): Response {
  // Most requests are just this, and each argument less is a microsecond less.
  if (typeof address === 'string' && (body === undefined || body === null))
    return new Response(sendRequest(method, address, paramsText(params)));
  return new Response(sendRequest(...wire(method, address, body, params)));
}

sendBy(send);

/** Most requests are just this, and often to a few addresses: then a number stands for all of it, and each text less is a microsecond less. */
export function get(address: unknown, params?: unknown): Response {
  const known = params === undefined ? simpleGets.get(address) : undefined;
  if (known !== undefined) return new Response(sendSimpleGet(known));
  if (params === undefined && typeof address === 'string' && simpleGets.size < mostSimpleGets)
    simpleGets.set(address, noteSimpleGet(address));
  return send('GET', address, null, params);
}

const simpleGets = new Map<unknown, number>();
const mostSimpleGets = 100;

export const head = (address: unknown, params?: unknown): Response => send('HEAD', address, null, params);
export const post = (address: unknown, body?: unknown, params?: unknown): Response => send('POST', address, body, params);
export const put = (address: unknown, body?: unknown, params?: unknown): Response => send('PUT', address, body, params);
export const patch = (address: unknown, body?: unknown, params?: unknown): Response => send('PATCH', address, body, params);
export const del = (address: unknown, body?: unknown, params?: unknown): Response => send('DELETE', address, body, params);
export const options = (address: unknown, body?: unknown, params?: unknown): Response => send('OPTIONS', address, body, params);

/** Sends a request and goes on: the promise brings what comes back. */
export async function asyncRequest(method: unknown, address: unknown, body?: unknown, params?: unknown): Promise<Response> {
  const parts = wire(asText(method).toUpperCase(), address, body, params);
  return new Response((await operation((id) => startRequest(id, ...parts))) as Held);
}

/** Sends several requests side by side, within the options batch and batchPerHost, and waits for all. */
export function batch(requests: unknown): unknown {
  const { keys, entries } = batchEntries(requests);
  for (const { method, url: address, body, params } of entries) stageRequest(...wire(method, address, body, params));
  sendStaged();
  const responses = entries.map((_entry, index) => new Response(takeStaged(index)));
  return keys === undefined ? responses : Object.fromEntries(keys.map((key, index) => [key, responses[index]]));
}

/** Sets what counts as an expected response for the requests of this VU from here on; null measures nothing. */
export function setResponseCallback(callback: unknown): void {
  setExpectedStatuses(JSON.stringify(ranges(callback)));
}
