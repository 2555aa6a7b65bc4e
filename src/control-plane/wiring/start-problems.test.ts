import assert from 'node:assert/strict';
import { describeProblem } from '../config/config-error.ts';
import type { SluiceConfig } from '../config/sluice-config.ts';
import { memoryLedger } from '../control/ports/testing/memory-ledger.ts';
import { orphanProblems, stalenessProblems } from './start-problems.ts';

const config = {
  file: 'sluice.yaml',
  environment: 'production',
  services: { web: { name: 'web', stalenessSeconds: 30 } },
} as unknown as SluiceConfig;

const requested = (service: string, environment: string) => ({
  kind: 'ReleaseRequested',
  atMs: 1,
  releaseId: `${environment}.${service}.1`,
  service,
  environment,
  version: 'v2',
  plan: { gates: [], steps: [], canary: {} },
});

describe('stalenessProblems', () => {
  it('takes two scrapes, and no less', () => {
    assert.deepEqual(stalenessProblems(config, 15_000), []);
    const [problem] = stalenessProblems(config, 20_000);
    assert.match(
      problem === undefined ? '' : describeProblem(problem),
      /services\.web\.staleness: 30s is shorter than two scrapes .* at least 40s\./,
    );
  });
});

describe('orphanProblems', () => {
  it('names open releases that nobody would drive, and what to do', async () => {
    const ledger = memoryLedger({ now: () => 1 });
    for (const [service, environment] of [
      ['web', 'production'],
      ['web', 'prod'],
      ['shop', 'production'],
    ] as const)
      await ledger.append(`release/${environment}.${service}.1`, 0, [requested(service, environment)]);
    const problems = (await orphanProblems(config, ledger)).map(describeProblem);
    assert.equal(problems.length, 2);
    assert.match(
      problems[0] ?? '',
      /^sluice\.yaml: environment: the release prod\.web\.1 is open, but service web of environment prod .* abort prod\.web\.1/,
    );
    assert.match(problems[1] ?? '', /^sluice\.yaml: services: the release production\.shop\.1 is open/);
  });

  it('has nothing against an empty ledger', async () => {
    assert.deepEqual(await orphanProblems(config, memoryLedger({ now: () => 1 })), []);
  });
});
