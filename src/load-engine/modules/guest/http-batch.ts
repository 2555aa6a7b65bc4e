import { HttpUrl } from './http-url.ts';

interface Entry {
  readonly method: string;
  readonly url: unknown;
  readonly body: unknown;
  readonly params: unknown;
}

/** The requests of a batch, and their keys where they were given as an object. */
export function batchEntries(requests: unknown): { readonly keys: readonly string[] | undefined; readonly entries: readonly Entry[] } {
  if (Array.isArray(requests)) return { keys: undefined, entries: requests.map(entryOf) };
  if (typeof requests !== 'object' || requests === null) throw new TypeError('http.batch() needs an array or an object of requests');
  return { keys: Object.keys(requests), entries: Object.values(requests).map(entryOf) };
}

function entryOf(request: unknown): Entry {
  if (typeof request === 'string' || request instanceof HttpUrl) return { method: 'GET', url: request, body: null, params: null };
  if (Array.isArray(request)) return arrayEntry(request);
  if (typeof request !== 'object' || request === null) throw new TypeError(`http.batch() can't send ${JSON.stringify(request)}`);
  const { method, url, body, params } = request as Partial<Entry>;
  return arrayEntry([method ?? 'GET', url, body, params]);
}

function arrayEntry([method, url, body, params]: readonly unknown[]): Entry {
  if (url === undefined) throw new TypeError('a request of http.batch() has no URL: [method, url, body, params]');
  const upper = String(method).toUpperCase();
  return { method: upper, url, body: upper === 'GET' || upper === 'HEAD' ? null : body, params };
}
