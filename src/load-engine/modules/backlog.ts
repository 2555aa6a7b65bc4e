/** More than this many events that a script has not taken, and their sender has to wait. */
const mostEvents = 256;

/** Counts what came for a script that has not taken it yet, and holds the sender back while that is too much. */
export class Backlog {
  readonly #mostBytes: number;
  readonly #sender: { pause(): void; resume(): void };
  #events = 0;
  #bytes = 0;
  #paused = false;

  constructor(mostBytes: number, sender: { pause(): void; resume(): void }) {
    this.#mostBytes = mostBytes;
    this.#sender = sender;
  }

  /** Something came. */
  put(bytes: number): void {
    this.#events += 1;
    this.#bytes += bytes;
    if (this.#paused || (this.#events <= mostEvents && this.#bytes <= this.#mostBytes)) return;
    this.#paused = true;
    this.#sender.pause();
  }

  /** The script took it. */
  take(bytes: number): void {
    this.#events -= 1;
    this.#bytes -= bytes;
    if (!this.#paused || this.#events > mostEvents / 2 || this.#bytes > this.#mostBytes / 2) return;
    this.#paused = false;
    this.#sender.resume();
  }
}
