import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { WebSocket } from 'ws';
import { HostRefused } from '../http/host-refused.ts';
import type { HttpSession } from '../http/http-session.ts';
import type { NetworkRules } from '../http/network-rules.ts';
import { RequestFailure, requestFailure } from '../http/request-failure.ts';
import { parseSetCookie } from '../http/set-cookie.ts';
import { type Connected, timedConnect } from '../http/timed-connect.ts';
import { traceContext } from '../http/trace-context.ts';
import { Backlog } from '../modules/backlog.ts';
import type { VuTags } from '../modules/vu-tags.ts';
import type { Waits } from '../modules/waits.ts';
import type { SampleSink } from '../virtual-user.ts';
import { type HandshakeAnswer, HandshakeFailed, handshake } from './handshake.ts';
import { PingClock } from './ping-clock.ts';
import { messageEvent, plainEvent, type SocketEvent } from './socket-event.ts';
import { handshakeHeaders, handshakeHop, type SocketRequest } from './socket-request.ts';
import { SocketSamples, socketTags } from './socket-samples.ts';

/** What a session is made of. */
export interface SocketSetup {
  readonly network: NetworkRules;
  readonly http: HttpSession;
  readonly sink: SampleSink;
  readonly tags: VuTags;
  readonly waits: Waits;
  /** Ends the run under way without the script being able to catch it. */
  readonly interrupt: () => void;
}

/** A server that answers no handshake within this long has failed it. */
const handshakeTimeoutMs = 60_000;
const interrupted = 'the iteration was interrupted';

/** One WebSocket of one virtual user, from its handshake to its end. It tells what happens in order, and `close` once, last. */
export class WebSocketSession {
  readonly request: SocketRequest;
  /** What the server said; status 0 where it said nothing. */
  answer: HandshakeAnswer = { status: 0, headers: {}, body: '' };
  /** Why there is no session, '' while there is none. */
  error = '';
  readonly #setup: SocketSetup;
  readonly #tell: (event: SocketEvent) => void;
  readonly #startedMs = performance.now();
  /** The group that it was opened in: the script may have left it when the session is there. */
  readonly #group: string;
  readonly #forget: () => void;
  readonly #giveUp = Promise.withResolvers<never>();
  readonly #pings = new PingClock();
  readonly #backlog: Backlog;
  #socket: WebSocket | undefined;
  #wire: Socket | undefined;
  #samples: SocketSamples | undefined;
  #traceId = '';
  #troubled = false;
  #ended = false;

  constructor(setup: SocketSetup, request: SocketRequest, tell: (event: SocketEvent) => void) {
    this.#setup = setup;
    this.request = request;
    this.#tell = tell;
    this.#group = setup.tags.group;
    this.#backlog = new Backlog(setup.network.options.mostBodyBytes / 4, {
      pause: () => this.#socket?.pause(),
      resume: () => this.#socket?.resume(),
    });
    this.#giveUp.promise.catch(() => undefined);
    this.#forget = setup.waits.add(() => this.terminate());
  }

  /** Opens the connection and shakes hands; a failure is told as `error` and `close`. Never rejects. */
  async open(): Promise<void> {
    try {
      const { WebSocket: Ws } = await import('ws');
      const { network, http } = this.#setup;
      const { target, address, protocols, compress } = this.request;
      const { resolve, localAddress, options } = network;
      const rules = { resolve, localAddress, tls: options.tls, protocols: ['http/1.1'] } as const;
      const connected = await this.#unlessGivenUp(timedConnect(target, rules), ({ wire }) => wire.destroy());
      this.#wire = connected.wire;
      if (this.#ended) return void this.#wire.destroy();
      const trace = network.traced ? traceContext(this.request.params.headers) : undefined;
      this.#traceId = trace?.trace.traceId ?? '';
      const socket = new Ws(address, [...protocols], {
        headers: handshakeHeaders(this.request, http.cookies, trace?.own === false ? trace.trace.traceparent : undefined),
        createConnection: () => connected.socket,
        maxPayload: network.options.mostBodyBytes,
        perMessageDeflate: compress,
        handshakeTimeout: handshakeTimeoutMs,
      });
      this.#socket = socket;
      this.#listen(socket, connected);
      this.answer = await this.#unlessGivenUp(handshake(socket), () => undefined);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** What is there only after the session was given up has nobody to use it. */
  #unlessGivenUp<T>(step: Promise<T>, discard: (late: T) => void): Promise<T> {
    step.then(
      (late) => {
        if (this.#ended) discard(late);
      },
      () => undefined,
    );
    return Promise.race([step, this.#giveUp.promise]);
  }

  #listen(socket: WebSocket, connected: Connected): void {
    socket.on('upgrade', ({ headers, statusCode }) => this.#keepCookies(headers['set-cookie'] ?? [], statusCode ?? 101));
    socket.on('open', () => this.#opened(socket, connected));
    socket.on('message', (data: Buffer, isBinary) => {
      this.#samples?.received();
      this.#put(messageEvent(data, isBinary));
    });
    socket.on('ping', () => this.#put(plainEvent('ping')));
    socket.on('pong', (data) => this.#ponged(data));
    socket.on('error', (error) => {
      if (this.#samples !== undefined && !this.#ended) this.#trouble(error.message);
    });
    socket.on('close', (code, reason) => {
      if (this.#samples !== undefined) this.#closed(code, reason.toString());
    });
  }

  #keepCookies(lines: readonly string[], status: number): void {
    this.answer = { ...this.answer, status };
    const cookies = lines.map(parseSetCookie).filter((cookie) => cookie !== undefined);
    this.#setup.http.cookies.keep(handshakeHop(this.request), this.request.params, cookies);
  }

  #opened(socket: WebSocket, { socket: below, wire }: Connected): void {
    if (this.#ended) return;
    const tlsVersion = below instanceof TLSSocket ? (below.getProtocol() ?? '').toLowerCase().replace('tlsv', 'tls') : '';
    const opened = { status: this.answer.status, subprotocol: socket.protocol, tlsVersion, ip: wire.remoteAddress ?? '' };
    const tags = socketTags(this.#setup.tags, this.#group, this.request, opened);
    this.#samples = new SocketSamples(this.#setup.sink, tags, this.#traceId);
    this.#samples.opened(performance.now() - this.#startedMs);
    this.#put(plainEvent('open'));
  }

  #ponged(data: Buffer): void {
    const tookMs = this.#pings.end(data.toString());
    if (tookMs !== undefined) this.#samples?.ponged(tookMs);
    this.#put(plainEvent('pong'));
  }

  /** Hands an event on, and holds the server back while the script does not keep up. */
  #put(event: SocketEvent): void {
    if (this.#ended) return;
    this.#backlog.put(event.bytes);
    this.#tell(event);
  }

  /** The script has taken an event. */
  taken(event: SocketEvent): void {
    this.#backlog.take(event.bytes);
  }

  /** Sends a message; false where the session is not open (any more). Throws where more waits than a virtual user may hold. */
  send(data: string | Uint8Array, binary: boolean): boolean {
    const socket = this.#socket;
    if (socket === undefined || this.#ended || socket.readyState !== socket.OPEN) return false;
    if (socket.bufferedAmount > this.#setup.network.options.mostBodyBytes)
      throw new Error(`${socket.bufferedAmount} bytes wait to be sent already, and the server does not take them: send less at a time`);
    socket.send(data, { binary }, (error) => {
      if (error === undefined || error === null) this.#samples?.sent();
    });
    return true;
  }

  /** Sends a ping; false where the session is not open (any more). */
  ping(): boolean {
    const socket = this.#socket;
    if (socket === undefined || this.#ended || socket.readyState !== socket.OPEN) return false;
    socket.ping(this.#pings.begin());
    return true;
  }

  /** Ends the session by the closing handshake; throws an Error for a code or reason that no client may send. */
  close(code: number, reason: string): void {
    if (this.#ended) return;
    const socket = this.#socket;
    if (socket === undefined || socket.readyState === socket.CONNECTING)
      this.#fail(new RequestFailure(1000, 'the script closed the socket before it was open'));
    else socket.close(code, reason);
  }

  get bufferedAmount(): number {
    return this.#socket?.bufferedAmount ?? 0;
  }

  /** Ends it at once, as an interruption does: what is not sent is not sent. */
  terminate(): void {
    if (this.#ended) return;
    if (this.#samples === undefined) this.error = interrupted;
    this.#end(plainEvent('close', interrupted, 1006));
  }

  #fail(error: unknown): void {
    if (this.#ended) return;
    // Nothing was sent, and nothing more will be: the test ends here.
    if (error instanceof HostRefused) this.#setup.interrupt();
    if (error instanceof HandshakeFailed) this.answer = error.answer;
    this.error = error instanceof HandshakeFailed ? error.message : requestFailure(error).message;
    const { address, target } = this.request;
    const status = this.answer.status === 0 ? '' : ` (status ${this.answer.status})`;
    this.#setup.network.complain(`ws ${target.origin} ${this.error}`, `WebSocket ${address} failed: ${this.error}${status}`);
    this.#tell(plainEvent('error', this.error));
    this.#end(plainEvent('close', '', 1006));
  }

  #trouble(message: string): void {
    this.#troubled = true;
    const { address, target } = this.request;
    this.#setup.network.complain(`ws ${target.origin} ${message}`, `WebSocket ${address}: ${message}`);
    this.#put(plainEvent('error', message));
  }

  #closed(code: number, reason: string): void {
    if (this.#ended) return;
    if (code === 1006 && !this.#troubled) this.#trouble('websocket: close 1006 (abnormal closure): unexpected EOF');
    this.#end(plainEvent('close', reason, code));
  }

  #end(last: SocketEvent): void {
    this.#tell(last);
    this.#ended = true;
    this.#forget();
    this.#giveUp.reject(new Error(interrupted));
    this.#samples?.ended(performance.now() - this.#startedMs);
    const { http } = this.#setup;
    http.countBytes(this.#wire?.bytesWritten ?? 0, this.#wire?.bytesRead ?? 0);
    this.#destroy();
  }

  #destroy(): void {
    if (this.#socket === undefined) return;
    // What a socket still has to say after its end has nobody to hear it.
    this.#socket.on('error', () => undefined);
    this.#socket.terminate();
    this.#wire?.destroy();
  }
}
