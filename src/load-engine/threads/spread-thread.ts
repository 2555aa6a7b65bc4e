import type { GeneratorFigures } from '../generator/generator-figures.ts';
import { NO_COUNTS } from '../instance-counts.ts';
import type { LoadTest } from '../load-test.ts';
import { messageOf } from '../message-of.ts';
import type { SampleListener } from '../outputs/tee-samples.ts';
import type { FromThread, LoadThread, ThreadLook, ToThread } from './thread-protocol.ts';

/** What one thread of a spread test is made of. */
export interface SpreadThreadOptions {
  readonly thread: LoadThread;
  readonly name: string;
  readonly test: LoadTest;
  readonly listeners: readonly SampleListener[];
  /** Called when the thread has told what it measured. */
  readonly onLook: (thread: SpreadThread) => void;
}

/** One thread of a spread test: takes in what it measures, and fails the test where it dies, hangs or says that it failed. */
export class SpreadThread {
  /** Resolves when its users stand ready, or it has ended. */
  readonly ready: Promise<void>;
  /** Resolves when it has ended, however. */
  readonly done: Promise<void>;
  /** How it did since its scenarios began. */
  figures: readonly GeneratorFigures[] = [];
  /** What it has done, and how many users it has. */
  counts = NO_COUNTS;
  /** Why it refused the script. */
  refused: string | undefined;
  readonly #options: SpreadThreadOptions;
  readonly #becomeReady: () => void;
  readonly #end: () => void;
  #ended = false;
  #heardAt: number;

  constructor(options: SpreadThreadOptions) {
    const [ready, done] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    [this.ready, this.done, this.#becomeReady] = [ready.promise, done.promise, ready.resolve];
    this.#end = () => {
      this.#ended = true;
      this.#setActive(0);
      ready.resolve();
      done.resolve();
    };
    this.#options = options;
    this.#heardAt = options.test.request.clock.now();
    options.thread.listen((message) => this.#hear(message));
    options.thread.onGone((cause) => this.#fail(cause === undefined ? 'ended before its work was done' : messageOf(cause)));
  }

  say(message: ToThread): void {
    if (!this.#ended) this.#options.thread.say(message);
  }

  /** Fails the test where the thread has said nothing for so long. */
  checkSilence(ms: number): void {
    if (this.#ended || this.#options.test.request.clock.now() - this.#heardAt <= ms) return;
    this.#fail(`has not answered for ${ms / 1000} s`);
    void this.#options.thread.kill();
  }

  async kill(): Promise<void> {
    this.#end();
    await this.#options.thread.kill();
  }

  #hear(message: FromThread): void {
    if (this.#ended) return;
    const { test, listeners } = this.#options;
    this.#heardAt = test.request.clock.now();
    switch (message.kind) {
      case 'ready':
        return this.#becomeReady();
      case 'look':
        return this.#absorb(message.look);
      case 'samples':
        for (const sample of message.samples) for (const listener of listeners) listener(sample);
        return undefined;
      case 'log':
        return test.request.log(message.level, message.message, message.source);
      case 'abort':
        return test.ending.abort(message.reason);
      case 'refused-host':
        return test.ending.refuse(message.reason);
      case 'done':
        return this.#end();
      case 'refused':
        this.refused = message.message;
        return this.#fail(message.message);
      case 'failed':
        return this.#fail(message.message);
    }
  }

  #absorb({ registry, tally, scenarios, lag, active, initialised, figures, exemplars, failedBecause }: ThreadLook): void {
    const { test, onLook } = this.#options;
    test.registry.absorb(registry);
    test.tally.absorb(tally);
    test.tally.scenarios.absorb(scenarios);
    test.lag.absorb(lag);
    test.exemplars.absorb(exemplars);
    this.#setActive(active);
    this.figures = figures;
    const { completed, threw, interrupted } = tally.iterations;
    this.counts = {
      iterationsCompleted: this.counts.iterationsCompleted + completed + threw,
      iterationsInterrupted: this.counts.iterationsInterrupted + interrupted,
      vusActive: active,
      vusInitialized: initialised,
    };
    if (failedBecause !== undefined) test.ending.mark(failedBecause);
    onLook(this);
  }

  /** The whole test's number of iterations under way is that of all threads together. */
  #setActive(active: number): void {
    this.#options.test.tally.active += active - this.counts.vusActive;
    this.counts = { ...this.counts, vusActive: active };
  }

  #fail(problem: string): void {
    if (this.#ended) return;
    this.#end();
    this.#options.test.ending.fail(new Error(`${this.#options.name} ${problem}`));
  }
}
