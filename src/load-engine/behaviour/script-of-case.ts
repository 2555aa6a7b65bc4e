import type { BehaviourCase } from './behaviour-case.ts';

const imports = `import { check, fail, group, sleep } from 'k6';
import { SharedArray } from 'k6/data';
import exec from 'k6/execution';
import http from 'k6/http';
import { Counter, Gauge, Rate, Trend } from 'k6/metrics';

const base = __ENV.ORIGIN;
const secure = __ENV.SECURE;
`;

/** What is always true of a metric once it has a sample: a part is measured only where a threshold asks for it. */
const always: Readonly<Record<string, string>> = {
  http_req_failed: 'rate>=0',
  checks: 'rate>=0',
  vus: 'value>=0',
  vus_max: 'value>=0',
  http_req_duration: 'max>=0',
  iteration_duration: 'max>=0',
  group_duration: 'max>=0',
};

/** The whole text of a case's script: imports, options with a threshold for each part that is counted, and what the case says. */
export function scriptOfCase({ script, options, expected, onK6 }: BehaviourCase): string {
  const counted = [expected, onK6].flatMap((expectation) => Object.keys(expectation?.counts ?? {}));
  const parts = counted.flatMap((key) => key.split(' + ')).filter((key) => key.includes('{'));
  if (options === undefined) {
    if (parts.length > 0) throw new Error(`${parts.join(', ')} can't be counted: the case has no options that a threshold could go into`);
    return imports + script;
  }
  const own = options['thresholds'] as Readonly<Record<string, unknown>> | undefined;
  const thresholds = {
    ...Object.fromEntries(parts.map((part) => [part, [always[part.slice(0, part.indexOf('{'))] ?? 'count>=0']])),
    ...own,
  };
  return `${imports}\nexport const options = ${JSON.stringify({ ...options, thresholds })};\n${script}`;
}
