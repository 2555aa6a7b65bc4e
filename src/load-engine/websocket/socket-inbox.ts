import { LONGEST_TIMER_MS } from '../clock.ts';
import { plainEvent, type SocketEvent } from './socket-event.ts';

/** What a socket of the blocking module k6/ws has to tell, until the script asks for it. Timers of the socket run here too, for the script does nothing else meanwhile. */
export class SocketInbox {
  readonly #events: SocketEvent[] = [];
  readonly #timers = new Set<NodeJS.Timeout>();
  #closed = false;
  #wake: (() => void) | undefined;

  put(event: SocketEvent): void {
    if (this.#closed) return;
    this.#events.push(event);
    if (event.name === 'close') this.#close();
    this.#wake?.();
  }

  /** Tells of the timer of a number once its delay is over, unless the socket is closed by then. */
  startTimer(id: number, delayMs: number): void {
    if (this.#closed) return;
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer);
        this.put(plainEvent('timer', '', id));
      },
      Math.min(delayMs, LONGEST_TIMER_MS),
    );
    this.#timers.add(timer);
  }

  /** The next event; undefined once the socket is closed and all of them were told. */
  async next(): Promise<SocketEvent | undefined> {
    if (this.#events.length === 0 && !this.#closed) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = undefined;
    }
    return this.#events.shift();
  }

  #close(): void {
    this.#closed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}
