import type { LoadResult, ScriptException } from '../load-result.ts';
import { ScenarioCounts } from './scenario-counts.ts';

/** A script may put data into its messages; beyond this many the rest are counted together. */
const MOST_EXCEPTIONS = 100;

/** How iterations ended, as plain values. */
export interface TallySnapshot {
  /** Of the dropped, those that the generator itself was too late for. */
  readonly late: number;
  /** Requests that this machine had no port or file descriptor for. */
  readonly localFailures: number;
  readonly iterations: LoadResult['iterations'];
  readonly exceptions: readonly ScriptException[];
}

interface OpenException extends ScriptException {
  count: number;
}

/** Counts how iterations ended, and the exceptions that ended them. */
export class IterationTally {
  completed = 0;
  threw = 0;
  interrupted = 0;
  dropped = 0;
  /** Of the dropped, those that the generator itself was too late for. */
  late = 0;
  /** Requests that this machine had no port or file descriptor for. */
  localFailures = 0;
  /** Iterations under way. */
  active = 0;
  /** How far each scenario is. */
  readonly scenarios = new ScenarioCounts();
  readonly #exceptions = new Map<string, OpenException>();

  exception(message: string, location: string | undefined, count = 1): void {
    const id = `${location}\n${message}`;
    const known = this.#exceptions.get(id);
    if (known !== undefined) known.count += count;
    else if (this.#exceptions.size < MOST_EXCEPTIONS || message === FURTHER) this.#exceptions.set(id, { message, location, count });
    else this.exception(FURTHER, undefined, count);
  }

  /** The most frequent first. */
  exceptions(): readonly ScriptException[] {
    return [...this.#exceptions.values()].map((exception) => ({ ...exception })).sort((one, other) => other.count - one.count);
  }

  /** All of it as plain values, without those under way. */
  snapshot(): TallySnapshot {
    return { iterations: this.counts(), exceptions: this.exceptions(), late: this.late, localFailures: this.localFailures };
  }

  /** All of it as plain values, and forgets it but for those under way. */
  take(): TallySnapshot {
    const taken = this.snapshot();
    [this.completed, this.threw, this.interrupted, this.dropped, this.late, this.localFailures] = [0, 0, 0, 0, 0, 0];
    this.#exceptions.clear();
    return taken;
  }

  /** Adds what was counted elsewhere. */
  absorb({ iterations, exceptions, late, localFailures }: TallySnapshot): void {
    this.late += late;
    this.localFailures += localFailures;
    this.completed += iterations.completed;
    this.threw += iterations.threw;
    this.interrupted += iterations.interrupted;
    this.dropped += iterations.dropped;
    for (const { message, location, count } of exceptions) this.exception(message, location, count);
  }

  counts(): LoadResult['iterations'] {
    return { completed: this.completed, interrupted: this.interrupted, threw: this.threw, dropped: this.dropped };
  }
}

const FURTHER = '(further exceptions, of other messages)';
