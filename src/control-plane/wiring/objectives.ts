import { ConfigError, type ConfigProblem } from '../config/config-error.ts';
import type { SluiceConfig } from '../config/sluice-config.ts';
import type { Objective } from '../domain/slo/objective.ts';
import { parseObjective } from '../domain/slo/parse-objective.ts';

/** The objectives of all SLO files; throws ConfigError with every problem of every file, and for a name that is used twice. */
export function readObjectives(config: SluiceConfig): readonly Objective[] {
  const parsed = config.sloDocuments.map(({ file, document }) => ({ file, result: parseObjective(document) }));
  const faults = parsed.flatMap(({ file, result }) => (result.ok ? [] : result.problems.map((message) => problem(file, message))));
  const objectives = parsed.flatMap(({ file, result }) => (result.ok ? [{ file, objective: result.objective }] : []));
  const twice = objectives
    .filter(({ objective }, i) => objectives.findIndex((other) => other.objective.name === objective.name) !== i)
    .map(({ file, objective }) => problem(file, `an SLO named ${objective.name} exists already`, 'Give each SLO a name of its own.'));
  if (faults.length + twice.length > 0) throw new ConfigError([...faults, ...twice]);
  return objectives.map(({ objective }) => objective);
}

function problem(file: string, message: string, suggestion?: string): ConfigProblem {
  return { file, line: undefined, column: undefined, path: '', message, suggestion };
}
