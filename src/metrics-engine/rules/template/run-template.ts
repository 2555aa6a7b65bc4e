import { printValue, sortedEntries } from './go-print.ts';
import { readField } from './read-field.ts';
import { TemplateError } from './template-error.ts';
import { type Expansion, type ParameterType, QUERY_FUNCTION, type TemplateFunction, type TemplateFunctions } from './template-function.ts';
import { type Command, commandText, type Operand, operandText, type Pipeline, type Template, type TemplateNode } from './template-tree.ts';
import { isList, isTable, isTrue, type TemplateValue, typeName } from './template-value.ts';

// A template of an alert writes a sentence. These keep a loop over a large answer from filling the memory, once an alert and evaluation.
const MAX_STEPS = 100_000;
const MAX_OUTPUT = 1_000_000;
const MAX_DEPTH = 100;
const MAX_QUERIES = 100;

/**
 * Carries a template out on data; yields each query that it asks, and is to be resumed with the answer, or with an error to be told.
 *
 * Returns the text. Throws TemplateError in Go's words, `template: NAME:LINE:COLUMN: executing "NAME" at <…>: …`; also for more than
 * 100,000 steps, 1,000,000 characters of text, 100 queries, or templates that call each other more than 100 deep.
 */
export function* runTemplate(template: Template, data: TemplateValue, functions: TemplateFunctions): Expansion<string> {
  const run = new TemplateRun(template, functions);
  yield* run.list(template.nodes, data, [['$', data]]);
  return run.text;
}

/** Variables in sight, the innermost last. */
type Scope = [name: string, value: TemplateValue][];

type Flow = 'next' | 'break' | 'continue';

/** Marks a command that nothing is given to by a pipeline: undefined is a value. */
const NOTHING = Symbol('nothing given');
type Given = TemplateValue | typeof NOTHING;

type Placed = { readonly at: number };

class TemplateRun {
  text = '';
  readonly #template: Template;
  readonly #functions: TemplateFunctions;
  #steps = 0;
  #depth = 0;
  #queries = 0;
  #executing: string;

  constructor(template: Template, functions: TemplateFunctions) {
    this.#template = template;
    this.#functions = functions;
    this.#executing = template.name;
  }

  *list(nodes: readonly TemplateNode[], dot: TemplateValue, scope: Scope): Expansion<Flow> {
    for (const node of nodes) {
      const flow = yield* this.#node(node, dot, scope);
      if (flow !== 'next') return flow;
    }
    return 'next';
  }

  *#node(node: TemplateNode, dot: TemplateValue, scope: Scope): Expansion<Flow> {
    this.#step(node);
    switch (node.kind) {
      case 'text':
        this.#write(node, node.text);
        return 'next';
      case 'action': {
        const value = yield* this.#declared(node.pipeline, dot, scope);
        if (node.pipeline.variables.length === 0) this.#write(node, printValue(value, '<no value>'));
        return 'next';
      }
      case 'if':
      case 'with':
        return yield* this.#choice(node, dot, scope);
      case 'range':
        return yield* this.#range(node, dot, scope);
      case 'template':
        return yield* this.#call(node, dot, scope);
      case 'break':
      case 'continue':
        return node.kind;
    }
  }

  *#choice(node: TemplateNode & { readonly kind: 'if' | 'with' | 'range' }, dot: TemplateValue, scope: Scope): Expansion<Flow> {
    const size = scope.length;
    const value = yield* this.#declared(node.pipeline, dot, scope);
    const flow = isTrue(value)
      ? yield* this.list(node.body, node.kind === 'with' ? value : dot, scope)
      : yield* this.list(node.otherwise, dot, scope);
    scope.length = size;
    return flow;
  }

  *#range(node: TemplateNode & { readonly kind: 'if' | 'with' | 'range' }, dot: TemplateValue, scope: Scope): Expansion<Flow> {
    const size = scope.length;
    const over = yield* this.#pipeline(node.pipeline, dot, scope);
    const inner = scope.length;
    let isEmpty = true;
    for (const [key, element] of this.#elements(over, node)) {
      isEmpty = false;
      this.#step(node);
      this.#declareElement(node.pipeline, scope, key, element);
      const flow = yield* this.list(node.body, element, scope);
      scope.length = inner;
      if (flow === 'break') break;
    }
    const flow = isEmpty ? yield* this.list(node.otherwise, dot, scope) : 'next';
    scope.length = size;
    return flow;
  }

  *#elements(over: TemplateValue, node: Placed & { readonly pipeline: Pipeline }): Generator<readonly [TemplateValue, TemplateValue]> {
    if (over === undefined || over === null) return;
    if (isList(over)) yield* over.map((each, index) => [BigInt(index), each] as const);
    else if (isTable(over)) yield* sortedEntries(over);
    else if (typeof over === 'bigint') for (let index = 0n; index < over; index++) yield [index, index];
    else throw this.#problem(node.pipeline, operandText(node.pipeline), `range can't iterate over ${printValue(over)}`);
  }

  #declareElement(pipeline: Pipeline, scope: Scope, key: TemplateValue, element: TemplateValue): void {
    const [first, second] = pipeline.variables;
    const values: readonly (readonly [string | undefined, TemplateValue])[] =
      second === undefined
        ? [[first, element]]
        : [
            [first, key],
            [second, element],
          ];
    for (const [name, value] of values) if (name !== undefined) this.#bind(pipeline, scope, name, value);
  }

  *#call(node: TemplateNode & { readonly kind: 'template' }, dot: TemplateValue, scope: Scope): Expansion<Flow> {
    const nodes = this.#template.defined.get(node.name);
    const context = `{{template ${JSON.stringify(node.name)}}}`;
    if (nodes === undefined) throw this.#problem(node, context, `template ${JSON.stringify(node.name)} not defined`);
    if (++this.#depth > MAX_DEPTH) throw this.#problem(node, context, `exceeded maximum template depth (${MAX_DEPTH})`);
    const inner = node.pipeline === undefined ? undefined : yield* this.#declared(node.pipeline, dot, scope);
    const outer = this.#executing;
    this.#executing = node.name;
    yield* this.list(nodes, inner, [['$', inner]]);
    this.#executing = outer;
    this.#depth--;
    return 'next';
  }

  *#pipeline(pipeline: Pipeline, dot: TemplateValue, scope: Scope): Expansion<TemplateValue> {
    let given: Given = NOTHING;
    for (const command of pipeline.commands) given = yield* this.#command(command, given, dot, scope);
    return given === NOTHING ? undefined : given;
  }

  /** The value of a pipeline, which also becomes that of the variables which it declares. */
  *#declared(pipeline: Pipeline, dot: TemplateValue, scope: Scope): Expansion<TemplateValue> {
    const value = yield* this.#pipeline(pipeline, dot, scope);
    for (const name of pipeline.variables) this.#bind(pipeline, scope, name, value);
    return value;
  }

  #bind(pipeline: Pipeline, scope: Scope, name: string, value: TemplateValue): void {
    if (!pipeline.isAssignment) {
      scope.push([name, value]);
      return;
    }
    const found = scope.findLast(([each]) => each === name);
    if (found === undefined) throw this.#problem(pipeline, operandText(pipeline), `undefined variable: ${name}`);
    found[1] = value;
  }

  *#command(command: Command, given: Given, dot: TemplateValue, scope: Scope): Expansion<TemplateValue> {
    this.#step(command);
    const [first, ...args] = command.args;
    if (first === undefined) return undefined;
    if (first.kind === 'function') return yield* this.#function(first, command, { args, given, dot, scope });
    if (first.kind === 'field' || first.kind === 'variable' || first.kind === 'chain')
      return yield* this.#fields(first, { args, given, dot, scope });
    if (args.length > 0 || given !== NOTHING)
      throw this.#problem(first, operandText(first), `can't give argument to non-function ${operandText(first)}`);
    if (first.kind === 'nil') throw this.#problem(first, 'nil', 'nil is not a command');
    return yield* this.#plain(first, dot, scope);
  }

  /** The value of an operand that stands alone. */
  *#plain(operand: Operand, dot: TemplateValue, scope: Scope): Expansion<TemplateValue> {
    switch (operand.kind) {
      case 'dot':
        return dot;
      case 'nil':
        return null;
      case 'bool':
      case 'string':
        return operand.value;
      case 'number':
        return constantOf(operand);
      case 'function':
        return yield* this.#function(operand, { at: operand.at, args: [operand] }, { args: [], given: NOTHING, dot, scope });
      case 'pipeline':
        return yield* this.#declared(operand, dot, scope);
      case 'field':
      case 'variable':
      case 'chain':
        return yield* this.#fields(operand, { args: [], given: NOTHING, dot, scope });
    }
  }

  *#fields(operand: Operand & { readonly kind: 'field' | 'variable' | 'chain' }, call: Call): Expansion<TemplateValue> {
    let value = yield* this.#root(operand, call);
    const names = operand.kind === 'variable' ? operand.names.slice(1) : operand.names;
    const hasArguments = call.args.length > 0 || call.given !== NOTHING;
    if (names.length === 0 && hasArguments)
      throw this.#problem(operand, operandText(operand), `can't give argument to non-function ${operandText(operand)}`);
    for (const [index, name] of names.entries()) {
      const args = index === names.length - 1 ? yield* this.#methodArguments(call) : [];
      const read = readField(value, name, args);
      if ('problem' in read) throw this.#problem(operand, operandText(operand), read.problem);
      value = read.value;
    }
    return value;
  }

  *#root(operand: Operand & { readonly kind: 'field' | 'variable' | 'chain' }, { dot, scope }: Call): Expansion<TemplateValue> {
    if (operand.kind === 'field') return dot;
    if (operand.kind === 'chain') return yield* this.#plain(operand.of, dot, scope);
    return scope.findLast(([name]) => name === operand.names[0])?.[1];
  }

  *#methodArguments({ args, given, dot, scope }: Call): Expansion<readonly TemplateValue[]> {
    const values: TemplateValue[] = [];
    for (const arg of args) values.push(yield* this.#plain(arg, dot, scope));
    return given === NOTHING ? values : [...values, given];
  }

  *#function(node: Operand & { readonly kind: 'function' }, command: Command, call: Call): Expansion<TemplateValue> {
    const found = this.#functions.get(node.name);
    if (found === undefined) throw this.#problem(node, node.name, `${JSON.stringify(node.name)} is not a defined function`);
    this.#checkCount(node, found, call.args.length + (call.given === NOTHING ? 0 : 1));
    const values: TemplateValue[] = [];
    for (const [index, arg] of call.args.entries()) {
      values.push(yield* this.#argument(arg, typeAt(found, index), call));
      if (settles(node.name, values.at(-1))) return values.at(-1);
    }
    if (call.given !== NOTHING) values.push(this.#fit(node, call.given, typeAt(found, call.args.length), node.name));
    try {
      if (node.name === QUERY_FUNCTION) return yield* this.#query(values);
      return found.call(...values);
    } catch (error) {
      if (error instanceof LimitError) throw this.#problem(node, node.name, error.message);
      throw this.#problem(
        node,
        commandOf(command, node),
        `error calling ${node.name}: ${error instanceof Error ? error.message : String(error)}`,
        error,
      );
    }
  }

  *#query([expression]: readonly TemplateValue[]): Expansion<TemplateValue> {
    if (++this.#queries > MAX_QUERIES) throw new LimitError(`a template may ask at most ${MAX_QUERIES} queries`);
    return yield typeof expression === 'string' ? expression : '';
  }

  #checkCount(node: Operand & { readonly kind: 'function' }, { parameters, rest }: TemplateFunction, got: number): void {
    if (got === parameters.length || (rest !== undefined && got > parameters.length)) return;
    const wanted = rest === undefined ? String(parameters.length) : `at least ${parameters.length}`;
    throw this.#problem(node, node.name, `wrong number of args for ${node.name}: want ${wanted} got ${got}`);
  }

  *#argument(arg: Operand, type: ParameterType, { dot, scope }: Call): Expansion<TemplateValue> {
    const text = operandText(arg);
    switch (arg.kind) {
      case 'number':
        return this.#number(arg, type);
      case 'string':
        if (type !== 'string' && type !== 'any') throw this.#problem(arg, text, unfit(type, text));
        return arg.value;
      case 'bool':
        if (type !== 'any') throw this.#problem(arg, text, unfit(type, text));
        return arg.value;
      case 'nil':
        if (type === 'sample' || type === 'result' || type === 'any') return null;
        throw this.#problem(arg, text, `cannot assign nil to ${goType(type)}`);
      case 'dot':
      case 'function':
      case 'variable':
      case 'field':
      case 'chain':
      case 'pipeline':
        return this.#fit(arg, yield* this.#plain(arg, dot, scope), type, text);
    }
  }

  #number(arg: Operand & { readonly kind: 'number' }, type: ParameterType): TemplateValue {
    if (type === 'any') return constantOf(arg);
    if (type === 'float') return arg.float;
    if (type === 'int' && arg.int !== undefined) return arg.int;
    throw this.#problem(arg, arg.source, unfit(type, arg.source));
  }

  #fit(node: Placed, value: TemplateValue, type: ParameterType, text: string): TemplateValue {
    if (fits(value, type)) return value;
    if (value === undefined) throw this.#problem(node, text, `invalid value; expected ${goType(type)}`);
    throw this.#problem(node, text, `wrong type for value; expected ${goType(type)}; got ${typeName(value)}`);
  }

  #step(node: Placed): void {
    if (++this.#steps > MAX_STEPS) throw this.#problem(node, '…', `the template takes more than ${MAX_STEPS} steps`);
  }

  #write(node: Placed, text: string): void {
    this.text += text;
    if (this.text.length > MAX_OUTPUT) throw this.#problem(node, '…', `the template writes more than ${MAX_OUTPUT} characters`);
  }

  #problem({ at }: Placed, context: string, message: string, cause?: unknown): TemplateError {
    const { name, source } = this.#template;
    const before = source.slice(0, at);
    const line = before.split('\n').length;
    const column = Buffer.byteLength(before.slice(before.lastIndexOf('\n') + 1));
    const executing = JSON.stringify(this.#executing);
    return new TemplateError(`template: ${name}:${line}:${column}: executing ${executing} at <${context}>: ${message}`, cause);
  }
}

/** What a command's first word is given, and where it stands. */
interface Call {
  readonly args: readonly Operand[];
  readonly given: Given;
  readonly dot: TemplateValue;
  readonly scope: Scope;
}

class LimitError extends Error {}

/** A number that is given to nothing in particular: a float64 where it is written as one, an int otherwise. */
function constantOf({ source, int, float }: Operand & { readonly kind: 'number' }): TemplateValue {
  const isFloat = /[.eEpP]/.test(source) && !/^[+-]?0[xX]|^'/.test(source);
  return isFloat || int === undefined ? float : int;
}

/** `and` and `or` look no further once they know. */
function settles(name: string, value: TemplateValue): boolean {
  return (name === 'and' && !isTrue(value)) || (name === 'or' && isTrue(value));
}

function typeAt({ parameters, rest }: TemplateFunction, index: number): ParameterType {
  return parameters[index] ?? rest ?? 'any';
}

/** Go shows the whole command where a function failed that stands in one, and the name alone otherwise. */
function commandOf(command: Command, node: Operand & { readonly kind: 'function' }): string {
  return command.args[0] === node ? commandText(command) : node.name;
}

function fits(value: TemplateValue, type: ParameterType): boolean {
  switch (type) {
    case 'any':
      return true;
    case 'string':
      return typeof value === 'string';
    case 'float':
      return typeof value === 'number';
    case 'int':
      return typeof value === 'bigint';
    case 'sample':
      return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'sample';
    case 'result':
      return isList(value);
  }
}

function goType(type: ParameterType): string {
  switch (type) {
    case 'any':
      return 'interface {}';
    case 'string':
      return 'string';
    case 'float':
      return 'float64';
    case 'int':
      return 'int';
    case 'sample':
      return '*template.sample';
    case 'result':
      return 'template.queryResult';
  }
}

function unfit(type: ParameterType, found: string): string {
  switch (type) {
    case 'float':
      return `expected float; found ${found}`;
    case 'int':
      return `expected integer; found ${found}`;
    case 'string':
      return `expected string; found ${found}`;
    case 'any':
    case 'sample':
    case 'result':
      return `can't handle ${found} for arg of type ${goType(type)}`;
  }
}
