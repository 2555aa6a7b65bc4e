/** Objects of the host by the small numbers that QuickJS carries for them; a number is used again once its object was let go. */
export class HostRefs {
  readonly #objects: (object | undefined)[] = [undefined];
  readonly #free: number[] = [];

  add(object: object): number {
    const id = this.#free.pop() ?? this.#objects.length;
    this.#objects[id] = object;
    return id;
  }

  /** How many objects are held. */
  get count(): number {
    return this.#objects.length - 1 - this.#free.length;
  }

  get(id: number): object | undefined {
    return this.#objects[id];
  }

  remove(id: number): void {
    if (this.#objects[id] === undefined) return;
    this.#objects[id] = undefined;
    this.#free.push(id);
  }
}
