import { compareText } from '../promql/labels.ts';

/**
 * Labels while rules rewrite them. Their order is Prometheus': first those that were there and are untouched, by name, then those that were
 * set, as they came; it decides which of two labels wins that labelmap gives one name.
 */
export class LabelEdit {
  readonly #values: Map<string, string>;
  readonly #set = new Set<string>();

  constructor(labels: Iterable<readonly [name: string, value: string]>) {
    this.#values = new Map([...labels].filter(([, value]) => value !== '').sort(([a], [b]) => compareText(a, b)));
  }

  /** The value of a label; '' when it is absent. */
  get(name: string): string {
    return this.#values.get(name) ?? '';
  }

  /** Sets a label; the empty value removes it. */
  set(name: string, value: string): void {
    if (value === '') return this.delete(name);
    if (!this.#set.has(name)) this.#values.delete(name);
    this.#set.add(name);
    this.#values.set(name, value);
  }

  delete(name: string): void {
    this.#set.delete(name);
    this.#values.delete(name);
  }

  /** The labels at this moment. */
  entries(): readonly (readonly [name: string, value: string])[] {
    return [...this.#values];
  }

  toMap(): ReadonlyMap<string, string> {
    return new Map(this.#values);
  }
}
