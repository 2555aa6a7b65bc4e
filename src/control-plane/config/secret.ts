import { inspect } from 'node:util';

/**
 * A secret of the configuration that can't be printed by accident: as a string, in JSON, in an inspection and in a log it reads `[secret]`.
 *
 * It may be unset, since not every command needs every secret; `reveal` then throws and names where it should come from.
 */
export class Secret {
  /** Where it comes from, fit for a message: `environment variable LINKFLOW_ADMIN_TOKEN`. */
  readonly source: string;
  readonly #value: string | undefined;
  constructor(source: string, value: string | undefined) {
    this.source = source;
    this.#value = value === '' ? undefined : value;
  }
  get isSet(): boolean {
    return this.#value !== undefined;
  }
  /** The secret itself; throws an Error that names its source when it is unset or empty. */
  reveal(): string {
    if (this.#value === undefined) throw new Error(`${this.source} is not set`);
    return this.#value;
  }
  toString(): string {
    return '[secret]';
  }
  toJSON(): string {
    return '[secret]';
  }
  [inspect.custom](): string {
    return '[secret]';
  }
}
