import type { NodeResult } from '../nodes/node-runner.ts';
import { type NodeRunners, nodeTypeOf } from '../nodes/node-runners.ts';
import { renderTemplate, type TemplateScope } from '../nodes/render-template.ts';
import type { RunnableNode } from '../runnable-workflow.ts';
import { type Execution, type ExecutionEvent, outputsOf, type SagaStep } from './execution.ts';
import type { SagaAction } from './next-action.ts';
import type { SagaSteps } from './saga-steps.ts';

/** What performing actions needs. */
export interface ActionPerformer {
  readonly steps: SagaSteps;
  readonly runners: NodeRunners;
  readonly release: (execution: Execution) => Promise<void>;
  readonly signal: AbortSignal;
}

/** Does one action and answers the event that records it. Throws when it could not be told whether it was done; it is done again then. */
export async function performAction(
  performer: ActionPerformer,
  execution: Execution,
  action: Exclude<SagaAction, { readonly kind: 'nothing' }>,
): Promise<ExecutionEvent> {
  switch (action.kind) {
    case 'do-step':
      return doStep(performer, execution, action.step);
    case 'start-node':
      return { type: 'execution.node.started.v1', data: { nodeId: action.node.id } };
    case 'run-node':
      return runNode(performer, execution, action.node, new Date(action.startedAt));
    case 'skip-node':
      return { type: 'execution.node.skipped.v1', data: { nodeId: action.node.id } };
    case 'complete-nodes':
      return { type: 'execution.step.completed.v1', data: { step: 'execute-nodes' } };
    case 'roll-back-node':
      return rollBackNode(performer, execution, action.node);
    case 'compensate-step':
      await performer.steps.compensate(action.step, execution);
      return { type: 'execution.step.compensated.v1', data: { step: action.step } };
    case 'succeed':
      await performer.release(execution);
      return { type: 'execution.execution.succeeded.v1', data: {} };
    case 'fail':
      return { type: 'execution.execution.failed.v1', data: { reason: action.reason } };
  }
}

async function doStep({ steps }: ActionPerformer, execution: Execution, step: Exclude<SagaStep, 'execute-nodes'>): Promise<ExecutionEvent> {
  const result = await steps.do(step, execution);
  return result.ok
    ? { type: 'execution.step.completed.v1', data: { step } }
    : { type: 'execution.step.failed.v1', data: { step, reason: result.reason } };
}

async function runNode(performer: ActionPerformer, execution: Execution, node: RunnableNode, startedAt: Date): Promise<ExecutionEvent> {
  const result = await resultOf(performer, execution, node, { startedAt, idempotencyKey: `${execution.id}:${node.id}` });
  return result.ok
    ? { type: 'execution.node.succeeded.v1', data: { nodeId: node.id, output: result.output } }
    : { type: 'execution.step.failed.v1', data: { step: 'execute-nodes', nodeId: node.id, reason: result.reason } };
}

// What undoes a node is a request of the same kind as the node's own, written by the workflow's author as its `rollback`.
async function rollBackNode(performer: ActionPerformer, execution: Execution, node: RunnableNode): Promise<ExecutionEvent> {
  const undoing: RunnableNode = { ...node, parameters: node.parameters['rollback'] as RunnableNode['parameters'] };
  const result = await resultOf(performer, execution, undoing, {
    startedAt: new Date(),
    idempotencyKey: `${execution.id}:${node.id}:rollback`,
  });
  if (!result.ok) throw new Error(`${node.id} could not be rolled back: ${result.reason}`);
  return { type: 'execution.node.rolled_back.v1', data: { nodeId: node.id } };
}

async function resultOf(
  { runners, signal }: ActionPerformer,
  execution: Execution,
  node: RunnableNode,
  times: { readonly startedAt: Date; readonly idempotencyKey: string },
): Promise<NodeResult> {
  const type = nodeTypeOf(node);
  if (type === undefined) return { ok: false, reason: `There is no node type ${node.type}` };
  const { rollback: _later, ...ownParameters } = node.parameters;
  const rendered = renderTemplate(ownParameters, scopeOf(execution));
  if (!rendered.ok) return { ok: false, reason: rendered.problem };
  return runners[type]({ ...times, parameters: rendered.value as RunnableNode['parameters'], signal });
}

function scopeOf(execution: Execution): TemplateScope {
  const outputs = Object.entries(outputsOf(execution)).map(([id, output]) => [id, { output }]);
  return { input: execution.input, nodes: Object.fromEntries(outputs) as TemplateScope['nodes'] };
}
