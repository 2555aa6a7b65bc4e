import type { NamedTemplate } from './alert-template.ts';
import { BUILTIN_FUNCTIONS } from './builtin-functions.ts';
import { parseTemplate } from './parse-template.ts';
import { type FunctionSurroundings, prometheusFunctions } from './prometheus-functions.ts';
import { runTemplate } from './run-template.ts';
import { TemplateError } from './template-error.ts';
import type { Template } from './template-tree.ts';
import type { TemplateSample, TemplateValue } from './template-value.ts';

export interface ExpandOptions extends FunctionSurroundings {
  readonly data: TemplateValue;
  /** Answers a query that the template asks, at the time that the template is about. */
  readonly query: (expression: string) => Promise<readonly TemplateSample[]>;
}

/** Expands a template on data. Rejects with TemplateError, in Prometheus' words, where it does not parse or can't be carried out. */
export type Expand = (options: ExpandOptions) => Promise<string>;

const FUNCTION_NAMES: ReadonlySet<string> = new Set([
  ...BUILTIN_FUNCTIONS.keys(),
  ...prometheusFunctions({ externalUrl: '', atMs: 0 }).keys(),
]);

/** Reads a template once, for as many expansions as there are alerts. Never throws: what does not parse is told by each expansion. */
export function compileTemplate({ name, source }: NamedTemplate): Expand {
  const read = attempt(() => parseTemplate(name, source, FUNCTION_NAMES));
  return async (options) => {
    if ('error' in read) throw prefixed(`error parsing template ${name}: `, read.error);
    return expand(read.value, options);
  };
}

/** What is wrong with a template as far as its text tells; undefined when it parses. */
export function templateProblem({ name, source }: NamedTemplate): string | undefined {
  const read = attempt(() => parseTemplate(name, source, FUNCTION_NAMES));
  if (!('error' in read)) return undefined;
  if (read.error instanceof TemplateError) return read.error.message;
  throw read.error;
}

async function expand(template: Template, options: ExpandOptions): Promise<string> {
  const functions = new Map([...BUILTIN_FUNCTIONS, ...prometheusFunctions(options)]);
  const expansion = runTemplate(template, options.data, functions);
  try {
    for (let next = expansion.next([]); ; ) {
      if (next.done === true) return next.value;
      const answer = await settled(options.query(next.value));
      next = 'error' in answer ? expansion.throw(answer.error) : expansion.next(answer.value);
    }
  } catch (error) {
    throw prefixed(`error executing template ${template.name}: `, error);
  }
}

type Attempt<T> = { readonly value: T } | { readonly error: unknown };

function attempt<T>(work: () => T): Attempt<T> {
  try {
    return { value: work() };
  } catch (error) {
    return { error };
  }
}

async function settled<T>(asked: Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await asked };
  } catch (error) {
    return { error };
  }
}

function prefixed(prefix: string, error: unknown): unknown {
  return error instanceof TemplateError ? new TemplateError(prefix + error.message, error) : error;
}
