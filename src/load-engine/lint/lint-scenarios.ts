import type { Scenario } from '../options/scenario.ts';
import type { Threshold } from '../thresholds/read-thresholds.ts';
import type { Finding } from './finding.ts';
import type { LintInput } from './lint-input.ts';

/** Finds scenarios that would measure another load than the one that was planned. */
export function lintScenarios({ options }: LintInput): readonly Finding[] {
  const { scenarios, thresholds } = options;
  return scenarios.flatMap((scenario): readonly Finding[] => {
    switch (scenario.executor) {
      case 'constant-arrival-rate':
      case 'ramping-arrival-rate':
        return boundsDrops(scenario, thresholds) ? [] : [noBound(scenario)];
      case 'constant-vus':
      case 'ramping-vus':
      case 'shared-iterations':
      case 'per-vu-iterations':
        return judgesLatency(scenario, thresholds) ? [closedLoop(scenario)] : [];
    }
  });
}

const concerns = (scenario: Scenario, { key }: Threshold): boolean => (key.tags['scenario'] ?? scenario.name) === scenario.name;

function boundsDrops(scenario: Scenario, thresholds: readonly Threshold[]): boolean {
  return thresholds.some(
    (threshold) =>
      threshold.key.name === 'dropped_iterations' &&
      concerns(scenario, threshold) &&
      ['<', '<=', '==', '==='].includes(threshold.expression.operator),
  );
}

function judgesLatency(scenario: Scenario, thresholds: readonly Threshold[]): boolean {
  return thresholds.some(
    (threshold) =>
      (threshold.key.name === 'http_req_duration' || threshold.key.name === 'http_req_waiting') && concerns(scenario, threshold),
  );
}

function noBound({ name, executor }: Scenario): Finding {
  return {
    rule: 'no-bound-on-dropped-iterations',
    severity: 'warning',
    place: `options.scenarios.${name}`,
    problem: `${executor} drops the starts for which no virtual user is free, and no threshold bounds how many: the rate may never be reached.`,
    remedy: `Bound them: 'dropped_iterations{scenario:${name}}': ['count<N'], with a hundredth of the planned starts as N.`,
  };
}

function closedLoop({ name, executor }: Scenario): Finding {
  return {
    rule: 'closed-loop',
    severity: 'warning',
    place: `options.scenarios.${name}`,
    problem: `${executor} sends its next request only when the last was answered, so a target that stalls is asked less, and its p95 looks better than users would find it.`,
    remedy: 'Judge latency under constant-arrival-rate or ramping-arrival-rate, which keep their schedule whatever the target does.',
  };
}
