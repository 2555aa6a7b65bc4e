import assert from 'node:assert/strict';
import { openScript } from '../open-script.ts';
import type { IterationOutcome, OpenScript } from '../virtual-user.ts';
import { warmUp } from './warm-up.ts';

/** Opens scripts as the engine does, and keeps how their iterations ended. */
function observing(outcomes: IterationOutcome[]): OpenScript {
  return async (request) => {
    const script = await openScript(request);
    return {
      ...script,
      createVirtualUser: async (id, facts, sink) => {
        const user = await script.createVirtualUser(id, facts, sink);
        return {
          id,
          iterate: async (...iteration) => {
            const outcome = await user.iterate(...iteration);
            outcomes.push(outcome);
            return outcome;
          },
          call: (...stage) => user.call(...stage),
          dispose: () => user.dispose(),
        };
      },
    };
  };
}

describe('warmUp', () => {
  it('runs whole iterations of its own script', async () => {
    const outcomes: IterationOutcome[] = [];
    await warmUp(observing(outcomes));
    assert.ok(outcomes.length > 0);
    assert.deepEqual(
      outcomes.filter(({ kind }) => kind !== 'completed'),
      [],
    );
  });

  it('leaves a test as it was where it can not run', async () => {
    await warmUp(() => Promise.reject(new Error('no script')));
  });
});
