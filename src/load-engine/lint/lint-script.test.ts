import assert from 'node:assert/strict';
import { BUILTIN_METRICS } from '../metrics/builtin-metrics.ts';
import { consolidateOptions } from '../options/consolidate-options.ts';
import type { MetricDeclaration } from '../virtual-user.ts';
import type { Finding } from './finding.ts';
import { lintScript } from './lint-script.ts';

const custom: readonly MetricDeclaration[] = [
  { name: 'refund_errors', type: 'rate', contains: 'default' },
  { name: 'refunds', type: 'counter', contains: 'default' },
];

function lint(options: Readonly<Record<string, unknown>>, text = ''): readonly Finding[] {
  const script = { options, exportedFunctions: ['default'], declaredMetrics: custom };
  return lintScript({
    options: consolidateOptions(script),
    metrics: [...BUILTIN_METRICS, ...custom],
    sources: [{ name: 'gate.ts', text }],
  });
}

const rules = (options: Readonly<Record<string, unknown>>, text = ''): readonly string[] => lint(options, text).map(({ rule }) => rule);
const open = { executor: 'constant-arrival-rate', rate: 100, duration: '1m', preAllocatedVUs: 50 };
const bounds = { http_reqs: ['count>=5900'], dropped_iterations: ['count<60'] };

const tagged = (key: string, text: string, more: Readonly<Record<string, unknown>> = {}): readonly string[] =>
  lint({ scenarios: { gate: open }, thresholds: { dropped_iterations: ['count<60'], [`http_reqs{${key}}`]: ['count>1'] }, ...more }, text)
    .filter(({ rule }) => rule === 'tag-never-matches')
    .map(({ problem }) => problem.replace(/^.*it: (.*)\. On k6.*$/, '$1'));

describe('lintScript', () => {
  it('finds nothing in a gate that demands its evidence', () => {
    const thresholds = { ...bounds, http_req_duration: ['p(95)<200'], http_req_failed: ['rate<0.01'], checks: ['rate>0.99'] };
    assert.deepEqual(lint({ scenarios: { gate: open }, thresholds }, 'check(r, { up: (x) => x.status === 200 })'), []);
  });

  it('finds a script without thresholds', () => assert.deepEqual(rules({ iterations: 1 }), ['no-thresholds']));

  const vacuous: readonly (readonly [string, string])[] = [
    ['http_req_duration', 'p(95)<200'],
    ['http_req_duration{expected_response:true}', 'avg<=200'],
    ['http_req_failed', 'rate<0.01'],
    ['refund_errors', 'rate>0.5'],
    ['refunds', 'count<5'],
    ['vus', 'value<5'],
    ['refunds', 'count>-1'],
    ['refunds', 'count!=3'],
  ];
  for (const [metric, expression] of vacuous) {
    it(`finds that ${metric} ${expression} needs no evidence`, () => {
      const found = lint({ scenarios: { gate: open }, thresholds: { dropped_iterations: ['count<60'], [metric]: [expression] } });
      assert.deepEqual(
        found.map(({ rule, place }) => [rule, place]),
        [['passes-without-evidence', `options.thresholds['${metric}']`]],
      );
    });
  }

  for (const [metric, expression] of [
    ['http_reqs', 'count>=100'],
    ['http_reqs', 'rate>99'],
    ['refunds', 'count>0'],
    ['http_req_duration', 'max>1'],
  ] as const) {
    it(`takes ${metric} ${expression} for a threshold that nothing at all can't meet`, () => {
      assert.deepEqual(rules({ scenarios: { gate: open }, thresholds: { dropped_iterations: ['count<60'], [metric]: [expression] } }), []);
    });
  }

  it('wants the evidence for the very part that is judged', () => {
    const part = 'http_req_duration{scenario:gate}';
    assert.deepEqual(rules({ scenarios: { gate: open }, thresholds: { ...bounds, [part]: ['p(95)<200'] } }), ['passes-without-evidence']);
    assert.deepEqual(
      rules({ scenarios: { gate: open }, thresholds: { ...bounds, [part]: ['p(95)<200'], 'http_reqs{scenario:gate}': ['count>9'] } }),
      [],
    );
  });

  it('takes any count that is demanded for evidence, a custom one too', () => {
    const drops = { dropped_iterations: ['count<60'] };
    assert.deepEqual(
      rules({ scenarios: { gate: open }, thresholds: { ...drops, refunds: ['count>=5'], refund_errors: ['rate<0.1'] } }),
      [],
    );
  });

  for (const [metric, text, evidence] of [
    ['http_req_failed', "import http from 'k6/http'", 'http_reqs'],
    ['ws_connecting', "import ws from 'k6/ws'", 'ws_sessions'],
    ['grpc_req_duration', "import grpc from 'k6/net/grpc'; import http from 'k6/http'", 'iterations'],
    ['refund_errors', "import grpc from 'k6/net/grpc'", 'iterations'],
  ] as const) {
    it(`names ${evidence} as evidence for ${metric} of ${text}`, () => {
      const expression = metric.includes('req_failed') || metric.includes('errors') ? 'rate<0.1' : 'avg<5';
      const [found] = lint({ scenarios: { gate: open }, thresholds: { dropped_iterations: ['count<60'], [metric]: [expression] } }, text);
      assert.match(found?.remedy ?? '', new RegExp(`'${evidence}'`));
    });
  }

  it('finds a rate without a bound on what it drops, for each scenario', () => {
    const thresholds = { http_reqs: ['count>9'], 'dropped_iterations{scenario:one}': ['count<60'] };
    const found = lint({ scenarios: { one: open, other: open }, thresholds });
    assert.deepEqual(
      found.map(({ rule, place }) => [rule, place]),
      [['no-bound-on-dropped-iterations', 'options.scenarios.other']],
    );
  });

  it('finds latency judged under a closed loop', () => {
    const thresholds = { http_reqs: ['count>9'], http_req_duration: ['p(95)<200'] };
    assert.deepEqual(rules({ vus: 5, duration: '1m', thresholds }), ['closed-loop']);
    assert.deepEqual(rules({ vus: 5, duration: '1m', thresholds: { http_reqs: ['count>9'] } }), []);
  });

  it('finds a threshold that may abort on its first samples', () => {
    const thresholds = { ...bounds, http_req_failed: [{ threshold: 'rate<0.1', abortOnFail: true }] };
    assert.deepEqual(rules({ scenarios: { gate: open }, thresholds }), ['aborts-on-few-samples']);
  });

  const never: readonly (readonly [string, string, string])[] = [
    ['name:Login', "http.get(url, { tags: { name: 'login' } })", 'nothing in the script says "Login"'],
    ['name:Login', "// tags: { name: 'Login' }", 'nothing in the script says "Login"'],
    ['flow:buy', "http.get(url, { tags: { name: 'buy' } })", 'nothing in the script sets a tag "flow"'],
    ['flow:buy', "http.get(url, { tags: { flow: 'browse' } })", 'nothing in the script says "buy"'],
    ['group:checkout', "group('checkout', () => {})", 'the tag of a group starts with two colons: group:::checkout'],
    ['group:::checkout', "group('check out', () => {})", 'nothing in the script says "checkout"'],
    ['method:get', '', 'methods are written in capitals: "GET"'],
    ['status:ok', '', '"ok" is no HTTP status'],
    ['expected_response:yes', '', '"expected_response" is true or false'],
    ['check:is up', 'check(r, { up: f })', 'nothing in the script says "is up"'],
  ];
  for (const [key, text, why] of never) it(`finds that {${key}} never matches: ${why}`, () => assert.deepEqual(tagged(key, text), [why]));

  it('finds a tag that systemTags leaves out', () => {
    assert.deepEqual(tagged('status:200', '', { systemTags: ['name'] }), ['options.systemTags leaves "status" out']);
  });

  const possible: readonly (readonly [string, string])[] = [
    ['name:Login', "http.get(url, { tags: { name: 'Login' } })"],
    ['name:GET /orders/7', 'http.get(url, { tags: { name: `GET /orders/${id}` } })'],
    ['flow:buy', 'http.get(url, { tags: { flow: "buy" } })'],
    ['flow:buy', 'http.get(url, { tags: { flow: user.flow } })'],
    ['flow:buy', 'check(r, {}, { flow })'],
    ['flow:buy', "exec.vu.tags['flow'] = flowOf(user)"],
    ['group:::a::b', "group('a', () => group('b', () => {}))"],
    ['group:::setup', ''],
    ['scenario:gate', ''],
    ['status:503', ''],
    ['error_code:1050', ''],
    ['method:POST', ''],
  ];
  for (const [key, text] of possible) it(`takes {${key}} for possible`, () => assert.deepEqual(tagged(key, text), []));

  it('takes tags of the options and of a scenario for possible', () => {
    assert.deepEqual(tagged('team:red', '', { tags: { team: 'red' } }), []);
    assert.deepEqual(tagged('team:red', '', { scenarios: { gate: { ...open, tags: { team: 'red' } } } }), []);
  });

  it('finds checks that nothing judges, with their place', () => {
    const found = lint({ scenarios: { gate: open }, thresholds: bounds }, '\n  check(r, {})');
    assert.deepEqual(
      found.map(({ rule, place }) => [rule, place]),
      [['checks-are-not-judged', 'gate.ts:2:3']],
    );
  });

  it('advises against sleeping in an open model, and not in a closed one', () => {
    assert.deepEqual(rules({ scenarios: { gate: open }, thresholds: bounds }, 'sleep(1)'), ['sleep-in-open-model']);
    assert.deepEqual(rules({ vus: 1, duration: '1s', thresholds: { http_reqs: ['count>1'] } }, 'sleep(1)'), []);
  });

  for (const [what, text, places] of [
    ['a call that nobody awaits', 'async function main() {}\nexport default () => {\n  main();\n};', ['gate.ts:3:3']],
    ['an arrow', 'const main = async () => {};\nexport default () => { main(); };', ['gate.ts:2:24']],
    ['an awaited call', 'async function main() {}\nexport default async () => {\n  await main();\n};', []],
    ['a returned call', 'async function main() {}\nexport default () => main();', []],
    ['a call of a function that is not async', 'function main() {}\nexport default () => {\n  main();\n};', []],
  ] as const) {
    it(`${places.length === 0 ? 'finds nothing in' : 'finds'} ${what}`, () => {
      const found = lint({ scenarios: { gate: open }, thresholds: bounds }, text);
      assert.deepEqual(
        found.map(({ place }) => place),
        places,
      );
    });
  }

  for (const [call, found] of [
    ['http.get(`${base}/orders/${id}`)', true],
    ['http.get(`http://host/orders/${id}`)', true],
    ['http.get(`${base}/orders`)', false],
    ['http.get(http.url`${base}/orders/${id}`)', false],
    ["http.get(`${base}/orders/${id}`, { tags: { name: 'GET /orders/:id' } })", false],
  ] as const) {
    it(`${found ? 'advises' : 'has nothing'} against ${call}`, () => {
      assert.deepEqual(rules({ scenarios: { gate: open }, thresholds: bounds }, call), found ? ['url-names-are-unbounded'] : []);
    });
  }
});
