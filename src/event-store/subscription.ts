import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Queryable } from './database.ts';
import type { EventHandler, StoredEvent, Subscription } from './event-store.ts';
import { lastPosition, readAllEvents } from './read-events.ts';

/** A delivery that failed and will be tried again; `event` is undefined where the database couldn't be read. */
export interface DeliveryProblem {
  readonly subscription: string;
  readonly event: StoredEvent | undefined;
  /** 1 for the first failure in a row. */
  readonly failures: number;
  readonly retryInMs: number;
  readonly error: unknown;
}

/** What a subscription needs of its store. */
export interface SubscriptionOptions {
  readonly database: Queryable;
  readonly name: string;
  readonly handler: EventHandler;
  readonly pollMs: number;
  readonly wait: (ms: number, signal: AbortSignal) => Promise<unknown>;
  readonly onDeliveryProblem: (problem: DeliveryProblem) => void;
}

/** A subscription that its store can tell of new events. */
export interface WakeableSubscription extends Subscription {
  readonly wakeUp: () => void;
}

const PAGE = 100;
const FIRST_RETRY_MS = 50;
const LAST_RETRY_MS = 30_000;

/** How long to wait before the next try, after so many failures in a row: doubling from 50 ms, never above 30 s. */
export function retryDelayMs(failures: number): number {
  return Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), LAST_RETRY_MS);
}

/**
 * Delivers events after the named checkpoint to a handler, one after another, until stopped.
 *
 * The checkpoint is stored after each handled event, so a crash delivers the event in hand once more. A failing handler gets the
 * same event again, after a growing delay and for as long as it fails: skipping would break the order.
 */
export async function startSubscription(options: SubscriptionOptions): Promise<WakeableSubscription> {
  const delivery = new Delivery(options, await loadCheckpoint(options.database, options.name));
  const running = delivery.run();
  return {
    wakeUp: () => delivery.wakeUp(),
    caughtUp: () => delivery.caughtUp(),
    stop: () => {
      delivery.end();
      return running;
    },
  };
}

class Delivery {
  readonly #options: SubscriptionOptions;
  readonly #stopped = new AbortController();
  #sleep = new AbortController();
  #position: number;
  #failures = 0;
  #newsCame = false;
  #waiting: { readonly until: number; readonly resolve: () => void; readonly reject: (error: Error) => void }[] = [];

  constructor(options: SubscriptionOptions, position: number) {
    this.#options = options;
    this.#position = position;
  }

  wakeUp(): void {
    this.#newsCame = true;
    // While a delivery is failing, news must not cut its delay short.
    if (this.#failures === 0) this.#sleep.abort();
  }

  end(): void {
    this.#stopped.abort();
    this.#sleep.abort();
    for (const { reject } of this.#waiting.splice(0)) reject(this.#stoppedError());
  }

  async caughtUp(): Promise<void> {
    const until = await lastPosition(this.#options.database);
    if (this.#position >= until) return;
    if (this.#stopped.signal.aborted) throw this.#stoppedError();
    const reached = new Promise<void>((resolve, reject) => this.#waiting.push({ until, resolve, reject }));
    this.wakeUp();
    return reached;
  }

  async run(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      this.#newsCame = false;
      const events = await this.#attempt(undefined, () => readAllEvents(this.#options.database, this.#position, PAGE));
      for (const event of events ?? []) await this.#deliver(event);
      if (events?.length === 0 && !this.#newsCame) await this.#pause(this.#options.pollMs);
      else await nextTurn();
    }
  }

  async #deliver(event: StoredEvent): Promise<void> {
    const { handler, database, name } = this.#options;
    while (!this.#stopped.signal.aborted) {
      const handled = await this.#attempt(event, async () => {
        await handler(event);
        await saveCheckpoint(database, name, event.position);
        return true;
      });
      if (handled) return this.#moveTo(event.position);
    }
  }

  #moveTo(position: number): void {
    this.#position = position;
    for (const { until, resolve } of this.#waiting) if (until <= position) resolve();
    this.#waiting = this.#waiting.filter(({ until }) => until > position);
  }

  async #attempt<T>(event: StoredEvent | undefined, work: () => Promise<T>): Promise<T | undefined> {
    try {
      const result = await work();
      this.#failures = 0;
      return result;
    } catch (error) {
      this.#failures += 1;
      const retryInMs = retryDelayMs(this.#failures);
      this.#options.onDeliveryProblem({ subscription: this.#options.name, event, failures: this.#failures, retryInMs, error });
      await this.#pause(retryInMs);
      return undefined;
    }
  }

  #stoppedError(): Error {
    return new Error(`subscription ${this.#options.name} was stopped before it had caught up`);
  }

  async #pause(ms: number): Promise<void> {
    this.#sleep = new AbortController();
    if (this.#stopped.signal.aborted) return;
    await this.#options.wait(ms, this.#sleep.signal);
  }
}

async function loadCheckpoint(database: Queryable, name: string): Promise<number> {
  const [row] = await database.query<{ position: number }>('select position from event_store.checkpoints where subscription = $1', [name]);
  return row?.position ?? 0;
}

async function saveCheckpoint(database: Queryable, name: string, position: number): Promise<void> {
  await database.query(
    `insert into event_store.checkpoints as kept (subscription, position) values ($1, $2)
     on conflict (subscription) do update set position = greatest(kept.position, excluded.position)`,
    [name, position],
  );
}
