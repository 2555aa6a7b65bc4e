import { ConfigError, type ConfigProblem } from '../config/config-error.ts';
import type { SluiceConfig } from '../config/sluice-config.ts';
import type { Objective } from '../domain/slo/objective.ts';
import { parseObjective } from '../domain/slo/parse-objective.ts';

/** The objectives of all SLO files; throws ConfigError with every problem of every file. Names used twice were refused when the files were read. */
export function readObjectives(config: SluiceConfig): readonly Objective[] {
  const parsed = config.sloDocuments.map(({ file, document }) => ({ file, result: parseObjective(document) }));
  const faults = parsed.flatMap(({ file, result }) => (result.ok ? [] : result.problems.map((message) => problem(file, message))));
  if (faults.length > 0) throw new ConfigError(faults);
  return parsed.flatMap(({ result }) => (result.ok ? [result.objective] : []));
}

function problem(file: string, message: string): ConfigProblem {
  return { file, line: undefined, column: undefined, path: '', message, suggestion: undefined };
}
