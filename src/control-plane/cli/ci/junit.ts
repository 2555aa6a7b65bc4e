import type { CiGateResult } from '../../control/control-plane.ts';
import type { Reason } from '../../domain/gate/reason.ts';
import { gateHeadline } from '../render/ci-gate-text.ts';
import { quantity } from '../render/figures.ts';
import { escapeXml } from './escape-xml.ts';

type Gate = CiGateResult['gates'][number];

interface TestCase {
  readonly name: string;
  readonly classname: string;
  readonly outcome:
    | { readonly kind: 'passed' }
    | { readonly kind: 'failure' | 'error'; readonly type: string; readonly message: string; readonly details: string };
}

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

// GitLab drops test cases of the same name, so the second of a name is numbered.
function distinctNames(reasons: readonly Reason[]): readonly string[] {
  const seen = new Map<string, number>();
  return reasons.map((reason) => {
    const name = nameOf(reason);
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  });
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
  const names = distinctNames(gate.reasons);
  return gate.reasons.map((reason, index) => reasonCase(gate.gate, reason, names[index] ?? reason.rule));
}

function caseXml({ name, classname, outcome }: TestCase): string {
  const open = `    <testcase name="${escapeXml(name)}" classname="${escapeXml(classname)}"`;
  if (outcome.kind === 'passed') return `${open}/>\n`;
  const { kind, type, message, details } = outcome;
  return `${open}>\n      <${kind} type="${type}" message="${escapeXml(message)}">${escapeXml(details)}</${kind}>\n    </testcase>\n`;
}

function counts(all: readonly TestCase[]): string {
  const of = (kind: TestCase['outcome']['kind']) => all.filter(({ outcome }) => outcome.kind === kind).length;
  return `tests="${all.length}" failures="${of('failure')}" errors="${of('error')}" skipped="0"`;
}

function suiteXml(gate: Gate, timestamp: string): string {
  const all = cases(gate);
  return `  <testsuite name="${escapeXml(gate.gate)}" ${counts(all)} timestamp="${timestamp}">\n${all.map(caseXml).join('')}  </testsuite>\n`;
}

/**
 * The result as JUnit XML (no standard; the subset that GitHub, GitLab and Jenkins read): a suite for each gate, a case for each reason.
 *
 * `failure` is a measured breach, `error` what could not be measured or told. A run without gates has one case in error, so that it can't read as green.
 */
export function junitXml(result: CiGateResult): string {
  const timestamp = new Date(result.startedAtMs).toISOString().slice(0, 19);
  const seconds = ((result.finishedAtMs - result.startedAtMs) / 1000).toFixed(3);
  const none: Gate = { gate: 'budget', verdict: 'error', problem: gateHeadline(result) };
  const gates = result.gates.length === 0 ? [none] : result.gates;
  const suites = gates.map((gate) => suiteXml(gate, timestamp)).join('');
  const name = escapeXml(`sluice gate ${result.service} ${result.version}`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${name}" ${counts(gates.flatMap(cases))} time="${seconds}" timestamp="${timestamp}">\n${suites}</testsuites>\n`;
}
