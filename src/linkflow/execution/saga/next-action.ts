import { topologicalOrder } from '../../kit/graph/topological-order.ts';
import type { RunnableConnection, RunnableNode } from '../runnable-workflow.ts';
import { type Execution, type SagaStep, sagaSteps } from './execution.ts';

/** What has to be done next for an execution. Each action may be done twice: a crash can come between an action and its event. */
export type SagaAction =
  | { readonly kind: 'do-step'; readonly step: Exclude<SagaStep, 'execute-nodes'> }
  | { readonly kind: 'start-node'; readonly node: RunnableNode }
  | { readonly kind: 'run-node'; readonly node: RunnableNode; readonly startedAt: string }
  | { readonly kind: 'skip-node'; readonly node: RunnableNode }
  | { readonly kind: 'complete-nodes' }
  | { readonly kind: 'roll-back-node'; readonly node: RunnableNode; readonly output: unknown }
  | { readonly kind: 'compensate-step'; readonly step: SagaStep }
  | { readonly kind: 'succeed' }
  | { readonly kind: 'fail'; readonly reason: string }
  | { readonly kind: 'nothing' };

/**
 * The next action of an execution, from its events alone; so a new process goes on exactly where a killed one was.
 *
 * Forwards the steps in their order. After a failure backwards through all steps that were begun, the failing one included: it may
 * have done half of its work. An execution that has ended needs nothing.
 */
export function nextAction(execution: Execution): SagaAction {
  switch (execution.status) {
    case 'running':
      return forwards(execution);
    case 'compensating':
      return backwards(execution);
    case 'succeeded':
    case 'failed':
      return { kind: 'nothing' };
  }
}

function forwards(execution: Execution): SagaAction {
  const step = sagaSteps.find((one) => !execution.done.includes(one));
  if (step === undefined) return { kind: 'succeed' };
  return step === 'execute-nodes' ? nextNode(execution) : { kind: 'do-step', step };
}

function nextNode(execution: Execution): SagaAction {
  const { nodes, connections, nodeStates } = execution;
  const order =
    topologicalOrder(
      nodes.map(({ id }) => id),
      connections,
    ) ?? [];
  for (const id of order) {
    const state = nodeStates[id];
    const node = nodes.find((one) => one.id === id);
    if (node === undefined || state?.status === 'succeeded' || state?.status === 'skipped') continue;
    if (state?.status === 'started') return { kind: 'run-node', node, startedAt: state.startedAt };
    return isReached(execution, id) ? { kind: 'start-node', node } : { kind: 'skip-node', node };
  }
  return { kind: 'complete-nodes' };
}

// A node that nothing leads to is where a workflow begins; any other one runs when at least one connection to it was taken.
function isReached(execution: Execution, nodeId: string): boolean {
  const incoming = execution.connections.filter(({ to }) => to === nodeId);
  return incoming.length === 0 || incoming.some((connection) => isTaken(execution, connection));
}

function isTaken({ nodes, nodeStates }: Execution, { from, branch = 'true' }: RunnableConnection): boolean {
  const state = nodeStates[from];
  if (state?.status !== 'succeeded') return false;
  if (nodes.find(({ id }) => id === from)?.type !== 'if') return true;
  return branch === String((state.output as { readonly result?: unknown } | undefined)?.result);
}

function backwards(execution: Execution): SagaAction {
  const { failure, compensated, abandoned } = execution;
  const begun = sagaSteps.slice(0, sagaSteps.indexOf(failure?.step ?? 'save-results') + 1);
  const step = begun.toReversed().find((one) => !compensated.includes(one) && !abandoned.includes(one));
  if (step === undefined) return { kind: 'fail', reason: failure?.reason ?? 'unknown' };
  const node = step === 'execute-nodes' ? lastToRollBack(execution) : undefined;
  return node ?? { kind: 'compensate-step', step };
}

function lastToRollBack({ nodes, connections, nodeStates }: Execution): SagaAction | undefined {
  const order =
    topologicalOrder(
      nodes.map(({ id }) => id),
      connections,
    ) ?? [];
  for (const id of order.toReversed()) {
    const state = nodeStates[id];
    const node = nodes.find((one) => one.id === id);
    if (node?.type !== 'http-request' || node.parameters['rollback'] === undefined || state?.status !== 'succeeded' || state.rolledBack)
      continue;
    return { kind: 'roll-back-node', node, output: state.output };
  }
  return undefined;
}
