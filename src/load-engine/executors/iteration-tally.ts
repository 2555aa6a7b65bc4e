import type { LoadResult, ScriptException } from '../load-result.ts';

/** A script may put data into its messages; beyond this many the rest are counted together. */
const MOST_EXCEPTIONS = 100;

interface OpenException extends ScriptException {
  count: number;
}

/** Counts how iterations ended, and the exceptions that ended them. */
export class IterationTally {
  completed = 0;
  threw = 0;
  interrupted = 0;
  dropped = 0;
  /** Iterations under way. */
  active = 0;
  readonly #exceptions = new Map<string, OpenException>();

  exception(message: string, location: string | undefined): void {
    const id = `${location}\n${message}`;
    const known = this.#exceptions.get(id);
    if (known !== undefined) known.count += 1;
    else if (this.#exceptions.size < MOST_EXCEPTIONS || message === FURTHER) this.#exceptions.set(id, { message, location, count: 1 });
    else this.exception(FURTHER, undefined);
  }

  /** The most frequent first. */
  exceptions(): readonly ScriptException[] {
    return [...this.#exceptions.values()].map((exception) => ({ ...exception })).sort((one, other) => other.count - one.count);
  }

  counts(): LoadResult['iterations'] {
    return { completed: this.completed, interrupted: this.interrupted, threw: this.threw, dropped: this.dropped };
  }
}

const FURTHER = '(further exceptions, of other messages)';
