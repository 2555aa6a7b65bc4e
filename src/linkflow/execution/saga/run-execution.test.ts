import assert from 'node:assert/strict';
import { VersionConflict } from '../../../event-store/event-store.ts';
import type { AggregateRepository, Loaded } from '../../kit/store/aggregate-repository.ts';
import { nodeRunners } from '../nodes/node-runners.ts';
import type { RunnableNode } from '../runnable-workflow.ts';
import { type Execution, type ExecutionEvent, evolveExecution } from './execution.ts';
import type { ActionPerformer } from './perform-action.ts';
import { runExecution } from './run-execution.ts';

const at = new Date('2026-01-01T00:00:00Z');

/** A repository in memory that holds one execution. */
function repositoryOf(nodes: readonly RunnableNode[], input: unknown = {}): AggregateRepository<Execution> & { readonly types: string[] } {
  const data = { id: 'e1', userId: 'u1', workflowId: 'w1', workflowVersion: 1, input, nodes, connections: [] };
  let current: Loaded<Execution> = {
    version: 1,
    state: evolveExecution(undefined, { type: 'execution.execution.requested.v1', data }, at),
  };
  const types: string[] = [];
  return {
    types,
    load: async () => current,
    save: async (_id, loaded, events) => {
      if (loaded.version !== current.version) throw new VersionConflict('e1', loaded.version, current.version);
      for (const event of events) {
        types.push(event.type);
        current = { version: current.version + 1, state: evolveExecution(current.state, event as ExecutionEvent, at) };
      }
      return current;
    },
  };
}

function run(repository: AggregateRepository<Execution>, performer: Partial<ActionPerformer> = {}) {
  const troubles: unknown[] = [];
  const steps: ActionPerformer['steps'] = { do: async () => ({ ok: true }), compensate: async () => undefined };
  const full = {
    steps,
    runners: nodeRunners({ allowedHosts: [] }),
    release: async () => undefined,
    signal: new AbortController().signal,
    ...performer,
  };
  const ended = runExecution({
    id: 'e1',
    repository,
    performer: full,
    compensationTries: 3,
    wait: async () => undefined,
    onTrouble: (error) => troubles.push(error),
  });
  return { ended, troubles };
}

describe('runExecution', () => {
  it('hands outputs on to later nodes and ends with all of them', async () => {
    const nodes = [
      { id: 'a', type: 'set', parameters: { values: { greeting: 'Hello {{input.name}}' } } },
      { id: 'b', type: 'set', parameters: { values: { copy: '{{nodes.a.output.greeting}}' } } },
    ];
    const ended = await run(repositoryOf(nodes, { name: 'Ada' })).ended;
    assert.equal(ended?.state?.status, 'succeeded');
    assert.deepEqual(ended?.state?.nodeStates['b'], { status: 'succeeded', output: { copy: 'Hello Ada' }, rolledBack: false });
  });

  it('fails for a template that leads nowhere, and says which', async () => {
    const ended = await run(repositoryOf([{ id: 'a', type: 'set', parameters: { values: { x: '{{input.missing}}' } } }])).ended;
    assert.equal(ended?.state?.status, 'failed');
    assert.match(ended?.state?.failure?.reason ?? '', /input\.missing/);
  });

  it('fails for a node type nobody can run', async () => {
    const ended = await run(repositoryOf([{ id: 'a', type: 'teleport', parameters: {} }])).ended;
    assert.match(ended?.state?.failure?.reason ?? '', /teleport/);
  });

  it('waits out trouble of ours instead of failing the workflow', async () => {
    let left = 2;
    const flaky: ActionPerformer['steps'] = {
      do: async () => {
        left -= 1;
        if (left >= 0) throw new Error('the database is away');
        return { ok: true };
      },
      compensate: async () => undefined,
    };
    const { ended, troubles } = run(repositoryOf([]), { steps: flaky });
    assert.equal((await ended)?.state?.status, 'succeeded');
    assert.equal(troubles.length, 2);
  });

  it('gives up a compensation that keeps failing, does the others, and says so', async () => {
    const stuck: ActionPerformer['steps'] = {
      do: async (step) => (step === 'save-results' ? { ok: false, reason: 'disk full' } : { ok: true }),
      compensate: async (step) => {
        if (step === 'initialise-execution') throw new Error('stuck');
      },
    };
    const ended = await run(repositoryOf([]), { steps: stuck }).ended;
    assert.equal(ended?.state?.status, 'failed');
    assert.deepEqual(ended?.state?.abandoned, ['initialise-execution']);
    assert.deepEqual(ended?.state?.compensated, ['save-results', 'execute-nodes', 'reserve-resources']);
  });

  it('stops when another process goes on with the execution', async () => {
    const repository = repositoryOf([]);
    const overtaken: AggregateRepository<Execution> = { ...repository, save: () => Promise.reject(new VersionConflict('e1', 1, 2)) };
    assert.equal(await run(overtaken).ended, undefined);
  });

  it('stops between two events when it is aborted', async () => {
    const stopped = new AbortController();
    const steps: ActionPerformer['steps'] = {
      do: async () => {
        stopped.abort();
        return { ok: true };
      },
      compensate: async () => undefined,
    };
    const repository = repositoryOf([]);
    assert.equal(await run(repository, { steps, signal: stopped.signal }).ended, undefined);
    assert.deepEqual(repository.types, ['execution.step.completed.v1']);
  });
});
