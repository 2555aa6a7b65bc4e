import assert from 'node:assert/strict';
import { runInMemory } from '../testing/run-in-memory.ts';

describe('sluice load merge', () => {
  it('prints the summary of the whole, and has the exit code of a run', async () => {
    const { code, stdout } = await runInMemory(['load', 'merge', 'a.json', 'b.json']);
    assert.deepEqual([code, stdout.trim()], [0, 'the summary']);
  });

  it('is one document for programs', async () => {
    const { code, stdout } = await runInMemory(['load', 'merge', '--json', 'a.json', 'b.json', '--out', 'record=whole.json']);
    assert.equal(code, 0);
    assert.equal((JSON.parse(stdout) as { end?: string }).end, 'passed');
  });

  it('needs records', async () => {
    const { code, stderr } = await runInMemory(['load', 'merge']);
    assert.notEqual(code, 0);
    assert.match(stderr, /missing required argument 'records'/);
  });
});
