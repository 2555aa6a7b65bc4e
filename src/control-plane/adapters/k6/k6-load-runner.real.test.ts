import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { describeLoadRunner } from '../../control/ports/load-runner-behaviour.ts';
import { createK6LoadRunner } from './k6-load-runner.ts';

const { K6_BIN, PATH = '', HOME = '' } = process.env;

describe(`the k6 adapter without a k6${K6_BIN === undefined ? ' (K6_BIN is unset, so no real k6 is tested: set it to the path of an installed k6)' : ''}`, () => {
  for (const binary of ['k6-that-nobody-installed', '/nowhere/k6']) {
    it(`refuses to run, and says what to do, when there is no "${binary}"`, async () => {
      const runner = createK6LoadRunner({ binary, workingFolder: tmpdir(), processEnv: { PATH }, runId: () => 'none' });
      const outcome = await runner.run({
        scriptPath: '/scripts/orders.ts',
        env: {},
        secrets: {},
        signal: new AbortController().signal,
        onProgress: () => {},
        onLog: () => {},
        deadlineMs: 10_000,
        memoryBytes: 1e9,
      });
      assert.deepEqual(outcome, {
        kind: 'refused',
        message: `there is no k6 at "${binary}": install k6 and put it on the PATH, or set load.runner to embedded, which needs no k6`,
        location: undefined,
      });
    });
  }
});

if (K6_BIN !== undefined) {
  const create = (workingFolder: string) =>
    createK6LoadRunner({ binary: K6_BIN, workingFolder, processEnv: { PATH, HOME }, runId: () => 'real' });
  describeLoadRunner('k6', create);
}
