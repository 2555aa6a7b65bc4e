import type { Workflow } from './workflow.ts';

/** A workflow as GET /api/v1/workflows/:id answers with it; `version` counts its events and goes into If-Match. */
export interface WorkflowView extends Workflow {
  readonly version: number;
}

/** A workflow as lists show it: without its nodes and connections. */
export type WorkflowSummary = Omit<WorkflowView, 'nodes' | 'connections'>;

/** The view of a workflow at a version, its fields in the order in which people read them. */
export function workflowView(
  { id, userId, name, description, status, nodes, connections, createdAt, updatedAt }: Workflow,
  version: number,
): WorkflowView {
  return { id, version, userId, name, description, status, nodes, connections, createdAt, updatedAt };
}
