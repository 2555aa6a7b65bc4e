import { socketClose, socketConnect, socketDetail, socketEnd, socketNext, socketPing, socketTimer, socketValue } from 'sluice:host';
import { asText } from './as-text.ts';
import { hostText } from './host-text.ts';
import { paramsText } from './http-params.ts';
import { sendMessage } from './socket-payload.ts';

type Handler = (...args: unknown[]) => unknown;
interface Timer {
  readonly handler: Handler;
  readonly everyMs: number | undefined;
}

const names = ['open', 'message', 'binaryMessage', 'ping', 'pong', 'error', 'close'];
/** Numbers of this module's sockets never meet those of listeners: they are below 0. */
let nextSocket = -1;

/** A socket of a call to connect(), and the loop that serves it. */
class Socket {
  readonly #id: number;
  readonly #handlers = new Map<string, Handler[]>();
  readonly #timers = new Map<number, Timer>();

  constructor(id: number) {
    this.#id = id;
  }

  on(name: unknown, handler: unknown): void {
    if (!names.includes(asText(name))) throw new TypeError(`a socket has the events ${names.join(', ')}, not ${asText(name)}`);
    if (typeof handler !== 'function') throw new TypeError('socket.on() needs a function');
    this.#handlers.set(asText(name), [...(this.#handlers.get(asText(name)) ?? []), handler as Handler]);
  }

  send(message: unknown): void {
    if (!sendMessage(this.#id, asText(message))) this.#closeSent();
  }

  sendBinary(message: unknown): void {
    if (!(message instanceof ArrayBuffer) && !ArrayBuffer.isView(message)) throw new TypeError('socket.sendBinary() needs an ArrayBuffer');
    if (!sendMessage(this.#id, message)) this.#closeSent();
  }

  ping(): void {
    if (socketPing(this.#id) !== 1) this.#closeSent();
  }

  close(code: unknown = 1000): void {
    socketClose(this.#id, Number(code), '');
  }

  setTimeout(handler: unknown, delayMs: unknown): void {
    this.#start(handler, delayMs, false);
  }

  setInterval(handler: unknown, everyMs: unknown): void {
    this.#start(handler, everyMs, true);
  }

  #start(handler: unknown, delayMs: unknown, repeats: boolean): void {
    const delay = Number(delayMs);
    if (typeof handler !== 'function') throw new TypeError('a timer of a socket needs a function');
    if (!(delay > 0)) throw new TypeError(`a timer of a socket needs a delay above 0 ms, not ${asText(delayMs)}`);
    const number = this.#timers.size;
    this.#timers.set(number, { handler: handler as Handler, everyMs: repeats ? delay : undefined });
    socketTimer(this.#id, number, delay);
  }

  #closeSent(): void {
    this.#call('error', { error: () => 'websocket: close sent' });
  }

  /** Serves the socket until it is closed. */
  serve(): void {
    for (let name = socketNext(this.#id); name !== ''; name = socketNext(this.#id)) this.#happened(name);
  }

  #happened(name: string): void {
    if (name === 'timer') this.#fire(socketDetail(this.#id));
    else if (name === 'close') this.#call(name, socketDetail(this.#id));
    else if (name === 'error') this.#call(name, { error: errorText(hostText(socketValue(this.#id) as string)) });
    else if (name === 'message') this.#call(name, hostText(socketValue(this.#id) as string));
    else if (name === 'binaryMessage') this.#call(name, socketValue(this.#id));
    else this.#call(name);
  }

  #fire(number: number): void {
    const timer = this.#timers.get(number);
    if (timer === undefined) return;
    if (timer.everyMs !== undefined) socketTimer(this.#id, number, timer.everyMs);
    timer.handler();
  }

  #call(name: string, ...args: unknown[]): void {
    for (const handler of this.#handlers.get(name) ?? []) handler(...args);
  }
}

const errorText = (message: string) => (): string => message;

/** Opens a WebSocket, hands it to a function that says what to do when, and serves it until it is closed. */
export function connect(url: unknown, ...rest: readonly unknown[]): object {
  const [params, callback] = rest.length > 1 ? [rest[0], rest[1]] : [undefined, rest[0]];
  if (typeof callback !== 'function') throw new TypeError('ws.connect() needs a function that takes the socket');
  const id = nextSocket--;
  const response = JSON.parse(socketConnect(id, asText(url), paramsText(params))) as object;
  try {
    const socket = new Socket(id);
    (callback as Handler)(socket);
    socket.serve();
  } finally {
    socketEnd(id);
  }
  return response;
}
