import { TemplateError } from './template-error.ts';
import type { TemplateFunctions } from './template-function.ts';
import type { Template } from './template-tree.ts';

// A template of an alert writes a sentence. These keep a loop over a large answer from filling the memory, once an alert and evaluation.
const MAX_STEPS = 100_000;
const MAX_DEPTH = 100;
const MAX_QUERIES = 100;

/** The most characters that a template may write, or make a text of. */
export const MAX_TEXT = 1_000_000;

/** What has a place in a template. */
export interface Placed {
  readonly at: number;
}

/** Thrown where a template asks for more than it may have. */
export class TemplateLimitError extends Error {}

/** What a template that is being carried out has written and used up. */
export class RunState {
  readonly template: Template;
  readonly functions: TemplateFunctions;
  #text = '';
  #steps = 0;
  #queries = 0;
  #executing: readonly string[];

  constructor(template: Template, functions: TemplateFunctions) {
    this.template = template;
    this.functions = functions;
    this.#executing = [template.name];
  }

  get text(): string {
    return this.#text;
  }

  /** Counts a step. Throws TemplateError for one too many, as do those below. */
  step(node: Placed): void {
    if (++this.#steps > MAX_STEPS) throw this.problem(node, '…', `the template takes more than ${MAX_STEPS} steps`);
  }

  write(node: Placed, text: string): void {
    this.#text += text;
    if (this.#text.length > MAX_TEXT) throw this.problem(node, '…', `the template writes more than ${MAX_TEXT} characters`);
  }

  /** Counts a query. Throws TemplateLimitError, for whoever knows its place to make a message of. */
  countQuery(): void {
    if (++this.#queries > MAX_QUERIES) throw new TemplateLimitError(`a template may ask at most ${MAX_QUERIES} queries`);
  }

  /** Enters a template that is called by its name. */
  enter(name: string, node: Placed, context: string): void {
    if (this.#executing.length > MAX_DEPTH) throw this.problem(node, context, `exceeded maximum template depth (${MAX_DEPTH})`);
    this.#executing = [...this.#executing, name];
  }

  leave(): void {
    this.#executing = this.#executing.slice(0, -1);
  }

  /** An error as Go's text/template words it, with the place and what stands there. */
  problem({ at }: Placed, context: string, message: string, cause?: unknown): TemplateError {
    const { name, source } = this.template;
    const before = source.slice(0, at);
    const line = before.split('\n').length;
    const column = Buffer.byteLength(before.slice(before.lastIndexOf('\n') + 1));
    const executing = JSON.stringify(this.#executing.at(-1));
    return new TemplateError(`template: ${name}:${line}:${column}: executing ${executing} at <${context}>: ${message}`, cause);
  }
}
