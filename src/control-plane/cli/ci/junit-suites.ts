import { escapeXml } from './escape-xml.ts';

/** One case of a suite: `failure` is a measured breach, `error` what could not be measured or told. */
export interface TestCase {
  readonly name: string;
  readonly classname: string;
  readonly outcome:
    | { readonly kind: 'passed' }
    | { readonly kind: 'failure' | 'error'; readonly type: string; readonly message: string; readonly details: string };
}

/** A suite with its cases. */
export interface TestSuite {
  readonly name: string;
  readonly cases: readonly TestCase[];
}

/** Several suites of one run. */
export interface TestSuites {
  readonly name: string;
  readonly startedAtMs: number;
  readonly finishedAtMs: number;
  readonly suites: readonly TestSuite[];
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

/** JUnit XML: there is no standard; this is the subset that GitHub, GitLab and Jenkins read. */
export function junitSuites({ name, startedAtMs, finishedAtMs, suites }: TestSuites): string {
  const timestamp = new Date(startedAtMs).toISOString().slice(0, 19);
  const seconds = ((finishedAtMs - startedAtMs) / 1000).toFixed(3);
  const inside = suites.map(
    (suite) =>
      `  <testsuite name="${escapeXml(suite.name)}" ${counts(suite.cases)} timestamp="${timestamp}">\n${suite.cases.map(caseXml).join('')}  </testsuite>\n`,
  );
  const all = counts(suites.flatMap(({ cases }) => cases));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${escapeXml(name)}" ${all} time="${seconds}" timestamp="${timestamp}">\n${inside.join('')}</testsuites>\n`;
}

/** GitLab drops test cases of the same name, so the second of a name is numbered. */
export function distinctNames(names: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  });
}
