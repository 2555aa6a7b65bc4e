import type { AggregateKind } from '../kit/store/aggregate-repository.ts';
import { evolveWorkflow, type Workflow, type WorkflowEvent } from './workflow.ts';
import { workflowEventSchema, workflowStateSchema } from './workflow-schema.ts';

/** How workflows are kept in the event store. */
export const workflowKind: AggregateKind<Workflow, WorkflowEvent> = {
  type: 'workflow',
  evolve: evolveWorkflow,
  parseEvent: ({ type, data }) => workflowEventSchema.parse({ type, data }),
  parseState: (data) => workflowStateSchema.safeParse(data).data,
};

/** The id of a workflow's events in the store. */
export function workflowStream(id: string): string {
  return `workflow-${id}`;
}
