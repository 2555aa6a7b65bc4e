import type { BehaviourCase } from '../behaviour-case.ts';

/** What k6/execution tells, and how it ends a test. */
export const executionCases: readonly BehaviourCase[] = [
  {
    name: 'knows its scenario, its executor and its iterations',
    script: `export default function () {
        const { name, executor, iterationInTest, iterationInInstance, progress } = exec.scenario;
        check(null, { name: () => name === 'one', executor: () => executor === 'shared-iterations',
          counted: () => iterationInTest >= 0 && iterationInTest < 8 && iterationInInstance === iterationInTest, progress: () => progress >= 0 && progress <= 1 });
      }`,
    options: { scenarios: { one: { executor: 'shared-iterations', vus: 2, iterations: 8 } } },
    expected: { counts: { checks: 32 } },
  },
  {
    name: 'numbers the iterations of a scenario without a gap, over all users',
    script: `const sum = new Counter('sum'); export default function () { sum.add(exec.scenario.iterationInTest); }`,
    options: { scenarios: { one: { executor: 'shared-iterations', vus: 4, iterations: 10 } } },
    expected: { counts: { sum: 45 } },
  },
  {
    name: 'knows the user: in the test, and its iterations in the scenario',
    script: `export default function () {
        check(exec.vu, { id: (vu) => vu.idInTest === __VU && vu.idInInstance === __VU, iteration: (vu) => vu.iterationInScenario === __ITER && vu.iterationInInstance === __ITER });
      }`,
    options: { scenarios: { one: { executor: 'per-vu-iterations', vus: 2, iterations: 3 } } },
    expected: { counts: { checks: 12 } },
  },
  {
    name: 'knows how many users there are, and what was done',
    script: `export default function () {
        sleep(0.05);
        check(exec.instance, { active: (i) => i.vusActive >= 1 && i.vusActive <= 2, ready: (i) => i.vusInitialized === 2, done: (i) => i.iterationsCompleted >= 0 && i.iterationsInterrupted === 0 });
      }`,
    options: { vus: 2, iterations: 6 },
    expected: { counts: { checks: 18 } },
  },
  {
    name: 'reads its own options, consolidated',
    script: `export default function () { check(exec.test.options, { scenario: (o) => o.scenarios.default.executor === 'shared-iterations', threshold: (o) => Object.keys(o.thresholds).includes('http_reqs') }); http.get(base); }`,
    options: { iterations: 2, thresholds: { http_reqs: ['count>=1'] } },
    expected: { counts: { checks: 4 } },
  },
  {
    name: 'ends the test by exec.test.abort, with its reason',
    script: `export default function () { if (exec.scenario.iterationInTest === 3) exec.test.abort('wrong environment'); sleep(0.02); }`,
    options: { vus: 1, duration: '30s' },
    expected: { counts: { iterations: [3, 4] }, output: [/wrong environment/], exitCode: 108 },
  },
  {
    name: 'runs teardown after it has aborted itself',
    script: `export default function () { exec.test.abort('enough'); }
      export function teardown() { http.get(base + '/cookies'); }`,
    options: { vus: 1, duration: '30s' },
    expected: { seen: { byRoute: { '/cookies': 1 } }, exitCode: 108 },
  },
  {
    name: 'goes on after exec.test.fail, and has failed',
    script: `export default function () { if (__ITER === 0) exec.test.fail('the price was wrong'); }`,
    options: { iterations: 5 },
    expected: { counts: { iterations: 5 }, output: [/the price was wrong/], exitCode: 110 },
  },
  {
    name: 'aborts in its setup, and runs no iteration',
    script: `export function setup() { exec.test.abort('not today'); } export default function () { http.get(base); }`,
    options: { iterations: 5 },
    expected: { counts: { iterations: 0 }, seen: { requests: 0 }, output: [/not today/], exitCode: 108 },
  },
  {
    name: 'tags what its user does by exec.vu.metrics',
    script: `export default function () { exec.vu.metrics.tags.tier = 'gold'; http.get(base + '/echo'); }`,
    options: { iterations: 2 },
    expected: { counts: { 'http_reqs{tier:gold}': 2 } },
  },
];
