import assert from 'node:assert/strict';
import { executionView } from './execution-view.ts';
import type { Execution } from './saga/execution.ts';

const execution: Execution = {
  id: 'e1',
  userId: 'u1',
  workflowId: 'w1',
  workflowVersion: 3,
  input: undefined,
  nodes: ['done', 'undone', 'broken', 'left-out', 'later', 'now'].map((id) => ({ id, type: 'set', parameters: {} })),
  connections: [],
  status: 'failed',
  done: [],
  nodeStates: {
    done: { status: 'succeeded', output: 1, rolledBack: false },
    undone: { status: 'succeeded', output: 2, rolledBack: true },
    broken: { status: 'started', startedAt: '2026-01-01T00:00:00.000Z' },
    'left-out': { status: 'skipped' },
    now: { status: 'started', startedAt: '2026-01-01T00:00:00.000Z' },
  },
  failure: { step: 'execute-nodes', nodeId: 'broken', reason: 'The answer was 500' },
  compensated: [],
  abandoned: ['reserve-resources'],
  requestedAt: '2026-01-01T00:00:00.000Z',
  finishedAt: '2026-01-01T00:00:01.000Z',
};

describe('executionView', () => {
  it('tells how far each node came', () => {
    const statuses = executionView(execution).nodes.map(({ status }) => status);
    assert.deepEqual(statuses, ['succeeded', 'rolled-back', 'failed', 'skipped', 'pending', 'running']);
  });

  it('tells why it failed and what was not undone', () => {
    const { failure, notCompensated, output, input } = executionView(execution);
    assert.equal(failure?.reason, 'The answer was 500');
    assert.deepEqual([notCompensated, output, input], [['reserve-resources'], undefined, null]);
  });

  it('has the outputs once it has succeeded', () => {
    const { failure: _none, ...rest } = execution;
    assert.deepEqual(executionView({ ...rest, status: 'succeeded', abandoned: [] }).output, { done: 1, undone: 2 });
  });
});
