import { z } from 'zod';
import type { AggregateKind } from '../../kit/store/aggregate-repository.ts';
import { type Execution, type ExecutionEvent, evolveExecution, sagaSteps } from './execution.ts';

const step = z.enum(sagaSteps);
const nodeOnly = z.object({ nodeId: z.string() });
const failure = z.object({ step, nodeId: z.string().optional(), reason: z.string() });
const workflow = z.object({
  workflowId: z.string(),
  workflowVersion: z.int(),
  nodes: z.array(z.object({ id: z.string(), type: z.string(), parameters: z.record(z.string(), z.unknown()) })),
  connections: z.array(z.object({ from: z.string(), to: z.string(), branch: z.enum(['true', 'false']).optional() })),
});
const identity = z.object({ id: z.string(), userId: z.string(), input: z.unknown().optional() });

const executionEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('execution.execution.requested.v1'), data: workflow.extend(identity.shape) }),
  z.object({ type: z.literal('execution.step.completed.v1'), data: z.object({ step }) }),
  z.object({ type: z.literal('execution.node.started.v1'), data: nodeOnly }),
  z.object({ type: z.literal('execution.node.succeeded.v1'), data: nodeOnly.extend({ output: z.unknown().optional() }) }),
  z.object({ type: z.literal('execution.node.skipped.v1'), data: nodeOnly }),
  z.object({ type: z.literal('execution.step.failed.v1'), data: failure }),
  z.object({ type: z.literal('execution.node.rolled_back.v1'), data: nodeOnly }),
  z.object({ type: z.literal('execution.step.compensated.v1'), data: z.object({ step }) }),
  z.object({ type: z.literal('execution.step.abandoned.v1'), data: z.object({ step, reason: z.string() }) }),
  z.object({ type: z.literal('execution.execution.succeeded.v1'), data: z.strictObject({}) }),
  z.object({ type: z.literal('execution.execution.failed.v1'), data: z.object({ reason: z.string() }) }),
]);

const nodeState = z.discriminatedUnion('status', [
  z.object({ status: z.literal('started'), startedAt: z.string() }),
  z.object({ status: z.literal('succeeded'), output: z.unknown(), rolledBack: z.boolean() }),
  z.object({ status: z.literal('skipped') }),
]);
const executionState = workflow.extend({
  ...identity.shape,
  input: z.unknown(),
  status: z.enum(['running', 'compensating', 'succeeded', 'failed']),
  done: z.array(step),
  nodeStates: z.record(z.string(), nodeState),
  failure: failure.optional(),
  compensated: z.array(step),
  abandoned: z.array(step),
  requestedAt: z.string(),
  finishedAt: z.string().optional(),
});

/** How executions are kept in the event store. */
export const executionKind: AggregateKind<Execution, ExecutionEvent> = {
  type: 'execution',
  evolve: evolveExecution,
  parseEvent: ({ type, data }) => executionEvent.parse({ type, data }),
  parseState: (data) => executionState.safeParse(data).data,
};

/** The id of an execution's events in the store. */
export function executionStream(id: string): string {
  return `execution-${id}`;
}
