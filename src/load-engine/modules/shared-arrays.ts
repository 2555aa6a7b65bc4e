/** The arrays that a script's virtual users share: each element as JSON text, kept once. */
export class SharedArrays {
  readonly #arrays = new Map<string, readonly string[]>();

  /** Elements of an array by its name, undefined where it was not filled yet. */
  length(name: string): number | undefined {
    return this.#arrays.get(name)?.length;
  }

  /** Fills an array from its JSON; the first virtual user to come wins, all make the same. */
  fill(name: string, json: string): number {
    const elements = JSON.parse(json) as readonly unknown[];
    this.#arrays.set(
      name,
      elements.map((element) => JSON.stringify(element)),
    );
    return elements.length;
  }

  /** JSON of one element, '' past the end. */
  element(name: string, index: number): string {
    return this.#arrays.get(name)?.[index] ?? '';
  }
}
