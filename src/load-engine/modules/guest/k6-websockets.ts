import { socketBuffered, socketClose, socketOpen, socketPing } from 'sluice:host';
import { asText } from './as-text.ts';
import { Blob } from './blob.ts';
import { hostText } from './host-text.ts';
import { paramsText } from './http-params.ts';
import { listen, unlisten } from './runtime.ts';
import { sendMessage } from './socket-payload.ts';

export { Blob };

type Handler = (event: object) => unknown;
const names = ['open', 'message', 'ping', 'pong', 'error', 'close'] as const;
type Name = (typeof names)[number];

function nameOf(name: unknown): Name {
  const known = names.find((each) => each === name);
  if (known === undefined) throw new TypeError(`a WebSocket has the events ${names.join(', ')}, not ${asText(name)}`);
  return known;
}

/** A WebSocket by the living standard as far as k6 has it: the iteration goes on until it is closed. */
export class WebSocket {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;
  readonly CONNECTING = 0;
  readonly OPEN = 1;
  readonly CLOSING = 2;
  readonly CLOSED = 3;

  readonly url: string;
  onopen: unknown = null;
  onmessage: unknown = null;
  onping: unknown = null;
  onpong: unknown = null;
  onerror: unknown = null;
  onclose: unknown = null;
  readonly #id: number;
  readonly #listeners = new Map<Name, Set<Handler>>();
  #state = 0;
  #binaryType = 'blob';

  constructor(url: unknown, protocols?: unknown, params?: unknown) {
    this.url = asText(url);
    this.#id = listen((name, value, detail) => this.#happened(name, value, detail));
    try {
      socketOpen(this.#id, this.url, paramsText(withProtocols(params, protocols)));
    } catch (error) {
      unlisten(this.#id);
      throw error;
    }
  }

  get readyState(): number {
    return this.#state;
  }

  get bufferedAmount(): number {
    return socketBuffered(this.#id);
  }

  get binaryType(): string {
    return this.#binaryType;
  }

  set binaryType(type: string) {
    if (type !== 'blob' && type !== 'arraybuffer') throw new TypeError(`binaryType must be 'blob' or 'arraybuffer', not ${asText(type)}`);
    this.#binaryType = type;
  }

  send(data: unknown): void {
    if (this.#state === 0) throw new Error('InvalidStateError: the WebSocket is still connecting: send when it is open');
    sendMessage(this.#id, data);
  }

  ping(): void {
    if (this.#state === 0) throw new Error('InvalidStateError: the WebSocket is still connecting: ping when it is open');
    socketPing(this.#id);
  }

  close(code: unknown = 1000, reason: unknown = ''): void {
    if (this.#state >= 2) return;
    const number = Number(code);
    if (number !== 1000 && !(number >= 1000 && number <= 4999)) throw new Error(`no WebSocket closes with the code ${asText(code)}`);
    this.#state = 2;
    socketClose(this.#id, number, asText(reason));
  }

  addEventListener(name: unknown, listener: unknown): void {
    if (typeof listener !== 'function') throw new TypeError('addEventListener() needs a function');
    const known = nameOf(name);
    const listeners = this.#listeners.get(known) ?? new Set();
    listeners.add(listener as Handler);
    this.#listeners.set(known, listeners);
  }

  removeEventListener(name: unknown, listener: unknown): void {
    this.#listeners.get(nameOf(name))?.delete(listener as Handler);
  }

  #happened(name: string, value: unknown, detail: number): unknown {
    if (name === 'open' && this.#state === 0) this.#state = 1;
    if (name === 'close') {
      this.#state = 3;
      unlisten(this.#id);
    }
    const type = name === 'binaryMessage' ? 'message' : (name as Name);
    const event = { type, timestamp: Date.now(), ...this.#content(name, value, detail) };
    const own = this[`on${type}`];
    const handlers = [...(typeof own === 'function' ? [own as Handler] : []), ...(this.#listeners.get(type) ?? [])];
    const results = handlers.map((handler) => handler.call(this, event));
    return results.some((result) => result instanceof Promise) ? Promise.all(results) : undefined;
  }

  #content(name: string, value: unknown, detail: number): object {
    if (name === 'message') return { data: hostText(value as string) };
    if (name === 'binaryMessage') return { data: this.#binaryType === 'blob' ? new Blob([value]) : value };
    if (name === 'error') return { error: value };
    return name === 'close' ? { code: detail, reason: value, wasClean: detail !== 1006 } : {};
  }
}

function withProtocols(params: unknown, protocols: unknown): unknown {
  const wanted = (Array.isArray(protocols) ? protocols : [protocols]).filter((name) => name !== undefined && name !== null && name !== '');
  if (wanted.length === 0) return params;
  const given = (params ?? {}) as { readonly headers?: object };
  return { ...given, headers: { ...given.headers, 'Sec-WebSocket-Protocol': wanted.join(', ') } };
}
