import type { TemplateSample, TemplateValue } from './template-value.ts';

/** A query that a template asks, and what it is answered. */
export type Expansion<T> = Generator<string, T, readonly TemplateSample[]>;

/** What an argument of a function must be; `any` takes everything. */
export type ParameterType = 'any' | 'string' | 'float' | 'sample' | 'result';

/** A function that templates may call. */
export interface TemplateFunction {
  readonly parameters: readonly ParameterType[];
  /** What further arguments must be; undefined when there may be none. */
  readonly rest?: ParameterType;
  /** Throws TemplateError; what it says is told as an `error calling` the function. */
  readonly call: (...args: readonly TemplateValue[]) => TemplateValue;
}

/** The functions by their names. */
export type TemplateFunctions = ReadonlyMap<string, TemplateFunction>;

/** A function that asks a query is told apart by its name alone: it is the only one that must wait for an answer. */
export const QUERY_FUNCTION = 'query';
