import type { CiGateResult } from '../../control/control-plane.ts';
import type { Reason } from '../../domain/gate/reason.ts';
import { gateHeadline } from '../render/ci-gate-text.ts';
import { quantity } from '../render/figures.ts';
import { distinctNames, junitSuites, type TestCase } from './junit-suites.ts';

type Gate = CiGateResult['gates'][number];

function details(reason: Reason): string {
  const figures = [
    `observed: ${quantity(reason.observed, reason.unit)}`,
    `limit: ${quantity(reason.limit, reason.unit)}`,
    `samples: ${quantity(reason.samples, undefined)}`,
  ];
  const more = [
    reason.query === undefined ? [] : [`query: ${reason.query}`],
    reason.remedy === undefined ? [] : [`what would change it: ${reason.remedy}`],
  ];
  return [reason.sentence, ...figures, ...more.flat()].join('\n');
}

function reasonCase(gate: string, reason: Reason, name: string): TestCase {
  const classname = `sluice.${gate}`;
  if (reason.verdict === 'pass') return { name, classname, outcome: { kind: 'passed' } };
  const kind = reason.verdict === 'fail' ? 'failure' : 'error';
  return {
    name,
    classname,
    outcome: { kind, type: reason.verdict === 'fail' ? 'breached' : 'inconclusive', message: reason.sentence, details: details(reason) },
  };
}

/** The rule, with the expression of a threshold behind it: `threshold http_req_duration p(95)<200`. It stays the same from run to run, unlike the figures. */
function nameOf({ rule, sentence }: Reason): string {
  const expression = /^(\S+ \S.*?) (?:holds|is crossed|was not measured|was not answered): /.exec(sentence)?.[1];
  return rule.startsWith('threshold') && expression !== undefined ? `${rule} ${expression}` : rule;
}

function cases(gate: Gate): readonly TestCase[] {
  const classname = `sluice.${gate.gate}`;
  if (gate.verdict === 'error')
    return [
      { name: 'measured', classname, outcome: { kind: 'error', type: 'not-measured', message: gate.problem, details: gate.problem } },
    ];
  if (gate.reasons.length === 0) {
    const message = `The ${gate.gate} gate looked at nothing.`;
    return [{ name: 'measured', classname, outcome: { kind: 'error', type: 'inconclusive', message, details: message } }];
  }
  const names = distinctNames(gate.reasons.map(nameOf));
  return gate.reasons.map((reason, index) => reasonCase(gate.gate, reason, names[index] ?? reason.rule));
}

/**
 * The result as JUnit XML: a suite for each gate, a case for each reason.
 *
 * `failure` is a measured breach, `error` what could not be measured or told. A run without gates has one case in error, so that it can't read as green.
 */
export function junitXml(result: CiGateResult): string {
  const { service, version, startedAtMs, finishedAtMs } = result;
  const none: Gate = { gate: 'budget', verdict: 'error', problem: gateHeadline(result) };
  const gates = result.gates.length === 0 ? [none] : result.gates;
  const suites = gates.map((gate) => ({ name: gate.gate, cases: cases(gate) }));
  return junitSuites({ name: `sluice gate ${service} ${version}`, startedAtMs, finishedAtMs, suites });
}
