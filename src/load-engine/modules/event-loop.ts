import { messageOf } from '../message-of.ts';
import type { HostObject } from '../sandbox/host-function.ts';

/** Something that happened while the script was not running, and that it has to be told. */
export type LoopEvent =
  | { readonly kind: 'timer'; readonly id: number }
  | { readonly kind: 'done'; readonly id: number; readonly value: HostObject }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string };

/** The timers and operations of one virtual user: an iteration is over when none is left. */
export class EventLoop {
  readonly #timers = new Map<number, NodeJS.Timeout>();
  #events: LoopEvent[] = [];
  #operations = 0;
  #wake: (() => void) | undefined;
  /** Operations of an iteration that was cleared away must not reach the next one. */
  #generation = 0;

  startTimer(id: number, delayMs: number): void {
    const timer = setTimeout(() => {
      this.#timers.delete(id);
      this.#post({ kind: 'timer', id });
    }, delayMs);
    this.#timers.set(id, timer);
  }

  stopTimer(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    this.#events = this.#events.filter((event) => event.kind !== 'timer' || event.id !== id);
  }

  /** Follows an operation that ends on its own. */
  follow(id: number, operation: Promise<HostObject>): void {
    const generation = this.#generation;
    this.#operations += 1;
    const end = (event: LoopEvent): void => {
      if (generation !== this.#generation) return;
      this.#operations -= 1;
      this.#post(event);
    };
    operation.then(
      (value) => end({ kind: 'done', id, value }),
      (error: unknown) => end({ kind: 'failed', id, message: messageOf(error) }),
    );
  }

  /** Whether nothing can happen any more. */
  get idle(): boolean {
    return this.#timers.size === 0 && this.#operations === 0 && this.#events.length === 0;
  }

  /** Waits for the next event; undefined when it was woken for another reason. */
  async next(): Promise<LoopEvent | undefined> {
    if (this.#events.length === 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#events.shift();
  }

  wake(): void {
    this.#wake?.();
    this.#wake = undefined;
  }

  /** Forgets everything that is under way. */
  clear(): void {
    if (this.idle) return;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#events = [];
    this.#operations = 0;
    this.#generation += 1;
  }

  #post(event: LoopEvent): void {
    this.#events.push(event);
    this.wake();
  }
}
