import type { RunnableWorkflow } from '../runnable-workflow.ts';

/** The steps of an execution in their order; each has a compensation. */
export const sagaSteps = ['reserve-resources', 'initialise-execution', 'execute-nodes', 'save-results'] as const;

/** The name of a step. */
export type SagaStep = (typeof sagaSteps)[number];

/** How far a node has come. */
export type NodeState =
  | { readonly status: 'started'; readonly startedAt: string }
  | { readonly status: 'succeeded'; readonly output: unknown; readonly rolledBack: boolean }
  | { readonly status: 'skipped' };

/** Why an execution failed: the step, the node if it was one's, and a reason for people. */
export interface Failure {
  readonly step: SagaStep;
  readonly nodeId?: string | undefined;
  readonly reason: string;
}

/** An execution after all its events; times are ISO 8601. */
export interface Execution extends RunnableWorkflow {
  readonly id: string;
  readonly userId: string;
  readonly input: unknown;
  readonly status: 'running' | 'compensating' | 'succeeded' | 'failed';
  readonly done: readonly SagaStep[];
  readonly nodeStates: Readonly<Record<string, NodeState>>;
  readonly failure?: Failure | undefined;
  readonly compensated: readonly SagaStep[];
  /** Compensations that kept failing and were given up: somebody has to look. */
  readonly abandoned: readonly SagaStep[];
  readonly requestedAt: string;
  readonly finishedAt?: string | undefined;
}

/** What can happen to an execution. */
export type ExecutionEvent =
  | {
      readonly type: 'execution.execution.requested.v1';
      readonly data: RunnableWorkflow & { readonly id: string; readonly userId: string; readonly input?: unknown };
    }
  | { readonly type: 'execution.step.completed.v1'; readonly data: { readonly step: SagaStep } }
  | { readonly type: 'execution.node.started.v1'; readonly data: { readonly nodeId: string } }
  | { readonly type: 'execution.node.succeeded.v1'; readonly data: { readonly nodeId: string; readonly output?: unknown } }
  | { readonly type: 'execution.node.skipped.v1'; readonly data: { readonly nodeId: string } }
  | { readonly type: 'execution.step.failed.v1'; readonly data: Failure }
  | { readonly type: 'execution.node.rolled_back.v1'; readonly data: { readonly nodeId: string } }
  | { readonly type: 'execution.step.compensated.v1'; readonly data: { readonly step: SagaStep } }
  | { readonly type: 'execution.step.abandoned.v1'; readonly data: { readonly step: SagaStep; readonly reason: string } }
  | { readonly type: 'execution.execution.succeeded.v1'; readonly data: Readonly<Record<string, never>> }
  | { readonly type: 'execution.execution.failed.v1'; readonly data: { readonly reason: string } };

/** The execution after one more event. Throws for an event that no request came before: the stream is damaged. */
export function evolveExecution(state: Execution | undefined, event: ExecutionEvent, at: Date): Execution {
  if (event.type === 'execution.execution.requested.v1') return requested(event.data, at);
  if (state === undefined) throw new Error(`${event.type} stands before the execution's request`);
  switch (event.type) {
    case 'execution.step.completed.v1':
      return { ...state, done: [...state.done, event.data.step] };
    case 'execution.node.started.v1':
      return withNode(state, event.data.nodeId, { status: 'started', startedAt: at.toISOString() });
    case 'execution.node.succeeded.v1':
      return withNode(state, event.data.nodeId, { status: 'succeeded', output: event.data.output, rolledBack: false });
    case 'execution.node.skipped.v1':
      return withNode(state, event.data.nodeId, { status: 'skipped' });
    case 'execution.step.failed.v1':
      return { ...state, status: 'compensating', failure: event.data };
    case 'execution.node.rolled_back.v1':
      return rolledBack(state, event.data.nodeId);
    case 'execution.step.compensated.v1':
      return { ...state, compensated: [...state.compensated, event.data.step] };
    case 'execution.step.abandoned.v1':
      return { ...state, abandoned: [...state.abandoned, event.data.step] };
    case 'execution.execution.succeeded.v1':
      return { ...state, status: 'succeeded', finishedAt: at.toISOString() };
    case 'execution.execution.failed.v1':
      return { ...state, status: 'failed', finishedAt: at.toISOString() };
  }
}

/** The outputs of the nodes that succeeded, by their ids. */
export function outputsOf({ nodeStates }: Pick<Execution, 'nodeStates'>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(nodeStates).flatMap(([id, state]) => (state.status === 'succeeded' ? [[id, state.output]] : [])),
  );
}

function requested(data: Extract<ExecutionEvent, { type: 'execution.execution.requested.v1' }>['data'], at: Date): Execution {
  const { id, userId, input, workflowId, workflowVersion, nodes, connections } = data;
  const nothingYet = { done: [], nodeStates: {}, compensated: [], abandoned: [] };
  return {
    id,
    userId,
    input,
    workflowId,
    workflowVersion,
    nodes,
    connections,
    status: 'running',
    ...nothingYet,
    requestedAt: at.toISOString(),
  };
}

function withNode(state: Execution, nodeId: string, nodeState: NodeState): Execution {
  return { ...state, nodeStates: { ...state.nodeStates, [nodeId]: nodeState } };
}

function rolledBack(state: Execution, nodeId: string): Execution {
  const node = state.nodeStates[nodeId];
  return node?.status === 'succeeded' ? withNode(state, nodeId, { ...node, rolledBack: true }) : state;
}
