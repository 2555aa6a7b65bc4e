import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { RunnableConnection, RunnableNode } from '../runnable-workflow.ts';
import { type Execution, type ExecutionEvent, evolveExecution } from './execution.ts';
import { nextAction, type SagaAction } from './next-action.ts';

const at = new Date('2026-01-01T00:00:00Z');
const node = (id: string, type = 'set', parameters: RunnableNode['parameters'] = {}): RunnableNode => ({ id, type, parameters });

function requested(nodes: readonly RunnableNode[], connections: readonly RunnableConnection[] = []): Execution {
  const data = { id: 'e1', userId: 'u1', workflowId: 'w1', workflowVersion: 1, input: {}, nodes, connections };
  return evolveExecution(undefined, { type: 'execution.execution.requested.v1', data }, at);
}

/** What the world does with an action: the event that records it; a node of type `fails` fails, an `if` node takes its `result`. */
function performed(action: Exclude<SagaAction, { kind: 'nothing' }>, failingStep?: string): ExecutionEvent {
  switch (action.kind) {
    case 'do-step':
      return action.step === failingStep
        ? { type: 'execution.step.failed.v1', data: { step: action.step, reason: 'x' } }
        : { type: 'execution.step.completed.v1', data: { step: action.step } };
    case 'start-node':
      return { type: 'execution.node.started.v1', data: { nodeId: action.node.id } };
    case 'run-node':
      return action.node.type === 'fails'
        ? { type: 'execution.step.failed.v1', data: { step: 'execute-nodes', nodeId: action.node.id, reason: 'x' } }
        : { type: 'execution.node.succeeded.v1', data: { nodeId: action.node.id, output: action.node.parameters } };
    case 'skip-node':
      return { type: 'execution.node.skipped.v1', data: { nodeId: action.node.id } };
    case 'complete-nodes':
      return { type: 'execution.step.completed.v1', data: { step: 'execute-nodes' } };
    case 'roll-back-node':
      return { type: 'execution.node.rolled_back.v1', data: { nodeId: action.node.id } };
    case 'compensate-step':
      return { type: 'execution.step.compensated.v1', data: { step: action.step } };
    case 'succeed':
      return { type: 'execution.execution.succeeded.v1', data: {} };
    case 'fail':
      return { type: 'execution.execution.failed.v1', data: { reason: action.reason } };
  }
}

function label(action: SagaAction): string {
  if ('node' in action) return `${action.kind} ${action.node.id}`;
  return 'step' in action ? `${action.kind} ${action.step}` : action.kind;
}

/** Everything that is done for an execution until nothing is left to do. */
function story(
  start: Execution,
  failingStep?: string,
): { readonly done: readonly string[]; readonly events: readonly ExecutionEvent[]; readonly end: Execution } {
  const done: string[] = [];
  const events: ExecutionEvent[] = [];
  let state = start;
  for (let action = nextAction(state); action.kind !== 'nothing'; action = nextAction(state)) {
    done.push(label(action));
    const event = performed(action, failingStep);
    events.push(event);
    state = evolveExecution(state, event, at);
    assert.ok(done.length < 200, 'the saga does not end');
  }
  return { done, events, end: state };
}

const nodesRun = (done: readonly string[]) => done.filter((one) => one.startsWith('run-node')).map((one) => one.slice('run-node '.length));

describe('nextAction', () => {
  it('goes through the steps in their order and succeeds', () => {
    const { done, end } = story(requested([node('a')]));
    assert.deepEqual(done, [
      'do-step reserve-resources',
      'do-step initialise-execution',
      'start-node a',
      'run-node a',
      'complete-nodes',
      'do-step save-results',
      'succeed',
    ]);
    assert.equal(end.status, 'succeeded');
  });

  it('runs nodes in the order of the connections', () => {
    const { done } = story(
      requested(
        [node('c'), node('b'), node('a')],
        [
          { from: 'a', to: 'b' },
          { from: 'b', to: 'c' },
        ],
      ),
    );
    assert.deepEqual(nodesRun(done), ['a', 'b', 'c']);
  });

  it('follows the branch that an if node took, and skips what only the other one leads to', () => {
    const nodes = [node('if', 'if', { result: false }), node('yes'), node('no'), node('after-yes'), node('joined')];
    const connections: readonly RunnableConnection[] = [
      { from: 'if', to: 'yes' },
      { from: 'if', to: 'no', branch: 'false' },
      { from: 'yes', to: 'after-yes' },
      { from: 'after-yes', to: 'joined' },
      { from: 'no', to: 'joined' },
    ];
    const { done, end } = story(requested(nodes, connections));
    assert.deepEqual(nodesRun(done), ['if', 'no', 'joined']);
    assert.equal(end.nodeStates['after-yes']?.status, 'skipped');
  });

  it('compensates in reverse order from the failing step on, and rolls back finished nodes before that', () => {
    const undoable = node('paid', 'http-request', { rollback: { url: 'x' } });
    const { done, end } = story(requested([undoable, node('broken', 'fails')], [{ from: 'paid', to: 'broken' }]));
    assert.deepEqual(done.slice(done.indexOf('run-node broken') + 1), [
      'roll-back-node paid',
      'compensate-step execute-nodes',
      'compensate-step initialise-execution',
      'compensate-step reserve-resources',
      'fail',
    ]);
    assert.equal(end.status, 'failed');
  });

  it('compensates all steps when the last one fails', () => {
    const { done } = story(requested([node('a')]), 'save-results');
    const compensated = done.filter((one) => one.startsWith('compensate-step')).map((one) => one.split(' ')[1]);
    assert.deepEqual(compensated, ['save-results', 'execute-nodes', 'initialise-execution', 'reserve-resources']);
  });

  it('goes past a compensation that was given up', () => {
    const failed = evolveExecution(
      requested([]),
      { type: 'execution.step.failed.v1', data: { step: 'initialise-execution', reason: 'x' } },
      at,
    );
    const abandoned = evolveExecution(
      failed,
      { type: 'execution.step.abandoned.v1', data: { step: 'initialise-execution', reason: 'x' } },
      at,
    );
    assert.equal(label(nextAction(abandoned)), 'compensate-step reserve-resources');
  });

  it('goes on after a crash at any event exactly as without it', () => {
    const graph = fc.record({
      types: fc.array(fc.constantFrom('set', 'fails', 'http-request'), { minLength: 1, maxLength: 6 }),
      edges: fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { maxLength: 8 }),
      crashAfter: fc.nat(30),
    });
    fc.assert(
      fc.property(graph, ({ types, edges, crashAfter }) => {
        const nodes = types.map((type, index) => node(`n${index}`, type, { rollback: {} }));
        const connections = edges.filter(([a, b]) => a < b && b < types.length).map(([a, b]) => ({ from: `n${a}`, to: `n${b}` }));
        const start = requested(nodes, connections);
        const whole = story(start);
        const before = whole.events.slice(0, crashAfter);
        const resumed = story(before.reduce<Execution>((state, event) => evolveExecution(state, event, at), start));
        assert.deepEqual([...whole.done.slice(0, before.length), ...resumed.done], whole.done);
        assert.deepEqual(resumed.end, whole.end);
      }),
    );
  });
});

describe('evolveExecution', () => {
  it('throws for a stream that does not begin with the request', () => {
    assert.throws(() => evolveExecution(undefined, { type: 'execution.execution.succeeded.v1', data: {} }, at), /request/);
  });
});
