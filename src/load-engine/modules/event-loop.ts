import { LONGEST_TIMER_MS } from '../clock.ts';
import { messageOf } from '../message-of.ts';
import type { HostValue } from '../sandbox/host-function.ts';

/** Something that happened while the script was not running, and that it has to be told. */
export type LoopEvent =
  | { readonly kind: 'timer'; readonly id: number }
  | { readonly kind: 'done'; readonly id: number; readonly value: HostValue }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string }
  | ListenerEvent;

/** Something that a socket or stream tells the script's listener of a number, again and again. */
export interface ListenerEvent {
  readonly kind: 'event';
  readonly id: number;
  readonly name: string;
  readonly value: HostValue;
  readonly detail: number;
  /** Called when the script is told: the way to hold back a sender that is faster than the script. */
  readonly taken?: () => void;
}

/** Something outside that may tell the script of events until it is released; the run does not end before. */
export interface EventSource {
  post(event: ListenerEvent): void;
  /** There is nothing more to come; a second call is nothing. */
  release(): void;
}

/** The timers and operations of one virtual user: an iteration is over when none is left. */
export class EventLoop {
  readonly #timers = new Map<number, NodeJS.Timeout>();
  #events: LoopEvent[] = [];
  #operations = 0;
  #wake: (() => void) | undefined;
  /** Operations of an iteration that was cleared away must not reach the next one. */
  #generation = 0;

  startTimer(id: number, delayMs: number): void {
    const timer = setTimeout(
      () => {
        this.#timers.delete(id);
        this.#post({ kind: 'timer', id });
      },
      Math.min(delayMs, LONGEST_TIMER_MS),
    );
    this.#timers.set(id, timer);
  }

  stopTimer(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    this.#events = this.#events.filter((event) => event.kind !== 'timer' || event.id !== id);
  }

  /** Follows an operation that ends on its own. */
  follow(id: number, operation: Promise<HostValue>): void {
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

  /** Keeps the run going until the source is released; what it posts after the run was cleared away reaches nobody. */
  hold(): EventSource {
    const generation = this.#generation;
    let held = true;
    this.#operations += 1;
    return {
      post: (event) => {
        if (generation === this.#generation) this.#post(event);
      },
      release: () => {
        if (!held || generation !== this.#generation) return;
        held = false;
        this.#operations -= 1;
        this.wake();
      },
    };
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
    const event = this.#events.shift();
    if (event?.kind === 'event') event.taken?.();
    return event;
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
