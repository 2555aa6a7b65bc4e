import type { BehaviourCase } from '../behaviour-case.ts';

/** Init, setup, iterations and teardown: who runs when, and who sees what. */
export const lifeCycleCases: readonly BehaviourCase[] = [
  {
    name: 'hands what setup returned to every iteration and to teardown',
    script: `export function setup() { return { token: 'abc', nested: [1, { deep: true }] }; }
      export default function (data) { check(data, { 'is what setup returned': (d) => d.token === 'abc' && d.nested[1].deep }); }
      export function teardown(data) { console.log('teardown has ' + JSON.stringify(data)); }`,
    options: { vus: 2, iterations: 6 },
    expected: { counts: { checks: 6 }, output: [/teardown has \{.*token.*abc.*deep.*true.*\}/], exitCode: 0 },
  },
  {
    name: 'gives each user a copy of the data, not the same',
    script: `export function setup() { return { list: [] }; }
      export default function (data) { data.list.push(1); check(data, { 'has one': (d) => d.list.length === 1 }); }`,
    options: { scenarios: { one: { executor: 'per-vu-iterations', vus: 3, iterations: 1 } } },
    expected: { counts: { checks: 3 } },
  },
  {
    name: 'hands undefined where setup returned nothing',
    script: `export function setup() {}
      export default function (data) { check(data, { 'is nothing': (d) => d === undefined || d === null }); }`,
    options: { iterations: 2 },
    expected: { counts: { checks: 2 } },
  },
  {
    name: 'counts the requests of setup and teardown under their own groups',
    script: `export function setup() { http.get(\`\${base}/echo\`); }
      export default function () { http.get(\`\${base}/status/200\`); }
      export function teardown() { http.get(\`\${base}/cookies\`); }`,
    options: { iterations: 3 },
    expected: {
      counts: { http_reqs: 5, 'http_reqs{group:::setup}': 1, 'http_reqs{group:::teardown}': 1, iterations: 3 },
      seen: { byRoute: { '/echo': 1, '/cookies': 1, '/status': 3 } },
    },
  },
  {
    name: 'runs no iteration when setup throws, and tells why',
    script: `export function setup() { throw new Error('the database is not there'); }
      export default function () { http.get(base); }`,
    options: { iterations: 3 },
    expected: { counts: { iterations: 0 }, seen: { requests: 0 }, output: [/the database is not there/], exitCode: 107 },
  },
  {
    name: 'gives up on a setup that takes longer than setupTimeout',
    script: `export function setup() { sleep(20); }
      export default function () { http.get(base); }`,
    options: { iterations: 3, setupTimeout: '300ms' },
    expected: { counts: { iterations: 0 }, seen: { requests: 0 }, output: [/setup/], exitCode: 100 },
  },
  {
    name: 'gives up on a teardown that takes longer than teardownTimeout',
    script: `export default function () {}
      export function teardown() { sleep(20); }`,
    options: { iterations: 3, teardownTimeout: '300ms' },
    expected: { counts: { iterations: 3 }, output: [/teardown/], exitCode: 101 },
  },
  {
    name: 'runs teardown after a threshold has ended the test',
    script: `export default function () { http.get(\`\${base}/status/500\`); sleep(0.05); }
      export function teardown() { http.get(\`\${base}/cookies\`); }`,
    options: { vus: 1, duration: '30s', thresholds: { http_req_failed: [{ threshold: 'rate<0.5', abortOnFail: true }] } },
    expected: { seen: { byRoute: { '/cookies': 1 } }, thresholds: { 'http_req_failed rate<0.5': false }, exitCode: 99 },
  },
  {
    name: 'runs its init stage anew for each user, whose variables it keeps between iterations',
    script: `let mine = 0;
      export default function () { mine += 1; check(mine, { 'counts its own iterations': (n) => n === __ITER + 1 }); }`,
    options: { scenarios: { one: { executor: 'per-vu-iterations', vus: 3, iterations: 4 } } },
    expected: { counts: { checks: 12 } },
  },
  {
    name: 'is refused a request in its init stage',
    script: `http.get(base); export default function () {}`,
    expected: { counts: { iterations: 0 }, seen: { requests: 0 }, output: [/init/], exitCode: 107 },
  },
  {
    name: 'that throws in its init stage sends nothing',
    script: `throw new Error('BASE_URL is missing'); export default function () {}`,
    expected: { counts: { iterations: 0 }, seen: { requests: 0 }, output: [/BASE_URL is missing/, /script\.js/], exitCode: 107 },
  },
  {
    name: 'without a function to run is refused',
    script: 'export function other() {}',
    expected: { counts: { iterations: 0 }, output: [/default/], exitCode: 104 },
  },
  {
    name: 'with an exec that it does not export is refused by its name',
    script: 'export default function () {}',
    options: { scenarios: { one: { executor: 'shared-iterations', exec: 'browse' } } },
    expected: { counts: { iterations: 0 }, output: [/browse/], exitCode: 104 },
  },
  {
    name: 'opens a file beside it in its init stage, and only there',
    script: `const text = open('./greeting.txt');
      export default function () {
        check(text, { 'has its text': (t) => t === 'hello' });
        let refused = false;
        try { open('./greeting.txt'); } catch (error) { refused = true; }
        check(refused, { 'is refused later': (r) => r });
      }`,
    files: { 'greeting.txt': 'hello' },
    options: { iterations: 1 },
    expected: { counts: { checks: 2 } },
  },
  {
    name: 'imports modules beside it, and JSON by open',
    script: `import { double } from './double.js';
      const numbers = JSON.parse(open('./numbers.json'));
      export default function () { check(numbers, { doubled: (n) => double(n[1]) === 4 }); }`,
    files: { 'double.js': 'export const double = (n) => 2 * n;', 'numbers.json': '[1, 2]' },
    options: { iterations: 1 },
    expected: { counts: { checks: 1 } },
  },
  {
    name: 'waits for the promise of an async function',
    script: `export default async function () {
        await new Promise((resolve) => setTimeout(resolve, 50));
        const response = await http.asyncRequest('GET', \`\${base}/status/200\`);
        check(response, { 'is 200': (r) => r.status === 200 });
      }`,
    options: { iterations: 2 },
    expected: { counts: { checks: 2, http_reqs: 2, iterations: 2 } },
  },
  {
    name: 'ends an iteration only when its timers have run',
    script: `const late = new Counter('late');
      export default function () { setTimeout(() => late.add(1), 50); }`,
    options: { iterations: 3 },
    expected: { counts: { late: 3, iterations: 3 } },
  },
  {
    name: 'shares one copy of an array between its users',
    script: `const users = new SharedArray('users', () => { console.log('made once'); return [{ name: 'ann' }, { name: 'bob' }]; });
      export default function () { check(users, { 'has both': (u) => u.length === 2 && u[1].name === 'bob' }); }`,
    options: { scenarios: { one: { executor: 'per-vu-iterations', vus: 3, iterations: 1 } } },
    expected: { counts: { checks: 3 } },
  },
  {
    name: 'numbers users from 1 and iterations from 0',
    script: `export default function () { check(null, { numbered: () => __VU >= 1 && __VU <= 2 && __ITER >= 0 && __ITER <= 1 }); }`,
    options: { scenarios: { one: { executor: 'per-vu-iterations', vus: 2, iterations: 2 } } },
    expected: { counts: { checks: 4 } },
  },
];
