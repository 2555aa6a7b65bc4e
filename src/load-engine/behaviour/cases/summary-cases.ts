import type { BehaviourCase } from '../behaviour-case.ts';

/** What a run says at its end. */
export const summaryCases: readonly BehaviourCase[] = [
  {
    name: 'shows its metrics and how its thresholds came out',
    script: 'export default function () { http.get(base + "/status/200"); }',
    options: { iterations: 3, thresholds: { http_reqs: ['count>=3'], http_req_failed: ['rate<0.01'] } },
    expected: { output: [/http_req_duration/, /http_reqs\.*:? +3\b/, /iterations\.*:? +3\b/], exitCode: 0 },
  },
  {
    name: 'writes what handleSummary returns, and nothing of the standard summary',
    script: `export default function () { http.get(base + '/status/200'); }
      export function handleSummary(data) { return { stdout: 'requests: ' + data.metrics.http_reqs.values.count + ' failed: ' + data.metrics.http_req_failed.values.rate }; }`,
    options: { iterations: 3 },
    expected: { output: [/requests: 3 failed: 0/], silent: [/http_req_waiting/] },
  },
  {
    name: 'tells handleSummary its thresholds, checks, groups and setup data',
    script: `export function setup() { return { run: 7 }; }
      export default function () { group('shop', () => check(1, { one: (n) => n === 1 })); http.get(base + '/status/200'); }
      export function handleSummary(data) {
        const [shop] = data.root_group.groups;
        const facts = [data.setup_data.run, data.metrics.http_reqs.thresholds['count>=2'].ok, shop.name, shop.checks[0].name, shop.checks[0].passes, data.state.testRunDurationMs > 0, data.metrics.http_req_duration.type];
        return { stdout: 'facts ' + JSON.stringify(facts) };
      }`,
    options: { iterations: 2, thresholds: { http_reqs: ['count>=2'] } },
    expected: { output: [/facts \[7,true,"shop","one",2,true,"trend"\]/] },
  },
  {
    name: 'asks for the statistics that its summary shows',
    script: `export default function () { http.get(base + '/status/200'); }
      export function handleSummary(data) { return { stdout: 'has ' + Object.keys(data.metrics.http_req_duration.values).sort().join(' ') }; }`,
    options: { iterations: 2, summaryTrendStats: ['min', 'p(99.5)', 'count'] },
    expected: { output: [/has count min p\(99\.5\)/] },
  },
  {
    name: 'shows the standard summary when handleSummary throws, and says so',
    script: `export default function () {} export function handleSummary() { throw new Error('no template'); }`,
    options: { iterations: 2 },
    expected: { output: [/no template/, /iterations/] },
  },
  {
    name: 'logs by console, each level',
    script: `export default function () { console.log('one ' + 1); console.info('two'); console.warn('three'); console.error('four', { a: 1 }); }`,
    options: { iterations: 1 },
    expected: { output: [/one 1/, /two/, /three/, /four/] },
  },
];
