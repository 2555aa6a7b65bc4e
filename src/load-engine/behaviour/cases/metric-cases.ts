import type { BehaviourCase } from '../behaviour-case.ts';

/** Built-in metrics, and those that scripts make. */
export const metricCases: readonly BehaviourCase[] = [
  {
    name: 'makes one sample of every timing a request',
    script: 'export default function () { http.get(`${base}/status/200`); }',
    options: { iterations: 5 },
    expected: {
      counts: {
        http_reqs: 5,
        http_req_duration: 5,
        http_req_blocked: 5,
        http_req_connecting: 5,
        http_req_tls_handshaking: 5,
        http_req_sending: 5,
        http_req_waiting: 5,
        http_req_receiving: 5,
        iteration_duration: 5,
      },
    },
  },
  {
    name: 'counts as failed what is neither 2xx nor 3xx',
    script: 'export default function () { for (const status of [200, 204, 304, 404, 500]) http.get(`${base}/status/${status}`); }',
    options: { iterations: 2 },
    expected: { counts: { http_req_failed: 4, http_reqs: 10 } },
  },
  {
    name: 'expects other statuses by setResponseCallback',
    script: `http.setResponseCallback(http.expectedStatuses(404, { min: 500, max: 503 }));
      export default function () { for (const status of [200, 404, 502]) http.get(\`\${base}/status/\${status}\`); }`,
    options: { iterations: 1 },
    expected: { counts: { http_req_failed: 1, 'http_reqs{expected_response:true}': 2 } },
  },
  {
    name: 'expects other statuses of one request',
    script: `export default function () {
        http.get(\`\${base}/status/404\`, { responseCallback: http.expectedStatuses(404) });
        http.get(\`\${base}/status/404\`, { responseCallback: null });
        http.get(\`\${base}/status/404\`);
      }`,
    options: { iterations: 1, thresholds: { http_req_failed: ['rate==0.5'] } },
    expected: { counts: { http_req_failed: 1, http_reqs: 3 }, thresholds: { 'http_req_failed rate==0.5': true } },
  },
  {
    name: 'counts the bytes that it sends and receives',
    script: `export default function () { http.post(\`\${base}/upload\`, 'x'.repeat(10000)); http.get(\`\${base}/bytes/50000\`); }`,
    options: { iterations: 1 },
    expected: { counts: { data_sent: [10_000, 12_000], data_received: [50_000, 53_000] }, seen: { bodyBytes: 10_000 } },
  },
  {
    name: 'measures how long a delay was',
    script: `export default function () { check(http.get(\`\${base}/delay/120\`), { waited: (r) => r.timings.waiting >= 118 && r.timings.duration >= r.timings.waiting }); }`,
    options: { iterations: 2, thresholds: { http_req_duration: ['min>=118'], http_req_waiting: ['min>=118'] } },
    expected: { counts: { checks: 2 }, thresholds: { 'http_req_duration min>=118': true, 'http_req_waiting min>=118': true } },
  },
  {
    name: 'measures how long a body took',
    script: `export default function () { check(http.get(\`\${base}/slow/5/40/10\`), { received: (r) => r.timings.receiving >= 120 && r.body.length === 50 }); }`,
    options: { iterations: 1 },
    expected: { counts: { checks: 1 } },
  },
  {
    name: 'adds up a counter, over its users',
    script: `const sold = new Counter('sold'); export default function () { sold.add(2); sold.add(3, { part: 'cart' }); }`,
    options: { vus: 3, iterations: 6, thresholds: { 'sold{part:cart}': ['count==18'] } },
    expected: { counts: { sold: 30 }, thresholds: { 'sold{part:cart} count==18': true } },
  },
  {
    name: 'keeps the last value of a gauge',
    script: `const level = new Gauge('level'); export default function () { level.add(10 - __ITER); }`,
    options: { iterations: 4 },
    expected: { counts: { level: 7 } },
  },
  {
    name: 'counts the truths of a rate',
    script: `const ok = new Rate('ok'); export default function () { ok.add(true); ok.add(0); ok.add(1); ok.add(false); }`,
    options: { iterations: 2, thresholds: { ok: ['rate==0.5'] } },
    expected: { counts: { ok: 4 }, thresholds: { 'ok rate==0.5': true } },
  },
  {
    name: 'keeps the samples of a trend',
    script: `const wait = new Trend('wait', true); export default function () { wait.add(100); wait.add(200); }`,
    options: { iterations: 3, thresholds: { wait: ['avg==150', 'max==200'] } },
    expected: { counts: { wait: 6 }, thresholds: { 'wait avg==150': true, 'wait max==200': true } },
  },
  {
    name: 'makes the same metric twice, and has one',
    script: `const one = new Counter('orders'); const other = new Counter('orders'); export default function () { one.add(1); other.add(1); }`,
    options: { iterations: 2 },
    expected: { counts: { orders: 4 } },
  },
  {
    name: 'that makes a metric of another type by the same name is refused',
    script: `new Counter('orders'); new Trend('orders'); export default function () {}`,
    expected: { counts: { iterations: 0 }, output: [/orders/], exitCode: 107 },
  },
  {
    name: 'that makes a metric with an impossible name is refused',
    script: `new Counter('my orders'); export default function () {}`,
    expected: { counts: { iterations: 0 }, output: [/my orders/], exitCode: 107 },
  },
  {
    name: 'is refused a new metric after its init stage',
    script: `export default function () { let refused = false; try { new Counter('late'); } catch (error) { refused = true; } check(refused, { refused: (r) => r }); }`,
    options: { iterations: 1 },
    expected: { counts: { checks: 1 } },
  },
  {
    name: 'does not count what is no number',
    script: `const wait = new Trend('wait'); export default function () { wait.add(NaN); wait.add(5); }`,
    options: { iterations: 2 },
    expected: { counts: { wait: 2 } },
  },
  {
    name: 'measures an iteration with its pauses',
    script: 'export default function () { sleep(0.2); }',
    options: { iterations: 1, thresholds: { iteration_duration: ['min>=199'] } },
    expected: { counts: { iteration_duration: 1 }, thresholds: { 'iteration_duration min>=199': true } },
  },
];
