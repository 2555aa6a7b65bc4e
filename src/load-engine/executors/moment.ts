/** Something that happens once: callbacks run when it does, in the order in which they were given, or at once when it has. */
export class Moment {
  readonly #callbacks: (() => void)[] = [];
  #reached = false;

  get reached(): boolean {
    return this.#reached;
  }

  /** Bound, so that it can be handed to timers and signals. */
  readonly reach = (): void => {
    if (this.#reached) return;
    this.#reached = true;
    for (const callback of this.#callbacks.splice(0)) callback();
  };

  onReached(callback: () => void): void {
    if (this.#reached) callback();
    else this.#callbacks.push(callback);
  }
}
