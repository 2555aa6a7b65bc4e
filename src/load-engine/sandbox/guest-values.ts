import { GuestMemory } from './guest-memory.ts';
import { type GuestArguments, HostObject, type HostValue, Utf8 } from './host-function.ts';
import { HostRefs } from './host-refs.ts';
import type { QuickJs } from './quickjs.ts';

const escapeMark = '\u0001';

/** A C string would end at a NUL, so text with one travels as JSON behind a mark; guest code takes it back (modules/guest/host-text.ts). */
function escaped(text: string): string {
  return text.startsWith(escapeMark) || text.includes('\0') ? `${escapeMark}${JSON.stringify(text)}` : text;
}

/** Carries values over the border of one QuickJS context, both ways. */
export class GuestValues implements GuestArguments {
  readonly memory: GuestMemory;
  readonly refs = new HostRefs();
  readonly #quickJs: QuickJs;
  readonly #context: number;
  #callArgv = 0;
  count = 0;

  constructor(quickJs: QuickJs, context: number) {
    this.#quickJs = quickJs;
    this.#context = context;
    this.memory = new GuestMemory(quickJs);
  }

  /** Points the argument readers at a call that comes in. */
  reading(argc: number, argv: number): GuestArguments {
    this.count = argc;
    this.#callArgv = argv;
    return this;
  }

  text(index: number): string {
    const pointer = this.#quickJs._QTS_GetString(this.#context, this.#argument(index));
    if (pointer === 0) throw new TypeError('not convertible to text');
    const text = this.memory.readText(pointer);
    this.#quickJs._QTS_FreeCString(this.#context, pointer);
    return text;
  }

  number(index: number): number {
    return this.#quickJs._QTS_GetFloat64(this.#context, this.#argument(index));
  }

  bytes(index: number): Uint8Array {
    const argument = this.#argument(index);
    const length = this.#quickJs._QTS_GetArrayBufferLength(this.#context, argument);
    if (length <= 0) return new Uint8Array();
    return this.memory.readBytes(this.#quickJs._QTS_GetArrayBuffer(this.#context, argument), length);
  }

  object(index: number): object {
    const object = this.refs.get(this.#quickJs._QTS_GetHostRefId(this.#argument(index)));
    if (object === undefined) throw new TypeError('not an object that this engine made');
    return object;
  }

  #argument(index: number): number {
    if (index >= this.count) throw new TypeError(`argument ${index + 1} is missing`);
    return this.#quickJs._QTS_ArgvGetJSValueConstPointer(this.#callArgv, index);
  }

  /** Makes a value in the context and returns its pointer, owned by the caller; 0 stands for undefined. */
  toGuest(value: HostValue): number {
    if (value === undefined) return 0;
    if (typeof value === 'number') return this.#quickJs._QTS_NewFloat64(this.#context, value);
    if (typeof value === 'string') return this.#newString(this.memory.writeText(escaped(value)));
    return this.#objectToGuest(value);
  }

  #objectToGuest(value: Uint8Array | Utf8 | HostObject): number {
    if (value instanceof HostObject) return this.#quickJs._QTS_NewHostRef(this.#context, this.refs.add(value.content));
    if (value instanceof Utf8) {
      const { bytes } = value;
      const asTheyAre = bytes[0] !== escapeMark.charCodeAt(0) && !bytes.includes(0);
      return this.#newString(asTheyAre ? this.memory.writeBytes(bytes) : this.memory.writeText(escaped(Buffer.from(bytes).toString())));
    }
    // QuickJS owns these bytes from here on and frees them with the ArrayBuffer.
    return this.#quickJs._QTS_NewArrayBuffer(this.#context, this.memory.writeBytes(value), value.length);
  }

  #newString(pointer: number): number {
    const value = this.#quickJs._QTS_NewString(this.#context, pointer);
    this.memory.free(pointer);
    return value;
  }

  /** Throws an Error with this message in the context; the pointer is what a host call returns for it. */
  thrown(message: string): number {
    const error = this.#quickJs._QTS_NewError(this.#context);
    this.setProperty(error, 'message', this.toGuest(message.replaceAll('\0', '\uFFFD')));
    const exception = this.#quickJs._QTS_Throw(this.#context, error);
    this.free(error);
    return exception;
  }

  /** Reads a property of a value that guest code made (never one with getters of a script: those must not run outside a run). */
  property(target: number, name: string): number {
    const key = this.#newString(this.memory.writeText(name));
    const value = this.#quickJs._QTS_GetProp(this.#context, target, key);
    this.free(key);
    return value;
  }

  /** Sets a property and lets go of the value. */
  setProperty(target: number, name: string, value: number): void {
    const key = this.#newString(this.memory.writeText(name));
    this.#quickJs._QTS_SetProp(this.#context, target, key, value);
    this.free(key);
    this.free(value);
  }

  free(pointer: number): void {
    this.#quickJs._QTS_FreeValuePointer(this.#context, pointer);
  }

  /** Text of a value that is already text. */
  readString(value: number): string {
    const pointer = this.#quickJs._QTS_GetString(this.#context, value);
    if (pointer === 0) return '';
    const text = this.memory.readText(pointer);
    this.#quickJs._QTS_FreeCString(this.#context, pointer);
    return text;
  }
}
