import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Objective } from './objective.ts';
import { parseObjective } from './parse-objective.ts';

const folder = join(import.meta.dirname, '../../../../alerts/slos');

function objectivesIn(file: string): readonly Objective[] {
  return parseAllDocuments(readFileSync(join(folder, file), 'utf8')).map((document) => {
    assert.deepEqual(document.errors, []);
    const parsed = parseObjective(document.toJS());
    assert.ok(parsed.ok, `${file}: ${parsed.ok ? '' : parsed.problems.join('; ')}`);
    return parsed.objective;
  });
}

const files = readdirSync(folder).filter((file) => /\.ya?ml$/.test(file));

describe('alerts/slos', () => {
  for (const file of files) {
    it(`${file} holds objectives of the service that it is named for`, () => {
      const objectives = objectivesIn(file);
      assert.ok(objectives.length > 0);
      for (const { service } of objectives) assert.equal(service, file.replace(/\.ya?ml$/, ''));
    });
  }

  it('gives each objective a name of its own', () => {
    const names = files.flatMap(objectivesIn).map(({ name }) => name);
    assert.deepEqual([...new Set(names)], names);
  });

  it('promises of workflow-service what the release is judged by: 99.9 % available, 0.1 % errors, p95 within 200 ms', () => {
    const objectives = objectivesIn('workflow-service.yaml');
    assert.deepEqual(
      objectives.map((objective) => [objective.name, objective.kind, objective.budget, objective.windowSeconds / 86_400]),
      [
        ['workflow-service-availability', 'errors', 0.001, 30],
        ['workflow-service-error-rate', 'errors', 0.001, 7],
        ['workflow-service-latency', 'latency', 0.05, 30],
      ],
    );
    const [, , latency] = objectives;
    assert.equal(latency?.kind === 'latency' ? latency.thresholdMs : undefined, 200);
  });
});
