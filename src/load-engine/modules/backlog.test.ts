import assert from 'node:assert/strict';
import { Backlog } from './backlog.ts';

function backlog(mostBytes: number): { readonly backlog: Backlog; readonly told: string[] } {
  const told: string[] = [];
  return { backlog: new Backlog(mostBytes, { pause: () => told.push('pause'), resume: () => told.push('resume') }), told };
}

describe('a backlog', () => {
  it('holds the sender back once when there are too many events, and lets it go on when half of them are taken', () => {
    const { backlog: queue, told } = backlog(1_000);
    for (let event = 0; event < 256; event += 1) queue.put(0);
    assert.deepEqual(told, []);
    queue.put(0);
    queue.put(0);
    assert.deepEqual(told, ['pause']);
    for (let event = 258; event > 129; event -= 1) queue.take(0);
    assert.deepEqual(told, ['pause']);
    queue.take(0);
    assert.deepEqual(told, ['pause', 'resume']);
  });

  it('holds the sender back when there are too many bytes, also again', () => {
    const { backlog: queue, told } = backlog(1_000);
    for (let round = 0; round < 2; round += 1) {
      queue.put(1_001);
      queue.take(1_001);
    }
    assert.deepEqual(told, ['pause', 'resume', 'pause', 'resume']);
  });
});
