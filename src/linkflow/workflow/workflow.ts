/** A step of a workflow; which types there are and what their parameters mean is the business of who runs it. */
export interface WorkflowNode {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** `to` comes after `from`; a connection from an `if` node can say after which of its outcomes (without it: `true`). */
export interface Connection {
  readonly from: string;
  readonly to: string;
  readonly branch?: 'true' | 'false' | undefined;
}

/** `draft` has never been active, `inactive` was. */
export type WorkflowStatus = 'draft' | 'active' | 'inactive' | 'deleted';

/** What the owner of a workflow may change of it. */
export interface WorkflowContent {
  readonly name: string;
  readonly description: string;
  readonly nodes: readonly WorkflowNode[];
  readonly connections: readonly Connection[];
}

/** A workflow after all its events; times are ISO 8601. */
export interface Workflow extends WorkflowContent {
  readonly id: string;
  readonly userId: string;
  readonly status: WorkflowStatus;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** What can happen to a workflow; `at` comes from the store. */
export type WorkflowEvent =
  | { readonly type: 'workflow.workflow.created.v1'; readonly data: WorkflowContent & { readonly id: string; readonly userId: string } }
  | { readonly type: 'workflow.workflow.updated.v1'; readonly data: Partial<WorkflowContent> }
  | { readonly type: 'workflow.workflow.activated.v1'; readonly data: Readonly<Record<string, never>> }
  | { readonly type: 'workflow.workflow.deactivated.v1'; readonly data: Readonly<Record<string, never>> }
  | { readonly type: 'workflow.workflow.deleted.v1'; readonly data: Readonly<Record<string, never>> };

/** The workflow after one more event. Throws for an event that no creation came before: the stream is damaged. */
export function evolveWorkflow(state: Workflow | undefined, event: WorkflowEvent, at: Date): Workflow {
  const updatedAt = at.toISOString();
  if (event.type === 'workflow.workflow.created.v1') return { ...event.data, status: 'draft', createdAt: updatedAt, updatedAt };
  if (state === undefined) throw new Error(`${event.type} stands before the workflow's creation`);
  switch (event.type) {
    case 'workflow.workflow.updated.v1':
      return { ...state, ...event.data, updatedAt };
    case 'workflow.workflow.activated.v1':
      return { ...state, status: 'active', updatedAt };
    case 'workflow.workflow.deactivated.v1':
      return { ...state, status: 'inactive', updatedAt };
    case 'workflow.workflow.deleted.v1':
      return { ...state, status: 'deleted', updatedAt };
  }
}
