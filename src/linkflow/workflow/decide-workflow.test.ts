import assert from 'node:assert/strict';
import { decideWorkflow, type WorkflowCommand } from './decide-workflow.ts';
import { evolveWorkflow, type Workflow, type WorkflowContent, type WorkflowEvent } from './workflow.ts';

const node = { id: 'a', type: 'set', name: 'A', parameters: {} };
const content: WorkflowContent = { name: 'W', description: '', nodes: [node], connections: [] };
const create = (changes: Partial<WorkflowContent> = {}): WorkflowCommand => ({
  kind: 'create',
  id: 'w1',
  userId: 'u1',
  content: { ...content, ...changes },
});
const at = new Date('2026-01-01T00:00:00Z');

/** The workflow after commands that must all be accepted. */
function given(...commands: readonly WorkflowCommand[]): Workflow | undefined {
  return commands.reduce<Workflow | undefined>((state, command) => {
    const decision = decideWorkflow(state, command);
    assert.ok(decision.ok, `${command.kind} was refused`);
    return decision.events.reduce<Workflow | undefined>((before, event) => evolveWorkflow(before, event, at), state);
  }, undefined);
}

function outcome(state: Workflow | undefined, command: WorkflowCommand): string {
  const decision = decideWorkflow(state, command);
  return decision.ok ? decision.events.map(({ type }: WorkflowEvent) => type).join() : decision.refusal.kind;
}

const activate: WorkflowCommand = { kind: 'activate', userId: 'u1' };
const deactivate: WorkflowCommand = { kind: 'deactivate', userId: 'u1' };
const remove: WorkflowCommand = { kind: 'delete', userId: 'u1' };

describe('decideWorkflow', () => {
  it('creates a draft, also one without nodes', () => {
    assert.equal(given(create({ nodes: [] }))?.status, 'draft');
  });

  it('activates a draft and an inactive workflow, deactivates an active one', () => {
    assert.equal(given(create(), activate)?.status, 'active');
    assert.equal(given(create(), activate, deactivate)?.status, 'inactive');
    assert.equal(given(create(), activate, deactivate, activate)?.status, 'active');
  });

  it('refuses every other transition', () => {
    assert.equal(outcome(given(create(), activate), activate), 'invalid-state-transition');
    assert.equal(outcome(given(create()), deactivate), 'invalid-state-transition');
    assert.equal(outcome(given(create({ nodes: [] })), activate), 'invalid-state-transition');
  });

  it('keeps an active workflow from losing its last node', () => {
    assert.equal(outcome(given(create(), activate), { kind: 'update', userId: 'u1', changes: { nodes: [] } }), 'invalid-state-transition');
  });

  it('lets only the owner do anything: for others there is no such workflow', () => {
    for (const kind of ['activate', 'deactivate', 'delete'] as const)
      assert.equal(outcome(given(create()), { kind, userId: 'u2' }), 'not-found');
  });

  it('writes no event for an update that changes nothing', () => {
    assert.equal(outcome(given(create()), { kind: 'update', userId: 'u1', changes: { name: 'W' } }), '');
  });

  it('takes a deleted workflow for one that never was', () => {
    assert.equal(outcome(given(create(), remove), activate), 'not-found');
    assert.equal(given(create(), remove, create({ name: 'Again' }))?.name, 'Again');
  });

  it('refuses connections to nowhere, circles, doubled ids and branches of what does not branch', () => {
    const b = { ...node, id: 'b' };
    const wrong: readonly Partial<WorkflowContent>[] = [
      { connections: [{ from: 'a', to: 'x' }] },
      { connections: [{ from: 'x', to: 'a' }] },
      { nodes: [node, node] },
      {
        nodes: [node, b],
        connections: [
          { from: 'a', to: 'b' },
          { from: 'b', to: 'a' },
        ],
      },
      { nodes: [node, b], connections: [{ from: 'a', to: 'b', branch: 'true' }] },
    ];
    for (const changes of wrong) assert.equal(outcome(undefined, create(changes)), 'invalid-input');
  });
});

describe('evolveWorkflow', () => {
  it('throws for a stream that does not begin with the creation', () => {
    assert.throws(() => evolveWorkflow(undefined, { type: 'workflow.workflow.activated.v1', data: {} }, at), /creation/);
  });
});
