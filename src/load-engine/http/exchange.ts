import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import type { Connection } from './connection.ts';
import { isOfHttp2, RequestFailure, requestFailure } from './request-failure.ts';
import type { ConnectTimings } from './timed-connect.ts';

/** k6's timings of one request, in milliseconds. `blocked` holds everything until the connection was there, lookingUp, connecting and TLS included. */
export interface Timings {
  readonly blocked: number;
  readonly lookingUp: number;
  readonly connecting: number;
  readonly tlsHandshaking: number;
  readonly sending: number;
  readonly waiting: number;
  readonly receiving: number;
}

/** What one request to one address gave: an answer, or a failure with status 0. */
export interface Exchanged {
  readonly status: number;
  readonly statusText: string;
  readonly headers: IncomingHttpHeaders;
  readonly chunks: readonly Buffer[];
  readonly timings: Timings;
  readonly failure: RequestFailure | undefined;
  /** Nothing came back on a connection that was kept from before: the server had closed it, the request may not have been seen. */
  readonly stale: boolean;
}

/** One request on one connection. The handler of undici, kept as one object because thousands are made a second. */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly #connection: Connection;
  readonly #keepBody: boolean;
  readonly #mostBodyBytes: number;
  readonly #settle: (result: Exchanged) => void;
  readonly #queued: number;
  #controller: Dispatcher.DispatchController | undefined;
  #aborted: Error | undefined;
  #settled = false;
  /** Of the connection that was opened for this request; undefined where a kept one served it. */
  #opened: ConnectTimings | undefined;
  #started = 0;
  #sent = 0;
  #answered = 0;
  #status = 0;
  #statusText = '';
  #headers: IncomingHttpHeaders = {};
  #chunks: Buffer[] = [];
  #bodyBytes = 0;

  /** `waitedMs` is what went by before there was a connection to take. */
  constructor(connection: Connection, keepBody: boolean, mostBodyBytes: number, waitedMs: number, settle: (result: Exchanged) => void) {
    this.#queued = performance.now() - waitedMs;
    this.#connection = connection;
    this.#keepBody = keepBody;
    this.#mostBodyBytes = mostBodyBytes;
    this.#settle = settle;
  }

  /** Gives the request up with an error, wherever it is. */
  abort(error: Error): void {
    this.#aborted = error;
    if (this.#controller !== undefined) this.#controller.abort(error);
    // Others wait for the same connection: this one alone is told, and not sent when its turn comes.
    else if (this.#connection.users > 1) this.#end(requestFailure(error));
    else void this.#connection.client.destroy(error);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    this.#started = performance.now();
    this.#sent = this.#started;
    this.#opened = this.#connection.claimOpened();
    if (this.#aborted !== undefined) controller.abort(this.#aborted);
  }

  onRequestSent(): void {
    this.#sent = performance.now();
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders, statusText?: string): void {
    // 1xx is not the answer.
    if (status < 200) return;
    this.#answered = performance.now();
    this.#status = status;
    this.#statusText = statusText ?? '';
    this.#headers = headers;
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (!this.#keepBody) return;
    this.#bodyBytes += chunk.length;
    this.#chunks.push(chunk);
    if (this.#bodyBytes > this.#mostBodyBytes) {
      controller.abort(new RequestFailure(1000, `the body is larger than the ${this.#mostBodyBytes} bytes a virtual user may hold`));
    }
  }

  onResponseEnd(): void {
    this.#end(undefined);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#end(requestFailure(this.#aborted ?? error));
  }

  #end(failure: RequestFailure | undefined): void {
    if (this.#settled) return;
    this.#settled = true;
    const failed = failure !== undefined;
    this.#settle({
      status: failed ? 0 : this.#status,
      statusText: failed ? '' : this.#statusText,
      headers: failed ? {} : this.#headers,
      chunks: failed ? [] : this.#chunks,
      timings: this.#timings(performance.now()),
      failure,
      stale: failed && this.#opened === undefined && this.#answered === 0 && this.#aborted === undefined && !isOfHttp2(failure),
    });
  }

  #timings(ended: number): Timings {
    const started = this.#started === 0 ? ended : this.#started;
    const sent = this.#started === 0 ? ended : this.#sent;
    const answered = this.#answered === 0 ? ended : this.#answered;
    return {
      blocked: started - this.#queued,
      lookingUp: this.#opened?.lookingUp ?? 0,
      connecting: this.#opened?.connecting ?? 0,
      tlsHandshaking: this.#opened?.tlsHandshaking ?? 0,
      sending: sent - started,
      waiting: answered - sent,
      receiving: ended - answered,
    };
  }
}

/** What a request gave that was never sent, after so many milliseconds. */
export function unanswered(failure: RequestFailure, blocked = 0): Exchanged {
  const timings = { blocked, lookingUp: 0, connecting: 0, tlsHandshaking: 0, sending: 0, waiting: 0, receiving: 0 };
  return { status: 0, statusText: '', headers: {}, chunks: [], timings, failure, stale: false };
}
