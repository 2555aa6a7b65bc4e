import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import type { Clock } from '../clock.ts';
import { every } from '../every.ts';
import { messageOf } from '../message-of.ts';
import type { ByteTarget } from './byte-target.ts';

/** What lines are written to, and how. */
export interface LineWriterOptions {
  readonly target: ByteTarget;
  readonly compressed: boolean;
  readonly clock: Clock;
  /** How long a line may wait before it is written. */
  readonly saveIntervalMs: number;
  /** Told at once when the first sample is lost. */
  readonly onLoss: (why: string) => void;
}

/** What may wait, in UTF-16 units: some 10 s of 10,000 samples a second. A disk that is further behind will not catch up. */
export const MOST_WAITING = 16 * 1024 * 1024;

/** One write: large enough for a system call to cost little, small enough to be encoded without a pause that requests would feel. */
const BATCH = 256 * 1024;

/** How long the end of a run waits for a slow reader. */
const CLOSE_MS = 10_000;

interface Batch {
  text: string;
  samples: number;
}

const compress = promisify(gzip);

/** The processor is for the load: a third of the time for a fifth more bytes. */
const FAST = { level: constants.Z_BEST_SPEED };
const TOO_SLOW = 'what they are written to is too slow';

/**
 * Writes whole lines as fast as they come, and never holds more than MOST_WAITING.
 *
 * A compressed file is a row of gzip members (RFC 1952, 2.2), one a write, so that what was written before a crash can be read. After an
 * error nothing more is written, for a gap in the middle would look like a target that was not loaded.
 */
export class LineWriter {
  readonly #options: LineWriterOptions;
  readonly #stopSaving: () => void;
  readonly #queue: Batch[] = [];
  #open: Batch = { text: '', samples: 0 };
  #waiting = 0;
  /** Samples of what waits or is being written. */
  #pending = 0;
  #lost = 0;
  #broken: string | undefined;
  #writing: Promise<void> | undefined;

  constructor(options: LineWriterOptions) {
    this.#options = options;
    this.#stopSaving = every(options.clock, options.saveIntervalMs, () => this.#save());
  }

  /** Takes lines that hold so many samples; false where they are dropped: too much is waiting, or an earlier write failed. */
  write(lines: string, samples = 1): boolean {
    if (this.#broken !== undefined || this.#waiting + lines.length > MOST_WAITING) {
      this.#lose(samples, this.#broken ?? TOO_SLOW);
      return false;
    }
    this.#open.text += lines;
    this.#open.samples += samples;
    this.#waiting += lines.length;
    this.#pending += samples;
    if (this.#open.text.length >= BATCH) this.#save();
    return true;
  }

  /** Writes what waits and closes; the answer is what was lost, in sentences. Never rejects, and ends within CLOSE_MS. */
  async close(): Promise<readonly string[]> {
    this.#stopSaving();
    this.#save();
    if (await this.#drainedInTime()) await this.#options.target.close().catch((error: unknown) => this.#break(error));
    else {
      this.#break(`what they are written to did not take them within ${CLOSE_MS / 1000} s of the end`);
      this.#lose(this.#pending, this.#broken ?? '');
      this.#options.target.drop();
    }
    if (this.#broken !== undefined) return [`${this.#lost} samples were not written: ${this.#broken}`];
    return this.#lost === 0 ? [] : [`${this.#lost} samples were not written: ${TOO_SLOW}`];
  }

  #save(): void {
    if (this.#open.text !== '') this.#queue.push(this.#open);
    this.#open = { text: '', samples: 0 };
    if (this.#queue.length > 0) this.#writing ??= this.#drain();
  }

  async #drain(): Promise<void> {
    for (let batch = this.#queue.shift(); batch !== undefined; batch = this.#queue.shift()) await this.#writeBatch(batch);
    this.#writing = undefined;
  }

  async #writeBatch({ text, samples }: Batch): Promise<void> {
    const { target, compressed } = this.#options;
    try {
      if (this.#broken === undefined) await target.write(compressed ? await compress(text, FAST) : Buffer.from(text));
    } catch (error) {
      this.#break(error);
    }
    this.#waiting -= text.length;
    this.#pending -= samples;
    if (this.#broken !== undefined) this.#lose(samples, this.#broken);
  }

  #break(error: unknown): void {
    this.#broken ??= messageOf(error);
  }

  #lose(samples: number, why: string): void {
    if (this.#lost === 0 && samples > 0) this.#options.onLoss(why);
    this.#lost += samples;
  }

  async #drainedInTime(): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const cancel = this.#options.clock.after(CLOSE_MS, () => resolve(false));
    const drained = Promise.resolve(this.#writing).then(() => true);
    try {
      return await Promise.race([drained, promise]);
    } finally {
      cancel();
    }
  }
}
