import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { readEnvironment } from './environment.ts';
import { loadConfig } from './load-config.ts';

describe('sluice.yaml of this repository', () => {
  it('is a valid configuration that governs the workflow service through all gates', async () => {
    const folder = fileURLToPath(new URL('../../..', import.meta.url));
    const config = await loadConfig({ environment: readEnvironment({}), folder });
    const service = config.services['workflow-service'];
    assert.deepEqual(service?.gates, ['freeze', 'contract', 'load', 'budget']);
    assert.deepEqual(
      service?.steps.map(({ trafficPercent }) => trafficPercent),
      [10, 25, 50, 75, 100],
    );
  });
});
