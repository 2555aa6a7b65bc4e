import type { TemplateValue } from './template-value.ts';

/** The variables in sight and what the dot is. */
export interface Surroundings {
  readonly dot: TemplateValue;
  readonly scope: Scope;
}

/** Variables, the innermost last. */
export class Scope {
  readonly #variables: [name: string, value: TemplateValue][];

  constructor(dot: TemplateValue) {
    this.#variables = [['$', dot]];
  }

  /** How many there are, to come back to. */
  get size(): number {
    return this.#variables.length;
  }

  /** Forgets all but the first. */
  shrink(size: number): void {
    this.#variables.length = size;
  }

  get(name: string): TemplateValue {
    return this.#variables.findLast(([each]) => each === name)?.[1];
  }

  declare(name: string, value: TemplateValue): void {
    this.#variables.push([name, value]);
  }

  /** Gives a variable another value; false when there is none of that name. */
  assign(name: string, value: TemplateValue): boolean {
    const found = this.#variables.findLast(([each]) => each === name);
    if (found !== undefined) found[1] = value;
    return found !== undefined;
  }
}
