import type { BehaviourCase } from '../behaviour-case.ts';

/** Tags and groups: what is on a sample, seen by the parts that thresholds ask for. */
export const tagCases: readonly BehaviourCase[] = [
  {
    name: 'tags requests with method, status, name and expected_response',
    script: `export default function () {
        http.get(\`\${base}/status/200\`); http.post(\`\${base}/status/201\`); http.del(\`\${base}/status/404\`);
      }`,
    options: { iterations: 1 },
    expected: {
      counts: {
        'http_reqs{method:GET}': 1,
        'http_reqs{method:POST}': 1,
        'http_reqs{method:DELETE}': 1,
        'http_reqs{status:404}': 1,
        'http_reqs{expected_response:true}': 2,
        'http_reqs{expected_response:false}': 1,
        'http_reqs{proto:HTTP/1.1}': 3,
      },
    },
  },
  {
    name: 'gives requests one name by a tag, however many URLs they have',
    script: `export default function () { for (let id = 0; id < 4; id++) http.get(\`\${base}/text/\${id}\`, { tags: { name: 'GET /text/:id' } }); }`,
    options: { iterations: 1 },
    expected: { counts: { 'http_reqs{name:GET /text/:id}': 4 } },
  },
  {
    name: 'names requests by the template of http.url',
    script: 'export default function () { for (const id of [1, 2, 3]) http.get(http.url`${base}/text/${id}`); }',
    options: { iterations: 1, thresholds: { 'http_reqs{name:${}/text/${}}': ['count==3'] } },
    expected: { thresholds: { 'http_reqs{name:${}/text/${}} count==3': true } },
  },
  {
    name: "adds a request's own tags",
    script: `export default function () { http.get(\`\${base}/echo\`, { tags: { part: 'cart' } }); http.get(\`\${base}/echo\`); }`,
    options: { iterations: 2 },
    expected: { counts: { 'http_reqs{part:cart}': 2, 'http_req_duration{part:cart}': 2, http_reqs: 4 } },
  },
  {
    name: 'adds the tags of its options to every sample',
    script: `export default function () { http.get(\`\${base}/echo\`); check(1, { one: (n) => n === 1 }); }`,
    options: { iterations: 2, tags: { team: 'shop' } },
    expected: { counts: { 'http_reqs{team:shop}': 2, 'checks{team:shop}': 2, 'iterations{team:shop}': 2 } },
  },
  {
    name: "adds its user's tags, and takes them away again",
    script: `export default function () {
        exec.vu.tags.tier = 'gold'; http.get(\`\${base}/echo\`);
        delete exec.vu.tags.tier; http.get(\`\${base}/echo\`);
      }`,
    options: { iterations: 2 },
    expected: { counts: { 'http_reqs{tier:gold}': 2, http_reqs: 4 } },
  },
  {
    name: 'combines tags in one part',
    script: `export default function () {
        http.get(\`\${base}/echo\`, { tags: { part: 'cart' } }); http.post(\`\${base}/echo\`, 'x', { tags: { part: 'cart' } });
      }`,
    options: { iterations: 3 },
    expected: { counts: { 'http_reqs{part:cart,method:POST}': 3 } },
  },
  {
    name: 'nests groups in their tag, and measures their durations',
    script: `export default function () {
        group('shop', () => { http.get(\`\${base}/echo\`); group('pay', () => { http.get(\`\${base}/echo\`); sleep(0.01); }); });
        http.get(\`\${base}/echo\`);
      }`,
    options: { iterations: 2 },
    expected: {
      counts: {
        'http_reqs{group:::shop}': 2,
        'http_reqs{group:::shop::pay}': 2,
        http_reqs: 6,
        group_duration: 4,
        'group_duration{group:::shop::pay}': 2,
      },
    },
  },
  {
    name: 'answers what the function of a group returned',
    script: `export default function () { check(group('one', () => 42), { 'is 42': (n) => n === 42 }); }`,
    options: { iterations: 1 },
    expected: { counts: { checks: 1, 'checks{group:::one}': 0 } },
  },
  {
    name: 'leaves a group when what is in it throws',
    script: `export default function () {
        try { group('broken', () => { throw new Error('x'); }); } catch (error) { http.get(\`\${base}/echo\`); }
      }`,
    options: { iterations: 1 },
    expected: { counts: { 'http_reqs{group:::broken}': 0, http_reqs: 1 } },
  },
  {
    name: 'tags a failed request with its error code',
    script: `export default function () { http.get('http://127.0.0.1:1/'); }`,
    options: { iterations: 2 },
    expected: { counts: { 'http_reqs{error_code:1212}': 2, 'http_req_failed{error_code:1212}': 2, 'http_reqs{status:0}': 2 } },
  },
  {
    name: 'tags with the scenario',
    script: 'export default function () { http.get(`${base}/echo`); }',
    options: {
      scenarios: { first: { executor: 'per-vu-iterations', iterations: 2 }, second: { executor: 'per-vu-iterations', iterations: 3 } },
    },
    expected: { counts: { 'http_reqs{scenario:first}': 2, 'http_reqs{scenario:second}': 3, 'iterations{scenario:second}': 3 } },
  },
  {
    name: 'has no tag that systemTags leaves out',
    script: 'export default function () { http.get(`${base}/echo`); }',
    options: { iterations: 2, systemTags: ['method'] },
    expected: { counts: { 'http_reqs{method:GET}': 2, 'http_reqs{status:200}': 0 } },
  },
];
