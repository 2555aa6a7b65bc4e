import type { BehaviourCase } from '../behaviour-case.ts';

/** Checks, fail() and what an exception costs. */
export const checkCases: readonly BehaviourCase[] = [
  {
    name: 'counts the checks that were true, and those that were not',
    script: `const outcome = new Rate('outcome');
      export default function () {
        const all = check(http.get(\`\${base}/status/200\`), { 'is 200': (r) => r.status === 200, 'is fast enough to be yesterday': (r) => r.timings.duration < 0 });
        outcome.add(all);
      }`,
    options: { iterations: 3, thresholds: { checks: ['rate==0.5'], outcome: ['rate==0'] } },
    expected: { counts: { checks: 3, outcome: 0 }, thresholds: { 'checks rate==0.5': true, 'outcome rate==0': true }, exitCode: 0 },
  },
  {
    name: 'passes however many checks fail, without a threshold on them',
    script: `export default function () { check(null, { never: () => false }); }`,
    options: { iterations: 3 },
    expected: { counts: { checks: 0, iterations: 3 }, exitCode: 0 },
  },
  {
    name: 'fails by a threshold on its checks',
    script: `export default function () { check(null, { never: () => false }); }`,
    options: { iterations: 3, thresholds: { checks: ['rate>0.9'] } },
    expected: { thresholds: { 'checks rate>0.9': false }, exitCode: 99 },
  },
  {
    name: 'tags checks by their names and their own tags',
    script: `export default function () { check(1, { one: (n) => n === 1, two: (n) => n === 2 }, { part: 'cart' }); }`,
    options: {
      iterations: 4,
      thresholds: { 'checks{check:one}': ['rate==1'], 'checks{check:two}': ['rate==0'], 'checks{part:cart}': ['rate==0.5'] },
    },
    expected: {
      thresholds: { 'checks{check:one} rate==1': true, 'checks{check:two} rate==0': true, 'checks{part:cart} rate==0.5': true },
      exitCode: 0,
    },
  },
  {
    name: 'takes plain values as checks, by whether they are truthy',
    script: `export default function () { check(null, { yes: 1, no: 0, text: 'x', nothing: '' }); }`,
    options: { iterations: 1, thresholds: { checks: ['rate==0.5'] } },
    expected: { counts: { checks: 2 }, thresholds: { 'checks rate==0.5': true } },
  },
  {
    name: 'shows its checks by name in the summary',
    script: `export default function () { check(1, { 'the cart is empty': () => true, 'the price is right': () => false }); }`,
    options: { iterations: 2 },
    expected: { output: [/✓ the cart is empty/, /✗ the price is right/] },
  },
  {
    name: 'ends an iteration by fail(), and goes on with the next',
    script: `export default function () { if (__ITER === 0) fail('no token'); http.get(\`\${base}/echo\`); }`,
    options: { iterations: 3 },
    expected: { counts: { iterations: 3, http_reqs: 2 }, output: [/no token/] },
  },
  {
    name: 'counts an iteration that throws as one, and says where it threw',
    script: `export default function () {
        http.get(\`\${base}/echo\`);
        const nothing = undefined;
        nothing.field;
      }`,
    options: { iterations: 3 },
    expected: { counts: { iterations: 3, http_reqs: 3 }, output: [/script\.js:1\d/] },
  },
  {
    name: 'that throws in every iteration sends nothing and passes nothing',
    script: `export default function () { const nothing = undefined; http.get(nothing.url); }`,
    options: { iterations: 3, thresholds: { http_reqs: ['count>=1'] } },
    expected: { counts: { iterations: 3, http_reqs: 0 }, thresholds: { 'http_reqs count>=1': false }, exitCode: 99 },
  },
];
