import { type Execution, type Failure, type NodeState, outputsOf } from './saga/execution.ts';

/** A node of an execution as clients see it. */
export interface NodeView {
  readonly id: string;
  readonly status: 'pending' | 'running' | 'succeeded' | 'skipped' | 'failed' | 'rolled-back';
  readonly output?: unknown;
}

/** An execution as GET /api/v1/executions/:id answers with it; `output` are the outputs of its nodes by their ids, once it has succeeded. */
export interface ExecutionView {
  readonly id: string;
  readonly workflowId: string;
  readonly workflowVersion: number;
  readonly userId: string;
  readonly status: Execution['status'];
  readonly input: unknown;
  readonly nodes: readonly NodeView[];
  readonly output?: Readonly<Record<string, unknown>>;
  readonly failure?: Failure;
  /** Steps whose compensation was given up: what they changed is still there. */
  readonly notCompensated?: readonly string[];
  readonly requestedAt: string;
  readonly finishedAt?: string;
}

/** An execution as lists show it. */
export type ExecutionSummary = Pick<
  ExecutionView,
  'id' | 'workflowId' | 'workflowVersion' | 'userId' | 'status' | 'requestedAt' | 'finishedAt'
>;

/** The view of an execution. */
export function executionView(execution: Execution): ExecutionView {
  const { id, workflowId, workflowVersion, userId, status, input, failure, abandoned, requestedAt, finishedAt } = execution;
  return {
    id,
    workflowId,
    workflowVersion,
    userId,
    status,
    input: input ?? null,
    nodes: execution.nodes.map((node) => nodeView(node.id, execution)),
    ...(status === 'succeeded' ? { output: outputsOf(execution) } : {}),
    ...(failure === undefined ? {} : { failure }),
    ...(abandoned.length === 0 ? {} : { notCompensated: abandoned }),
    requestedAt,
    ...(finishedAt === undefined ? {} : { finishedAt }),
  };
}

function nodeView(id: string, { nodeStates, failure }: Execution): NodeView {
  if (failure?.nodeId === id) return { id, status: 'failed' };
  const state: NodeState | undefined = nodeStates[id];
  switch (state?.status) {
    case undefined:
      return { id, status: 'pending' };
    case 'started':
      return { id, status: 'running' };
    case 'skipped':
      return { id, status: 'skipped' };
    case 'succeeded':
      return { id, status: state.rolledBack ? 'rolled-back' : 'succeeded', output: state.output };
  }
}
