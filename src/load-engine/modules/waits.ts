/** What a virtual user waits for, each with the way to give it up; an interruption gives up all of them. */
export class Waits {
  readonly #cancels = new Set<() => void>();

  /** Notes a wait; the answer takes the note back when it is over. */
  add(cancel: () => void): () => void {
    this.#cancels.add(cancel);
    return () => this.#cancels.delete(cancel);
  }

  cancelAll(): void {
    const cancels = Array.from(this.#cancels);
    this.#cancels.clear();
    for (const cancel of cancels) cancel();
  }
}
