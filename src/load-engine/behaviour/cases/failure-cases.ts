import type { BehaviourCase } from '../behaviour-case.ts';

/** A request that gets no whole answer: status 0, its code, and an iteration that goes on. */
const broken = (name: string, request: string, codes: readonly number[], extra: Partial<BehaviourCase> = {}): BehaviourCase => ({
  name,
  script: `export default function () {
      const response = ${request};
      check(response, { 'has its code': (r) => ${JSON.stringify(codes)}.includes(r.error_code), 'says what': (r) => r.error.length > 0 });
      if (!${JSON.stringify(codes)}.includes(response.error_code)) console.log('code ' + response.error_code + ' ' + response.error);
    }`,
  options: { iterations: 1 },
  expected: { counts: { checks: 2, iterations: 1, http_req_failed: 1 }, silent: [/code \d/] },
  ...extra,
});

const answered = (name: string, request: string, condition: string): BehaviourCase => ({
  name,
  script: `export default function () { check(${request}, { so: (r) => ${condition} }); }`,
  options: { iterations: 1 },
  expected: { counts: { checks: 1, iterations: 1 } },
});

/** What goes wrong on the way, and what a script sees of it. */
export const failureCases: readonly BehaviourCase[] = [
  broken('sees that a connection was refused', `http.get('http://127.0.0.1:1/')`, [1212]),
  broken('sees that a name does not exist', `http.get('http://nowhere.invalid/')`, [1101, 1100]),
  broken('sees that no answer came in time', `http.get(base + '/hang', { timeout: '200ms' })`, [1050]),
  broken('sees that a body did not end in time', `http.get(base + '/endless/20', { timeout: '300ms' })`, [1050]),
  broken('sees that the connection was reset before an answer', `http.get(base + '/reset/before')`, [1220, 1000]),
  broken('sees that the connection was reset in the middle of a body', `http.get(base + '/reset/body')`, [1220, 1000]),
  broken('sees that a body ended before its length', `http.get(base + '/half/100/4')`, [1000, 1220]),
  broken('sees that the connection was closed without a word', `http.get(base + '/close-early')`, [1000, 1220]),
  broken('sees an answer that is no HTTP', `http.get(base + '/malformed/binary')`, [1000]),
  broken('sees a chunked body that is none', `http.get(base + '/malformed/chunk')`, [1000]),
  broken('sees a body that is not packed as it says', `http.get(base + '/encoded/broken/gzip')`, [1701, 1700, 1000]),
  answered('sees 4xx with its code', `http.get(base + '/status/404')`, 'r.status === 404 && r.error_code === 1404'),
  answered('sees 5xx with its code', `http.get(base + '/status/503')`, 'r.status === 503 && r.error_code === 1503'),
  answered('reads an answer whose connection closes behind it', `http.get(base + '/close')`, `r.status === 200 && r.body === 'closing'`),
  answered('reads an answer after early hints', `http.get(base + '/hints/2')`, `r.status === 200 && r.body === 'after hints'`),
  answered(
    'reads an answer with a hundred headers',
    `http.get(base + '/headers/100/50')`,
    `r.status === 200 && r.headers['X-99'].length === 50`,
  ),
  {
    name: 'goes on after a connection that was closed behind an answer',
    script: `export default function () { http.get(base + '/close-after'); sleep(0.05); check(http.get(base + '/text/on'), { on: (r) => r.body === 'on' }); }`,
    options: { iterations: 3 },
    expected: { counts: { checks: 3, http_req_failed: 0 } },
  },
  {
    name: 'throws at a URL that is none',
    script: `export default function () { let thrown = false; let code = 0; try { code = http.get('no url at all').error_code; } catch (error) { thrown = true; }
      check(null, { 'thrown, or told by its code': () => thrown || code === 1020 }); }`,
    options: { iterations: 1 },
    expected: { counts: { checks: 1 } },
  },
  {
    name: 'fails and still ends when its target is away for the whole of it',
    script: `export default function () { http.get('http://127.0.0.1:1/'); }`,
    options: {
      scenarios: { one: { executor: 'constant-arrival-rate', rate: 20, duration: '1s', preAllocatedVUs: 10 } },
      thresholds: { http_req_failed: ['rate<0.01'] },
    },
    expected: { counts: { 'iterations + dropped_iterations': [20, 21] }, thresholds: { 'http_req_failed rate<0.01': false }, exitCode: 99 },
  },
];
