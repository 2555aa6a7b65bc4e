import { graphProblem } from './graph-problem.ts';
import type { Workflow, WorkflowContent, WorkflowEvent } from './workflow.ts';

/** What somebody wants of a workflow. */
export type WorkflowCommand =
  | { readonly kind: 'create'; readonly id: string; readonly userId: string; readonly content: WorkflowContent }
  | { readonly kind: 'update'; readonly userId: string; readonly changes: Partial<WorkflowContent> }
  | { readonly kind: 'activate'; readonly userId: string }
  | { readonly kind: 'deactivate'; readonly userId: string }
  | { readonly kind: 'delete'; readonly userId: string };

/** Why a command changes nothing. */
export interface WorkflowRefusal {
  readonly kind: 'not-found' | 'invalid-input' | 'invalid-state-transition';
  readonly detail: string;
}

/** The events of a command, none when everything is as wanted already; or why it is refused. */
export type WorkflowDecision =
  | { readonly ok: true; readonly events: readonly WorkflowEvent[] }
  | { readonly ok: false; readonly refusal: WorkflowRefusal };

/**
 * What a command does to a workflow.
 *
 * Only the owner's commands count; for everybody else there is no such workflow. Activating takes a draft or inactive workflow
 * with at least one node; deactivating takes an active one. A deleted workflow is as if it never was, so its id can be created anew.
 */
export function decideWorkflow(state: Workflow | undefined, command: WorkflowCommand): WorkflowDecision {
  if (command.kind === 'create') return decideCreate(state, command);
  if (state === undefined || state.status === 'deleted' || state.userId !== command.userId)
    return refuse('not-found', 'There is no such workflow');
  switch (command.kind) {
    case 'update':
      return decideUpdate(state, command.changes);
    case 'activate':
      return decideActivate(state);
    case 'deactivate':
      if (state.status !== 'active') return refuse('invalid-state-transition', `A workflow that is ${state.status} can not be deactivated`);
      return accept({ type: 'workflow.workflow.deactivated.v1', data: {} });
    case 'delete':
      return accept({ type: 'workflow.workflow.deleted.v1', data: {} });
  }
}

function decideCreate(
  state: Workflow | undefined,
  { id, userId, content }: Extract<WorkflowCommand, { kind: 'create' }>,
): WorkflowDecision {
  if (state !== undefined && state.status !== 'deleted') return refuse('invalid-state-transition', 'The workflow exists already');
  const problem = graphProblem(content);
  if (problem !== undefined) return refuse('invalid-input', problem);
  return accept({ type: 'workflow.workflow.created.v1', data: { ...content, id, userId } });
}

function decideUpdate(state: Workflow, changes: Partial<WorkflowContent>): WorkflowDecision {
  const next = { ...state, ...changes };
  const problem = graphProblem(next);
  if (problem !== undefined) return refuse('invalid-input', problem);
  if (state.status === 'active' && next.nodes.length === 0) {
    return refuse('invalid-state-transition', 'An active workflow needs at least one node; deactivate it first');
  }
  if (JSON.stringify(next) === JSON.stringify(state)) return { ok: true, events: [] };
  return accept({ type: 'workflow.workflow.updated.v1', data: changes });
}

function decideActivate(state: Workflow): WorkflowDecision {
  if (state.status === 'active') return refuse('invalid-state-transition', 'The workflow is active already');
  if (state.nodes.length === 0) return refuse('invalid-state-transition', 'A workflow without nodes can not be activated');
  return accept({ type: 'workflow.workflow.activated.v1', data: {} });
}

function accept(...events: readonly WorkflowEvent[]): WorkflowDecision {
  return { ok: true, events };
}

function refuse(kind: WorkflowRefusal['kind'], detail: string): WorkflowDecision {
  return { ok: false, refusal: { kind, detail } };
}
