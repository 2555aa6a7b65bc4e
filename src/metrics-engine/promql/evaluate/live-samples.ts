import type { QueryBudget } from '../query-budget.ts';
import type { Value } from './evaluation.ts';

/**
 * A query's budget that knows what of it is still alive: once a part of an expression has its value, what it was computed from is garbage,
 * and only the value counts on. So the limit is of what a query holds at once, as Prometheus' is.
 */
export class LiveSamples implements QueryBudget {
  readonly #budget: QueryBudget;
  #held = 0;

  constructor(budget: QueryBudget) {
    this.#budget = budget;
  }

  /** The samples that are alive. */
  get held(): number {
    return this.#held;
  }

  read(samples: number): void {
    this.#budget.read(samples);
  }

  keep(samples: number): void {
    this.#held += samples;
    this.#budget.keep(samples);
  }

  /** Takes note that of all that was kept since so many samples were held, a value of some size is left. */
  settle(heldBefore: number, size: number): void {
    const surplus = this.#held - heldBefore - size;
    if (surplus > 0) this.#budget.release?.(surplus);
    else if (surplus < 0) this.#budget.keep(-surplus);
    this.#held = heldBefore + size;
  }
}

/** How many samples a value holds. */
export function sizeOf(value: Value): number {
  switch (value.kind) {
    case 'string':
      return 0;
    case 'scalar':
      return value.values.length;
    case 'vector':
      return value.columns.reduce((sum, { values }) => sum + values.length, 0);
  }
}
