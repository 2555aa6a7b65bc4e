import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMetricsEngine } from '../../../metrics-engine/metrics-engine.ts';
import { describeMetricsSource } from '../../../metrics-engine/metrics-source-behaviour.ts';
import { embeddedMetricsSource } from './embedded-metrics-source.ts';

describeMetricsSource('the embedded engine', async (config) => {
  const folder = await mkdtemp(join(tmpdir(), 'embedded-metrics-'));
  const engine = await openMetricsEngine({ config, folder });
  engine.start();
  return {
    source: embeddedMetricsSource(engine),
    async close() {
      await engine.stop();
      await rm(folder, { recursive: true });
    },
  };
});
