import assert from 'node:assert/strict';
import { manualClock } from '../control/testing/manual-clock.ts';
import { startInMemory } from './testing/run-in-memory.ts';

const hanging = ['gate', 'stuck', '--version', 'v2', '--url', 'http://h'];

async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

describe('the limits of a command', () => {
  it('end the process when its clean-up takes longer than 30 s after Ctrl-C', async () => {
    const clock = manualClock();
    const run = startInMemory(hanging, { clock });
    run.interrupt();
    clock.advance(29_999);
    await settled();
    assert.deepEqual(run.exits, []);
    clock.advance(1);
    await settled();
    assert.deepEqual(run.exits, [130]);
  });

  it('end it with 124 when it does not even end after its time is over', async () => {
    const clock = manualClock();
    const run = startInMemory([...hanging, '--timeout', '1m'], { clock });
    clock.advance(60_000);
    await settled();
    clock.advance(30_000);
    await settled();
    assert.deepEqual(run.exits, [124]);
  });

  it('leave no timer behind when the command is done in time', async () => {
    const clock = manualClock();
    const run = startInMemory(['ledger', 'verify', '--offline', '--timeout', '1m'], { clock });
    assert.equal((await run.done).code, 0);
    assert.equal(clock.sleepers(), 0);
  });
});
