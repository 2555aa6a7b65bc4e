/** An object of the host that a script holds without seeing inside; it is let go when the script lets go of it. */
export class HostObject<T extends object = object> {
  readonly content: T;
  constructor(content: T) {
    this.content = content;
  }
}

/** UTF-8 that becomes a string of the script without being decoded on the way; invalid bytes become U+FFFD there. */
export class Utf8 {
  readonly bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}

/** What a host function hands back: a Uint8Array arrives as an ArrayBuffer. */
export type HostValue = undefined | number | string | Uint8Array | Utf8 | HostObject;

/** The arguments of one call out of the sandbox; read them before the first await, the memory moves on after it. */
export interface GuestArguments {
  readonly count: number;
  /** Text up to its first NUL: guest code sends text that may hold one as bytes. */
  text(index: number): string;
  number(index: number): number;
  /** Copies an ArrayBuffer out. */
  bytes(index: number): Uint8Array;
  /** The content of a HostObject that the script passes back; throws where it is something else. */
  object(index: number): object;
}

/** A function of the host that guest code may call; a promise suspends the virtual user that called it, and a throw becomes the script's exception. */
export type HostFunction = (args: GuestArguments) => HostValue | Promise<HostValue>;
