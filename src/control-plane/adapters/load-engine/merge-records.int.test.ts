import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { processLoadEngine } from './process-load-engine.ts';

const merge = (records: readonly string[], outputs: readonly string[] = []) =>
  processLoadEngine({ processEnv: {}, memoryBytes: 512 * 1024 * 1024 }).merge({
    records,
    outputs,
    workingFolder: tmpdir(),
    signal: new AbortController().signal,
    onLog: () => {},
  });

describe('merging records in a process of the engine', () => {
  it('refuses an output of samples, which records do not have, and one that there is not', async () => {
    const [samples, unknown] = [await merge(['a', 'b'], ['json=x']), await merge(['a', 'b'], ['htlm=x'])];
    assert.ok(samples.kind === 'refused' && /records have no single samples/.test(samples.message));
    assert.ok(unknown.kind === 'refused' && /did you mean "html"/.test(unknown.message));
  });

  it('passes on why the engine refuses', async () => {
    const missing = await merge(['no-such-record.json', 'b.json']);
    assert.ok(missing.kind === 'refused' && missing.blame === 'options');
    assert.match(missing.message, /no-such-record\.json can't be read: ENOENT/);
  });
});
