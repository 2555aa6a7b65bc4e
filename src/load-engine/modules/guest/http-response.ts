import { type Held, responseBytes, responseJson, responseNumber, responseStatus, responseText, selectJson } from 'sluice:host';
import { asText } from './as-text.ts';
import { hostText } from './host-text.ts';
import { clickLink, pageOf, type Send, submitForm } from './http-page.ts';

type Json = unknown;
type Loose = Readonly<Record<string, unknown>>;

let sender: Send<Response> = () => {
  throw new Error('k6/http is not there yet');
};

/** Names what sends the requests of forms and links: this file can't import it, for it makes responses itself. */
export function sendBy(send: Send<Response>): void {
  sender = send;
}

/** What came back. Everything but the status stays with the engine until a script reads it. */
export class Response {
  readonly status: number;
  readonly #held: Held;
  /** undefined until it was read. */
  #body: string | ArrayBuffer | null | undefined;
  #read: Record<string, Json> | undefined;

  constructor(held: Held) {
    this.#held = held;
    this.status = responseStatus(held);
  }

  get body(): string | ArrayBuffer | null {
    if (this.#body === undefined) this.#body = this.#readBody();
    return this.#body;
  }

  #readBody(): string | ArrayBuffer | null {
    const kind = responseText(this.#held, 'bodyKind');
    if (kind === 'none') return null;
    return kind === 'binary' ? responseBytes(this.#held) : hostText(responseText(this.#held, 'body'));
  }

  get status_text(): string {
    return responseText(this.#held, 'status_text');
  }
  get error(): string {
    return responseText(this.#held, 'error');
  }
  get error_code(): number {
    return responseNumber(this.#held, 'error_code');
  }
  get url(): string {
    return responseText(this.#held, 'url');
  }
  get proto(): string {
    return responseText(this.#held, 'proto');
  }
  get remote_ip(): string {
    return responseText(this.#held, 'remote_ip');
  }
  get remote_port(): number {
    return responseNumber(this.#held, 'remote_port');
  }
  get tls_version(): string {
    return responseText(this.#held, 'tls_version');
  }
  get tls_cipher_suite(): string {
    return responseText(this.#held, 'tls_cipher_suite');
  }
  get headers(): Json {
    return this.#once('headers');
  }
  get cookies(): Json {
    return this.#once('cookies');
  }
  get timings(): Json {
    return this.#once('timings');
  }
  get request(): Json {
    return this.#once('request');
  }
  get ocsp(): Json {
    return this.#once('ocsp');
  }

  #once(field: string): Json {
    this.#read ??= {};
    if (!(field in this.#read)) this.#read[field] = JSON.parse(responseJson(this.#held, field));
    return this.#read[field];
  }

  /** The body as JSON, or the part of it that a path names; undefined where the path leads nowhere, an error where the body is no JSON. */
  json(path?: unknown): Json {
    if (path === undefined) return JSON.parse(hostText(responseText(this.#held, 'jsonBody')));
    const selected = selectJson(this.#held, asText(path));
    return selected === '' ? undefined : JSON.parse(selected);
  }

  /** The body as a document of k6/html, or what a selector finds in it. */
  html(selector?: unknown): Json {
    return pageOf(this.#held, selector);
  }
  submitForm(form?: Loose): Response {
    return submitForm(sender, this.#held, form ?? {});
  }
  clickLink(link?: Loose): Response {
    return clickLink(sender, this.#held, link ?? {});
  }

  /** What console.log and JSON.stringify show. */
  toJSON(): Json {
    const { status, status_text, url, proto, headers, cookies, body, error, error_code, timings, remote_ip, remote_port, request } = this;
    return { remote_ip, remote_port, url, status, status_text, proto, headers, cookies, body, timings, error, error_code, request };
  }
}
