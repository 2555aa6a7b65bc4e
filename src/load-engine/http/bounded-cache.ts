/** Remembers what was made of a text, at most so many of them: past that it starts anew, so ids in addresses can't fill the memory. */
export class BoundedCache<T> {
  readonly #known = new Map<string, T>();
  readonly #make: (text: string) => T;
  readonly #most: number;

  constructor(make: (text: string) => T, most = 1000) {
    this.#make = make;
    this.#most = most;
  }

  get(text: string): T {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    if (this.#known.size >= this.#most) this.#known.clear();
    const made = this.#make(text);
    this.#known.set(text, made);
    return made;
  }
}
