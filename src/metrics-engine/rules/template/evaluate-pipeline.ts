import { argumentProblem, fits, literalProblem, typeAt } from './fit-argument.ts';
import { readField } from './read-field.ts';
import { MAX_TEXT, type RunState, TemplateLimitError } from './run-state.ts';
import type { Scope, Surroundings } from './scope.ts';
import { type Expansion, type ParameterType, QUERY_FUNCTION, type TemplateFunction } from './template-function.ts';
import { type Command, commandText, type Operand, operandText, type Pipeline } from './template-tree.ts';
import { isTrue, type TemplateValue } from './template-value.ts';

/** Marks a command that nothing is given to by a pipeline: undefined is a value. */
const NOTHING = Symbol('nothing given');
type Given = TemplateValue | typeof NOTHING;

/** What a command's first word is given, and where it stands. */
interface Call extends Surroundings {
  readonly args: readonly Operand[];
  readonly given: Given;
}

type FunctionWord = Operand & { readonly kind: 'function' };
type FieldWord = Operand & { readonly kind: 'field' | 'variable' | 'chain' };

/** The value of a pipeline, which also becomes that of the variables which it declares or sets. */
export function* evaluatePipeline(state: RunState, pipeline: Pipeline, here: Surroundings): Expansion<TemplateValue> {
  const value = yield* pipelineValue(state, pipeline, here);
  for (const name of pipeline.variables) bind(state, pipeline, here.scope, [name, value]);
  return value;
}

/** The value of a pipeline, whose variables are left to whoever asks: of a `range` they are its elements'. */
export function* pipelineValue(state: RunState, { commands }: Pipeline, here: Surroundings): Expansion<TemplateValue> {
  let given: Given = NOTHING;
  for (const command of commands) given = yield* evaluateCommand(state, command, { ...here, given, args: command.args.slice(1) });
  return given === NOTHING ? undefined : given;
}

/** Declares or sets a variable as a pipeline says. Throws TemplateError for one that is set and not there. */
export function bind(state: RunState, pipeline: Pipeline, scope: Scope, [name, value]: readonly [string, TemplateValue]): void {
  if (!pipeline.isAssignment) scope.declare(name, value);
  else if (!scope.assign(name, value)) throw state.problem(pipeline, operandText(pipeline), `undefined variable: ${name}`);
}

function* evaluateCommand(state: RunState, command: Command, call: Call): Expansion<TemplateValue> {
  state.step(command);
  const [first] = command.args;
  if (first === undefined) return undefined;
  if (first.kind === 'function') return yield* callFunction(state, first, call, commandText(command));
  if (first.kind === 'field' || first.kind === 'variable' || first.kind === 'chain') return yield* readFields(state, first, call);
  if (hasArguments(call)) throw noFunction(state, first);
  if (first.kind === 'nil') throw state.problem(first, 'nil', 'nil is not a command');
  return yield* operandValue(state, first, call);
}

const hasArguments = ({ args, given }: Call): boolean => args.length > 0 || given !== NOTHING;

function noFunction(state: RunState, operand: Operand): Error {
  return state.problem(operand, operandText(operand), `can't give argument to non-function ${operandText(operand)}`);
}

/** The value of an operand that stands alone. */
function* operandValue(state: RunState, operand: Operand, { dot, scope }: Surroundings): Expansion<TemplateValue> {
  const alone = { dot, scope, args: [], given: NOTHING } as const;
  switch (operand.kind) {
    case 'dot':
      return dot;
    case 'nil':
      return null;
    case 'bool':
    case 'string':
      return operand.value;
    case 'number':
      return numberValue(operand);
    case 'function':
      return yield* callFunction(state, operand, alone, operand.name);
    case 'pipeline':
      return yield* evaluatePipeline(state, operand, alone);
    case 'field':
    case 'variable':
    case 'chain':
      return yield* readFields(state, operand, alone);
  }
}

/** A number that is given to nothing in particular: a float64 where it is written as one, an int otherwise. */
function numberValue({ source, int, float }: Operand & { readonly kind: 'number' }): TemplateValue {
  const isFloat = /[.eEpP]/.test(source) && !/^[+-]?0[xX]|^'/.test(source);
  return isFloat || int === undefined ? float : int;
}

function* readFields(state: RunState, operand: FieldWord, call: Call): Expansion<TemplateValue> {
  let value = yield* rootOf(state, operand, call);
  const names = operand.kind === 'variable' ? operand.names.slice(1) : operand.names;
  if (names.length === 0 && hasArguments(call)) throw noFunction(state, operand);
  for (const [index, name] of names.entries()) {
    const args = index === names.length - 1 ? yield* methodArguments(state, call) : [];
    const read = readField(value, name, args);
    if ('problem' in read) throw state.problem(operand, operandText(operand), read.problem);
    value = read.value;
  }
  return value;
}

function* rootOf(state: RunState, operand: FieldWord, call: Call): Expansion<TemplateValue> {
  if (operand.kind === 'field') return call.dot;
  return operand.kind === 'chain' ? yield* operandValue(state, operand.of, call) : call.scope.get(operand.names[0] ?? '');
}

function* methodArguments(state: RunState, call: Call): Expansion<readonly TemplateValue[]> {
  const values: TemplateValue[] = [];
  for (const arg of call.args) values.push(yield* operandValue(state, arg, call));
  return call.given === NOTHING ? values : [...values, call.given];
}

/** `context` is what messages show of a call that failed. */
function* callFunction(state: RunState, node: FunctionWord, call: Call, context: string): Expansion<TemplateValue> {
  const found = state.functions.get(node.name);
  if (found === undefined) throw state.problem(node, node.name, `${JSON.stringify(node.name)} is not a defined function`);
  checkCount(state, node, found, call);
  const values: TemplateValue[] = [];
  for (const [index, arg] of call.args.entries()) {
    values.push(yield* argumentValue(state, arg, typeAt(found, index), call));
    if (settles(node.name, values.at(-1))) return values.at(-1);
  }
  if (call.given !== NOTHING) values.push(fitted(state, node, call.given, typeAt(found, call.args.length)));
  try {
    return bounded(node.name === QUERY_FUNCTION ? yield* ask(state, values) : found.call(...values));
  } catch (error) {
    if (error instanceof TemplateLimitError) throw state.problem(node, node.name, error.message);
    const message = error instanceof Error ? error.message : String(error);
    throw state.problem(node, context, `error calling ${node.name}: ${message}`, error);
  }
}

function* ask(state: RunState, [expression]: readonly TemplateValue[]): Expansion<TemplateValue> {
  state.countQuery();
  return yield typeof expression === 'string' ? expression : '';
}

/** A text that is made anew of itself doubles with each turn of a loop. */
function bounded(value: TemplateValue): TemplateValue {
  if (typeof value === 'string' && value.length > MAX_TEXT) throw new TemplateLimitError(`a text has more than ${MAX_TEXT} characters`);
  return value;
}

function checkCount(state: RunState, node: FunctionWord, { parameters, rest }: TemplateFunction, { args, given }: Call): void {
  const got = args.length + (given === NOTHING ? 0 : 1);
  if (got === parameters.length || (rest !== undefined && got > parameters.length)) return;
  const wanted = rest === undefined ? String(parameters.length) : `at least ${parameters.length}`;
  throw state.problem(node, node.name, `wrong number of args for ${node.name}: want ${wanted} got ${got}`);
}

/** `and` and `or` look no further once they know. */
function settles(name: string, value: TemplateValue): boolean {
  return (name === 'and' && !isTrue(value)) || (name === 'or' && isTrue(value));
}

function* argumentValue(state: RunState, arg: Operand, type: ParameterType, here: Surroundings): Expansion<TemplateValue> {
  const problem = literalProblem(arg, type);
  if (problem !== undefined) throw state.problem(arg, operandText(arg), problem);
  if (arg.kind === 'number' && type === 'float') return arg.float;
  return fitted(state, arg, yield* operandValue(state, arg, here), type);
}

function fitted(state: RunState, node: Operand, value: TemplateValue, type: ParameterType): TemplateValue {
  if (fits(value, type)) return value;
  throw state.problem(node, operandText(node), argumentProblem(value, type));
}
