import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCollectorConfig } from './collector-config.ts';

describe('collector/prometheus.yaml', () => {
  it('is a configuration that the collector takes, with targets', () => {
    const { jobs } = parseCollectorConfig(readFileSync(join(import.meta.dirname, '../../../collector/prometheus.yaml'), 'utf8'));
    assert.ok(jobs.length > 0);
    assert.ok(jobs.every(({ targets }) => targets.length > 0));
  });
});
