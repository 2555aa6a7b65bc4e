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
  #resume(pending: Promise<HostValue>): Promise<number> {
    return pending.then(this.#answer, this.#refuse);
  }

  readonly #answer = (value: HostValue): number => {
    this.#slice.begin();
    try {
      return this.#isInterrupted() ? this.#values.thrown('interrupted') : this.#values.toGuest(value);
    } catch (error) {
      return this.#refuse(error);
    }
  };

  readonly #refuse = (error: unknown): number => {
    this.#slice.begin();
    return this.#values.thrown(this.#isInterrupted() ? 'interrupted' : messageOf(error));
  };
}

/**
 * V8 threw this from inside of QuickJS: a script's code ran below a frame of the host (toString of an argument) and wanted to suspend, or the stack is full.
 * The interpreter was left in the middle of something, so the error goes on to whoever entered the sandbox, which is then broken.
 */
function isEngineFault(error: unknown): boolean {
  const { name, message } = error as { readonly name?: unknown; readonly message?: unknown };
  return name === 'SuspendError' || name === 'RuntimeError' || (name === 'RangeError' && message === 'Maximum call stack size exceeded');
}
