import type { BehaviourCase } from '../behaviour-case.ts';

const get = 'export default function () { http.get(`${base}/status/200`); }';
const fail = 'export default function () { http.get(`${base}/status/500`); sleep(0.05); }';

const judged = (name: string, metric: string, expression: string, kept: boolean, script = get, iterations = 4): BehaviourCase => ({
  name,
  script,
  options: { iterations, thresholds: { [metric]: [expression] } },
  expected: { thresholds: { [`${metric} ${expression}`]: kept }, exitCode: kept ? 0 : 99 },
});

const custom = (declaration: string, adding: string): string => `const mine = ${declaration}; export default function () { ${adding} }`;

/** Thresholds of every kind, how they end a test, and what they say about nothing. */
export const thresholdCases: readonly BehaviourCase[] = [
  judged('keeps a counter threshold that it meets', 'http_reqs', 'count==4', true),
  judged('misses a counter threshold', 'http_reqs', 'count>4', false),
  judged('is judged by the rate of a counter', 'http_reqs', 'rate>0.1', true),
  judged('is judged by a rate', 'http_req_failed', 'rate<0.01', true),
  judged('misses a rate', 'http_req_failed', 'rate<0.01', false, fail),
  judged('is judged by the least of a trend', 'http_req_duration', 'min>=0', true),
  judged('is judged by the greatest of a trend', 'http_req_duration', 'max<0', false),
  judged('is judged by the mean of a trend', 'mine', 'avg===2.5', true, custom("new Trend('mine')", 'mine.add(__ITER + 1);')),
  judged('is judged by the median of a trend', 'mine', 'med==2.5', true, custom("new Trend('mine')", 'mine.add(__ITER + 1);')),
  judged('is judged by a percentile of a trend', 'mine', 'p(95)<100', true, custom("new Trend('mine')", 'mine.add(__ITER + 1);')),
  judged('is judged by a percentile with decimals', 'mine', 'p(99.9)>3.9', true, custom("new Trend('mine')", 'mine.add(__ITER + 1);')),
  judged(
    'is judged by how many samples a percentile leaves above',
    'mine',
    'p(95)<10',
    false,
    custom("new Trend('mine')", 'mine.add(__ITER < 15 ? 1 : 100);'),
    20,
  ),
  judged('is judged by the last value of a gauge', 'mine', 'value==4', true, custom("new Gauge('mine')", 'mine.add(__ITER + 1);')),
  judged('is judged by the sum of a custom counter', 'mine', 'count==10', true, custom("new Counter('mine')", 'mine.add(__ITER + 1);')),
  judged('is judged by a custom rate', 'mine', 'rate==0.5', true, custom("new Rate('mine')", 'mine.add(__ITER % 2 === 0);')),
  judged('is judged by != too', 'http_reqs', 'count!=4', false),
  judged('is judged by <= on the limit', 'http_reqs', 'count<=4', true),
  judged('is judged by an expression with spaces', 'http_reqs', 'count != 5', true),
  {
    name: 'is judged by a part of its requests alone',
    script:
      'export default function () { http.get(`${base}/status/500`, { tags: { part: "old" } }); http.get(`${base}/status/200`, { tags: { part: "new" } }); }',
    options: { iterations: 3, thresholds: { 'http_req_failed{part:new}': ['rate<0.01'], 'http_req_failed{part:old}': ['rate<0.01'] } },
    expected: {
      thresholds: { 'http_req_failed{part:new} rate<0.01': true, 'http_req_failed{part:old} rate<0.01': false },
      exitCode: 99,
    },
  },
  {
    name: 'is judged by several expressions of one metric, each for itself',
    script: get,
    options: { iterations: 4, thresholds: { http_reqs: ['count>=4', 'count>=5'] } },
    expected: { thresholds: { 'http_reqs count>=4': true, 'http_reqs count>=5': false }, exitCode: 99 },
  },
  {
    name: 'runs to its end when a threshold without abortOnFail fails',
    script: fail,
    options: { iterations: 5, thresholds: { http_req_failed: [{ threshold: 'rate<0.01' }] } },
    expected: { counts: { iterations: 5 }, thresholds: { 'http_req_failed rate<0.01': false }, exitCode: 99 },
  },
  {
    name: 'ends early at a threshold with abortOnFail',
    script: fail,
    options: { vus: 1, duration: '40s', thresholds: { http_req_failed: [{ threshold: 'rate<0.01', abortOnFail: true }] } },
    expected: { counts: { iterations: [1, 300] }, thresholds: { 'http_req_failed rate<0.01': false }, exitCode: 99 },
  },
  {
    name: 'does not end before delayAbortEval',
    script: fail,
    options: {
      vus: 1,
      duration: '3s',
      thresholds: { http_req_failed: [{ threshold: 'rate<0.01', abortOnFail: true, delayAbortEval: '30s' }] },
    },
    expected: { counts: { iterations: [1, 60] }, thresholds: { 'http_req_failed rate<0.01': false }, exitCode: 99 },
  },
  {
    name: 'does not pass a threshold on a metric that never had a sample',
    script: 'export default function () {}',
    options: { iterations: 2, thresholds: { http_req_duration: ['p(95)<200'] } },
    expected: { thresholds: { 'http_req_duration p(95)<200': false }, exitCode: 99 },
    onK6: {
      because: 'k6 takes a trend without samples for 0 ms, so that a run which measured nothing passes; ours fails it',
      thresholds: { 'http_req_duration p(95)<200': true },
      exitCode: 0,
    },
  },
  {
    name: 'does not pass a threshold on a tag that never occurs',
    script: get,
    options: { iterations: 2, thresholds: { 'http_req_failed{part:checkout}': ['rate<0.01'] } },
    expected: { thresholds: { 'http_req_failed{part:checkout} rate<0.01': false }, exitCode: 99 },
    onK6: { because: 'k6 passes a rate without samples, so that a misspelt tag is a green gate; ours fails it', exitCode: 0 },
  },
  {
    name: 'does not pass a bound from above on a counter of its own that nothing was added to',
    script: "const mine = new Counter('mine'); export default function () {}",
    options: { iterations: 2, thresholds: { mine: ['count<10'] } },
    expected: { thresholds: { 'mine count<10': false }, exitCode: 99 },
    onK6: { because: 'k6 takes a counter without samples for 0, which is below any bound; ours wants to have counted', exitCode: 0 },
  },
  {
    name: 'passes a bound on dropped iterations when none was dropped',
    script: get,
    options: {
      scenarios: { one: { executor: 'constant-arrival-rate', rate: 10, duration: '1s', preAllocatedVUs: 10 } },
      thresholds: { dropped_iterations: ['count<5'] },
    },
    expected: { thresholds: { 'dropped_iterations count<5': true }, exitCode: 0 },
  },
  {
    name: 'with a threshold that is no expression is refused',
    script: get,
    options: { iterations: 1, thresholds: { http_reqs: ['count is 3'] } },
    expected: { counts: { iterations: 0 }, exitCode: 104, seen: { requests: 0 } },
  },
  {
    name: 'with a method that the metric does not have is refused',
    script: get,
    options: { iterations: 1, thresholds: { http_reqs: ['p(95)<200'] } },
    expected: { counts: { iterations: 0 }, exitCode: 104, seen: { requests: 0 } },
  },
  {
    name: 'with a threshold on a metric that does not exist is refused by its name',
    script: get,
    options: { iterations: 1, thresholds: { http_req_durations: ['p(95)<200'] } },
    expected: { counts: { iterations: 0 }, output: [/http_req_durations/], exitCode: 104, seen: { requests: 0 } },
  },
];
