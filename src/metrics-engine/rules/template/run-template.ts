import { bind, evaluatePipeline, pipelineValue } from './evaluate-pipeline.ts';
import { printValue, sortedEntries } from './go-print.ts';
import { type Placed, RunState } from './run-state.ts';
import { Scope, type Surroundings } from './scope.ts';
import type { Expansion, TemplateFunctions } from './template-function.ts';
import { operandText, type Pipeline, type Template, type TemplateNode } from './template-tree.ts';
import { isList, isTable, isTrue, type TemplateValue } from './template-value.ts';

/**
 * Carries a template out on data; yields each query that it asks, and is to be resumed with the answer, or with an error to be told.
 *
 * Returns the text. Throws TemplateError in Go's words, `template: NAME:LINE:COLUMN: executing "NAME" at <…>: …`; also for more than
 * 100,000 steps, 1,000,000 characters of text, 100 queries, or templates that call each other more than 100 deep.
 */
export function* runTemplate(template: Template, data: TemplateValue, functions: TemplateFunctions): Expansion<string> {
  const state = new RunState(template, functions);
  yield* runNodes(state, template.nodes, { dot: data, scope: new Scope(data) });
  return state.text;
}

/** How to go on behind a node. */
type Flow = 'next' | 'break' | 'continue';
type Control = TemplateNode & { readonly kind: 'if' | 'with' | 'range' };

function* runNodes(state: RunState, nodes: readonly TemplateNode[], here: Surroundings): Expansion<Flow> {
  for (const node of nodes) {
    const flow = yield* runNode(state, node, here);
    if (flow !== 'next') return flow;
  }
  return 'next';
}

function* runNode(state: RunState, node: TemplateNode, here: Surroundings): Expansion<Flow> {
  state.step(node);
  switch (node.kind) {
    case 'text':
      state.write(node, node.text);
      return 'next';
    case 'action': {
      const value = yield* evaluatePipeline(state, node.pipeline, here);
      if (node.pipeline.variables.length === 0) state.write(node, printValue(value, '<no value>'));
      return 'next';
    }
    case 'if':
    case 'with':
      return yield* runChoice(state, node, here);
    case 'range':
      return yield* runRange(state, node, here);
    case 'template':
      return yield* callTemplate(state, node, here);
    case 'break':
    case 'continue':
      return node.kind;
  }
}

function* runChoice(state: RunState, { kind, pipeline, body, otherwise }: Control, here: Surroundings): Expansion<Flow> {
  const { size } = here.scope;
  const value = yield* evaluatePipeline(state, pipeline, here);
  const inside = kind === 'with' && isTrue(value) ? { ...here, dot: value } : here;
  const flow = yield* runNodes(state, isTrue(value) ? body : otherwise, inside);
  here.scope.shrink(size);
  return flow;
}

function* runRange(state: RunState, node: Control, here: Surroundings): Expansion<Flow> {
  const { scope } = here;
  const { size } = scope;
  const over = yield* pipelineValue(state, node.pipeline, here);
  let isEmpty = true;
  for (const [key, element] of elementsOf(state, node.pipeline, over)) {
    isEmpty = false;
    state.step(node);
    bindElement(state, node.pipeline, scope, [key, element]);
    const flow = yield* runNodes(state, node.body, { scope, dot: element });
    scope.shrink(size);
    if (flow === 'break') break;
  }
  const flow = isEmpty ? yield* runNodes(state, node.otherwise, here) : 'next';
  scope.shrink(size);
  return flow;
}

type Element = readonly [key: TemplateValue, element: TemplateValue];

function* elementsOf(state: RunState, pipeline: Pipeline, over: TemplateValue): Generator<Element> {
  if (over === undefined || over === null) return;
  if (isList(over)) yield* over.map((each, index): Element => [BigInt(index), each]);
  else if (isTable(over)) yield* sortedEntries(over);
  else if (typeof over === 'bigint') for (let index = 0n; index < over; index++) yield [index, index];
  else throw state.problem(pipeline, operandText(pipeline), `range can't iterate over ${printValue(over)}`);
}

/** One variable is the element, two are the key and the element. */
function bindElement(state: RunState, pipeline: Pipeline, scope: Scope, [key, element]: Element): void {
  const [first, second] = pipeline.variables;
  if (first !== undefined) bind(state, pipeline, scope, [first, second === undefined ? element : key]);
  if (second !== undefined) bind(state, pipeline, scope, [second, element]);
}

function* callTemplate(state: RunState, node: TemplateNode & Placed & { readonly kind: 'template' }, here: Surroundings): Expansion<Flow> {
  const nodes = state.template.defined.get(node.name);
  const context = `{{template ${JSON.stringify(node.name)}}}`;
  if (nodes === undefined) throw state.problem(node, context, `template ${JSON.stringify(node.name)} not defined`);
  const dot = node.pipeline === undefined ? undefined : yield* evaluatePipeline(state, node.pipeline, here);
  state.enter(node.name, node, context);
  yield* runNodes(state, nodes, { dot, scope: new Scope(dot) });
  state.leave();
  return 'next';
}
