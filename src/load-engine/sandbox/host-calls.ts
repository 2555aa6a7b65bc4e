import { messageOf } from '../message-of.ts';
import type { GuestValues } from './guest-values.ts';
import type { HostFunction, HostValue } from './host-function.ts';
import type { TimeSlice } from './time-slice.ts';

/** The calls that come out of one sandbox: each answers with a pointer, at once or after the sandbox slept. */
export class HostCalls {
  readonly #values: GuestValues;
  readonly #slice: TimeSlice;
  readonly #isInterrupted: () => boolean;

  constructor(values: GuestValues, slice: TimeSlice, isInterrupted: () => boolean) {
    this.#values = values;
    this.#slice = slice;
    this.#isInterrupted = isInterrupted;
  }

  /** Calls the host function behind a reference; what it throws is thrown into the script. */
  call(argc: number, argv: number, ref: number): number | Promise<number> {
    if (this.#isInterrupted()) return this.#values.thrown('interrupted');
    try {
      const fn = this.#values.refs.get(ref) as HostFunction;
      const result = fn(this.#values.reading(argc, argv));
      return result instanceof Promise ? this.#resume(result) : this.#values.toGuest(result);
    } catch (error) {
      if (isEngineFault(error)) throw error;
      return this.#values.thrown(messageOf(error));
    }
  }

  /** Never rejects: a rejection would leave WebAssembly by an exception of V8. */
  async #resume(pending: Promise<HostValue>): Promise<number> {
    let value: HostValue;
    let failure: string | undefined;
    try {
      value = await pending;
    } catch (error) {
      failure = messageOf(error);
    }
    this.#slice.begin();
    if (this.#isInterrupted()) failure = 'interrupted';
    return failure === undefined ? this.#values.toGuest(value) : this.#values.thrown(failure);
  }
}

/**
 * V8 threw this from inside of QuickJS: a script's code ran below a frame of the host (toString of an argument) and wanted to suspend, or the stack is full.
 * The interpreter was left in the middle of something, so the error goes on to whoever entered the sandbox, which is then broken.
 */
function isEngineFault(error: unknown): boolean {
  const { name, message } = error as { readonly name?: unknown; readonly message?: unknown };
  return name === 'SuspendError' || name === 'RuntimeError' || (name === 'RangeError' && message === 'Maximum call stack size exceeded');
}
