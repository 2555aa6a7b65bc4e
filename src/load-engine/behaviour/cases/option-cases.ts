import type { BehaviourCase } from '../behaviour-case.ts';

const get = 'export default function () { http.get(`${base}/status/200`); }';

/** Options, and who wins where several say different things. */
export const optionCases: readonly BehaviourCase[] = [
  {
    name: 'is overruled by a flag',
    script: get,
    options: { iterations: 9 },
    flags: { iterations: '2' },
    expected: { counts: { iterations: 2 } },
  },
  {
    name: 'is overruled by a K6_ variable',
    script: get,
    options: { iterations: 9 },
    variables: { K6_ITERATIONS: '3' },
    expected: { counts: { iterations: 3 } },
  },
  {
    name: 'is overruled by a flag rather than by a variable',
    script: get,
    options: { iterations: 9 },
    flags: { iterations: '2' },
    variables: { K6_ITERATIONS: '3' },
    expected: { counts: { iterations: 2 } },
  },
  {
    name: 'keeps no scenario of its own when a flag says how to run',
    script: `export function other() { http.get(\`\${base}/echo\`); } ${get}`,
    options: { scenarios: { one: { executor: 'per-vu-iterations', vus: 3, iterations: 5, exec: 'other' } } },
    flags: { vus: '1', iterations: '2' },
    expected: { seen: { byRoute: { '/status': 2, '/echo': 0 } } },
  },
  {
    name: 'keeps no stages of its own when a flag says how to run',
    script: get,
    options: { stages: [{ duration: '20s', target: 5 }] },
    flags: { iterations: '2' },
    expected: { counts: { iterations: 2 } },
  },
  {
    name: 'takes numbers that its environment has as texts',
    script: get,
    options: { vus: '2', iterations: '4' },
    expected: { counts: { iterations: 4 } },
  },
  {
    name: 'throws away bodies with discardResponseBodies, but for a request that asks for its own',
    script: `export default function () {
        check(http.get(\`\${base}/text/hello\`), { 'has no body': (r) => !r.body });
        check(http.get(\`\${base}/text/hello\`, { responseType: 'text' }), { 'has a body': (r) => r.body === 'hello' });
      }`,
    options: { iterations: 1, discardResponseBodies: true },
    expected: { counts: { checks: 2 } },
  },
  {
    name: 'names itself by userAgent',
    script: `export default function () { check(http.get(\`\${base}/echo\`), { named: (r) => r.json('headers.user-agent') === 'probe/1' }); }`,
    options: { iterations: 1, userAgent: 'probe/1' },
    expected: { counts: { checks: 1 } },
  },
  {
    name: 'keeps its connection between iterations',
    script: get,
    options: { scenarios: { one: { executor: 'per-vu-iterations', vus: 1, iterations: 5 } } },
    expected: { seen: { requests: 5, connections: 1 } },
  },
  {
    name: 'opens a connection for each request with noConnectionReuse',
    script: get,
    options: { scenarios: { one: { executor: 'per-vu-iterations', vus: 1, iterations: 4 } }, noConnectionReuse: true },
    expected: { seen: { requests: 4, connections: 4 } },
  },
  {
    name: 'opens a connection for each iteration with noVUConnectionReuse',
    script: 'export default function () { http.get(`${base}/status/200`); http.get(`${base}/status/200`); }',
    options: { scenarios: { one: { executor: 'per-vu-iterations', vus: 1, iterations: 3 } }, noVUConnectionReuse: true },
    expected: { seen: { requests: 6, connections: 3 } },
  },
  {
    name: 'is held to rps over all of its users',
    script: get,
    options: { vus: 4, duration: '1s', rps: 10 },
    expected: { counts: { http_reqs: [1, 16] } },
  },
  {
    name: 'finds a host where hosts says',
    script: `export default function () {
        check(http.get(\`http://shop.test/echo\`), { 'is the target': (r) => r.status === 200 && r.json('headers.host') === 'shop.test' });
      }
      export const options = { iterations: 1, hosts: { 'shop.test': base.slice('http://'.length) } };`,
    expected: { counts: { checks: 1 }, seen: { requests: 1 } },
  },
  {
    name: 'finds hosts by a wildcard',
    script: `export default function () { http.get('http://a.shop.test/echo'); http.get('http://b.shop.test/echo'); }
      export const options = { iterations: 1, hosts: { '*.shop.test': base.slice('http://'.length) } };`,
    expected: { counts: { http_reqs: 2 }, seen: { requests: 2 } },
  },
  {
    name: 'sends nothing to a host that blockHostnames names',
    script: `export default function () {
        const response = http.get('http://ads.example.test/');
        check(response, { 'has its code': (r) => r.status === 0 && r.error_code === 1111 });
      }`,
    options: { iterations: 1, blockHostnames: ['*.example.test'] },
    expected: { counts: { checks: 1 } },
  },
  {
    name: 'sends nothing to an address that blacklistIPs names',
    script: `export default function () { check(http.get(base), { 'has its code': (r) => r.status === 0 && r.error_code === 1110 }); }`,
    options: { iterations: 1, blacklistIPs: ['127.0.0.0/8'] },
    expected: { counts: { checks: 1 }, seen: { requests: 0 } },
  },
  {
    name: 'throws what a request fails with when throw is set',
    script: `export default function () {
        let thrown = false;
        try { http.get('http://127.0.0.1:1/'); } catch (error) { thrown = true; }
        check(thrown, { thrown: (t) => t });
      }`,
    options: { iterations: 1, throw: true },
    expected: { counts: { checks: 1 } },
  },
  {
    name: 'with an option that does not exist is refused by its name',
    script: get,
    options: { iterations: 1, tresholds: {} },
    expected: { counts: { iterations: 0 }, output: [/tresholds/], seen: { requests: 0 } },
    onK6: {
      because: 'k6 passes over a misspelt option with a warning at most, so a misspelt threshold judges nothing; ours refuses it',
      counts: { iterations: 1 },
    },
  },
  {
    name: 'with an executor that does not exist is refused',
    script: get,
    options: { scenarios: { one: { executor: 'constant-vu', vus: 1, duration: '1s' } } },
    expected: { counts: { iterations: 0 }, output: [/constant-vu/], exitCode: 104, seen: { requests: 0 } },
  },
];
