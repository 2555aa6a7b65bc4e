import { type HostValue, Utf8 } from '../sandbox/host-function.ts';

/** What a socket tells its script. `detail` is the code of a close, and the number of a timer; 0 elsewhere. */
export interface SocketEvent {
  readonly name: 'open' | 'message' | 'binaryMessage' | 'ping' | 'pong' | 'error' | 'close' | 'timer';
  readonly value: HostValue;
  readonly detail: number;
  /** Bytes that wait in memory until the script has taken it. */
  readonly bytes: number;
}

/** An event without content. */
export function plainEvent(name: SocketEvent['name'], value: HostValue = '', detail = 0): SocketEvent {
  return { name, value, detail, bytes: 0 };
}

/** A message: text goes into the sandbox as the UTF-8 that came. */
export function messageEvent(data: Buffer, isBinary: boolean): SocketEvent {
  const { length } = data;
  return isBinary
    ? { name: 'binaryMessage', value: data, detail: 0, bytes: length }
    : { name: 'message', value: new Utf8(data), detail: 0, bytes: length };
}
