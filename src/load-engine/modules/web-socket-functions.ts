import { canonicalName } from '../http/response-fields.ts';
import type { GuestArguments, HostFunction } from '../sandbox/host-function.ts';
import { plainEvent, type SocketEvent } from '../websocket/socket-event.ts';
import { SocketInbox } from '../websocket/socket-inbox.ts';
import { socketRequest } from '../websocket/socket-request.ts';
import { WebSocketSession } from '../websocket/web-socket-session.ts';
import { refuseInInit, type World } from './world.ts';

/** A session of the blocking module, with what it has to tell. */
interface Blocking {
  readonly session: WebSocketSession;
  readonly inbox: SocketInbox;
  current: SocketEvent;
}

/** Host functions of the modules k6/websockets and k6/ws. A socket has the number under which guest code listens to it. */
export function webSocketFunctions(world: World): Readonly<Record<string, HostFunction>> {
  const sessions = new Map<number, WebSocketSession>();
  const sessionOf = (args: GuestArguments): WebSocketSession | undefined => sessions.get(args.number(0));
  return {
    socketOpen: (args) => {
      openListening(world, args, sessions);
      return undefined;
    },
    socketSend: (args) => {
      const session = sessionOf(args);
      const kind = args.number(1);
      return session?.send(kind === textKind ? args.text(2) : args.bytes(2), kind === binaryKind) === true ? 1 : 0;
    },
    socketPing: (args) => (sessionOf(args)?.ping() === true ? 1 : 0),
    socketClose: (args) => {
      sessionOf(args)?.close(args.number(1), args.text(2));
      return undefined;
    },
    socketBuffered: (args) => sessionOf(args)?.bufferedAmount ?? 0,
    ...blockingFunctions(world, sessions),
  };
}

/** How a message crosses: text with a NUL, and bytes, as an ArrayBuffer. modules/guest/socket-payload.ts says which. */
const textKind = 0;
const binaryKind = 2;

function refuseStage(world: World, what: string): void {
  refuseInInit(world, what);
  if (world.stage === 'handleSummary')
    throw new Error(`${what} can't be used in handleSummary(): the test is over, its samples are counted`);
}

function newSession(world: World, what: string, args: GuestArguments, tell: (event: SocketEvent) => void): WebSocketSession {
  refuseStage(world, what);
  const request = socketRequest(args.text(1), world.http.params.get(args.text(2)));
  return new WebSocketSession(world, request, tell);
}

function openListening(world: World, args: GuestArguments, sessions: Map<number, WebSocketSession>): void {
  const id = args.number(0);
  const source = world.loop.hold();
  const release = (): void => {
    sessions.delete(id);
    source.release();
  };
  try {
    const session = newSession(world, 'new WebSocket()', args, (event) => {
      source.post({ kind: 'event', id, name: event.name, value: event.value, detail: event.detail, taken: () => session.taken(event) });
      if (event.name === 'close') release();
    });
    sessions.set(id, session);
    void session.open();
  } catch (error) {
    release();
    throw error;
  }
}

function blockingFunctions(world: World, sessions: Map<number, WebSocketSession>): Readonly<Record<string, HostFunction>> {
  const blocking = new Map<number, Blocking>();
  const of = (args: GuestArguments): Blocking => {
    const found = blocking.get(args.number(0));
    if (found === undefined) throw new Error('the socket is closed');
    return found;
  };
  return {
    socketConnect: async (args) => {
      const id = args.number(0);
      const inbox = new SocketInbox();
      const session = newSession(world, 'ws.connect()', args, (event) => inbox.put(event));
      blocking.set(id, { session, inbox, current: plainEvent('close') });
      sessions.set(id, session);
      await session.open();
      if (session.error !== '' && world.network.options.throws) {
        blocking.delete(id);
        sessions.delete(id);
        throw new Error(session.error);
      }
      return responseJson(session);
    },
    socketNext: async (args) => {
      const socket = of(args);
      const event = await socket.inbox.next();
      if (event === undefined) return '';
      if (event.name !== 'timer') socket.session.taken(event);
      socket.current = event;
      return event.name;
    },
    socketValue: (args) => of(args).current.value,
    socketDetail: (args) => of(args).current.detail,
    socketTimer: (args) => {
      of(args).inbox.startTimer(args.number(1), args.number(2));
      return undefined;
    },
    socketEnd: (args) => {
      const { session } = of(args);
      blocking.delete(args.number(0));
      sessions.delete(args.number(0));
      session.terminate();
      return undefined;
    },
  };
}

function responseJson({ request, answer, error }: WebSocketSession): string {
  const headers = Object.entries(answer.headers).map(([name, value]) => [
    canonicalName(name),
    Array.isArray(value) ? value.join(', ') : String(value),
  ]);
  return JSON.stringify({ url: request.address, status: answer.status, headers: Object.fromEntries(headers), body: answer.body, error });
}
