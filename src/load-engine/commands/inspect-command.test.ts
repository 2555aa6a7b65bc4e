import assert from 'node:assert/strict';
import { inMemoryScript } from '../in-memory-script.ts';
import { manualClock } from '../manual-clock.ts';
import type { InspectCommand, LastMessage } from '../run-protocol.ts';
import { inspectCommand } from './inspect-command.ts';

const unused = (): never => assert.fail('nothing is run');

async function inspect(options: Readonly<Record<string, unknown>>, changes: Partial<InspectCommand> = {}): Promise<LastMessage> {
  const clock = manualClock();
  const script = inMemoryScript({ clock, options, iterate: ({ take }) => take(1) });
  const request: InspectCommand = {
    command: 'inspect',
    scriptPath: script.path,
    workingFolder: '/nowhere',
    env: {},
    secrets: {},
    limits: { memoryBytes: 1, initMs: 1, allowedHosts: undefined, maxVus: 10 },
    processMemoryBytes: 1,
    ...changes,
  };
  const openScript = async () => script;
  const signal = new AbortController().signal;
  return inspectCommand(request, {
    write: () => {},
    mask: (value) => value,
    signal,
    clock,
    openScript,
    startThread: unused,
    watchGenerator: unused,
  });
}

describe('inspectCommand', () => {
  it('tells the options with their scenarios, how long they may take and how many users they may have', async () => {
    const scenarios = {
      first: { executor: 'constant-vus', vus: 3, duration: '10s', gracefulStop: '5s' },
      second: { executor: 'constant-arrival-rate', rate: 1, duration: '10s', preAllocatedVUs: 1, maxVUs: 7, startTime: '10s' },
      third: { executor: 'shared-iterations', vus: 2, startTime: '1m', maxDuration: '10s', gracefulStop: '0s' },
    };
    assert.deepEqual(await inspect({ scenarios }), {
      type: 'inspected',
      inspection: { options: { scenarios }, totalDurationMs: 70_000, maxVus: 10, warnings: [] },
    });
  });

  it('tells what comes from outside', async () => {
    const answer = await inspect({ vus: 1, iterations: 1 }, { optionLayers: { flags: { vus: '4' }, environment: {}, file: {} } });
    assert.ok(answer.type === 'inspected');
    assert.deepEqual([answer.inspection.maxVus, answer.inspection.options['vus']], [1, 4]);
  });

  it('refuses what would not be run', () => assert.rejects(inspect({ vus: 0 }), { name: 'OptionsRefused' }));
});
