import type { Exchange } from './exchange.ts';
import type { RequestFailure } from './request-failure.ts';

/** A request under way that may be given up: by its own timeout, or because its virtual user is interrupted. */
export class Flight {
  /** What is on the wire just now. */
  exchange: Exchange | undefined;
  /** Why it was given up; undefined while it was not. */
  given: RequestFailure | undefined;
  interrupted = false;
  #wake: (() => void) | undefined;

  /** Ends it with a failure; the first one counts. */
  giveUp(failure: RequestFailure): void {
    this.given ??= failure;
    this.exchange?.abort(failure);
    this.#wake?.();
  }

  /** Waits for something, or until it is given up; answers how many milliseconds that took. */
  async waitFor(something: Promise<void>): Promise<number> {
    const started = performance.now();
    if (this.given === undefined) {
      const givenUp = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      await Promise.race([something, givenUp]);
      this.#wake = undefined;
    }
    return performance.now() - started;
  }
}
