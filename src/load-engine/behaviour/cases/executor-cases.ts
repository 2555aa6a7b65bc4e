import type { BehaviourCase } from '../behaviour-case.ts';

const get = 'export default function () { http.get(`${base}/status/200`); }';
const brief = 'export default function () { sleep(0.02); }';
const one = (scenario: Readonly<Record<string, unknown>>): NonNullable<BehaviourCase['options']> => ({ scenarios: { one: scenario } });

/** Every executor, with exact counts wherever its definition gives them. */
export const executorCases: readonly BehaviourCase[] = [
  {
    name: 'without options runs one iteration of one user',
    script: get,
    expected: { counts: { iterations: 1, http_reqs: 1, dropped_iterations: 0 }, exitCode: 0, seen: { requests: 1 } },
  },
  {
    name: 'shares its iterations out among its users',
    script: get,
    options: one({ executor: 'shared-iterations', vus: 4, iterations: 25, maxDuration: '30s' }),
    expected: {
      counts: { iterations: 25, http_reqs: 25, dropped_iterations: 0 },
      exitCode: 0,
      seen: { requests: 25, connections: [1, 4] },
    },
  },
  {
    name: 'lets a fast user take more of shared iterations than a slow one',
    script: `const mine = new Counter('mine');
      export default function () { sleep(exec.vu.idInTest === 1 ? 0.4 : 0.02); mine.add(1, { vu_id: String(exec.vu.idInTest) }); }`,
    options: {
      ...one({ executor: 'shared-iterations', vus: 2, iterations: 11, maxDuration: '30s' }),
      thresholds: { 'mine{vu_id:1}': ['count<=2'], 'mine{vu_id:2}': ['count>=9'] },
    },
    expected: { counts: { iterations: 11 }, thresholds: { 'mine{vu_id:1} count<=2': true, 'mine{vu_id:2} count>=9': true }, exitCode: 0 },
  },
  {
    name: 'gives each user its own iterations',
    script: get,
    options: one({ executor: 'per-vu-iterations', vus: 3, iterations: 7, maxDuration: '30s' }),
    expected: { counts: { iterations: 21, http_reqs: 21 }, exitCode: 0, seen: { requests: 21 } },
  },
  {
    name: 'counts every user alike under per-vu-iterations, however slow one is',
    script: `const mine = new Counter('mine');
      export default function () { sleep(exec.vu.idInTest === 1 ? 0.1 : 0.001); mine.add(1, { vu_id: String(exec.vu.idInTest) }); }`,
    options: {
      ...one({ executor: 'per-vu-iterations', vus: 2, iterations: 4 }),
      thresholds: { 'mine{vu_id:1}': ['count==4'], 'mine{vu_id:2}': ['count==4'] },
    },
    expected: { counts: { iterations: 8 }, thresholds: { 'mine{vu_id:1} count==4': true, 'mine{vu_id:2} count==4': true } },
  },
  {
    name: 'ends shared iterations at maxDuration, and drops those that were not begun',
    script: 'export default function () { sleep(0.35); }',
    options: one({ executor: 'shared-iterations', vus: 1, iterations: 10, maxDuration: '1s', gracefulStop: '30s' }),
    expected: { counts: { iterations: [1, 3], 'iterations + dropped_iterations': 10 }, interrupted: 0 },
  },
  {
    name: 'ends iterations of each user at maxDuration, and drops those that were not begun',
    script: 'export default function () { sleep(0.35); }',
    options: one({ executor: 'per-vu-iterations', vus: 2, iterations: 5, maxDuration: '1s', gracefulStop: '30s' }),
    expected: { counts: { iterations: [2, 6], 'iterations + dropped_iterations': 10 } },
  },
  {
    name: 'loops its constant users until the time is over',
    script: 'export default function () { sleep(0.1); }',
    options: one({ executor: 'constant-vus', vus: 3, duration: '1s', gracefulStop: '30s' }),
    expected: { counts: { iterations: [3, 30] }, interrupted: 0, exitCode: 0 },
  },
  {
    name: 'lets an iteration that began in time end within gracefulStop',
    script: 'export default function () { sleep(0.6); }',
    options: one({ executor: 'constant-vus', vus: 2, duration: '1s', gracefulStop: '30s' }),
    expected: { counts: { iterations: [2, 4] }, interrupted: 0 },
  },
  {
    name: 'cuts off what is not done when gracefulStop is over',
    script: 'export default function () { sleep(30); }',
    options: one({ executor: 'constant-vus', vus: 2, duration: '1s', gracefulStop: '0s' }),
    expected: { counts: { iterations: 0 }, interrupted: 2 },
  },
  {
    name: 'ramps users up and down by stages, and counts them in vus_max',
    script: brief,
    options: one({
      executor: 'ramping-vus',
      startVUs: 0,
      stages: [
        { duration: '500ms', target: 4 },
        { duration: '700ms', target: 4 },
        { duration: '300ms', target: 0 },
      ],
    }),
    expected: { counts: { iterations: [1, 230], vus_max: 4 }, interrupted: 0, exitCode: 0 },
  },
  {
    name: 'cuts off a user that is ramped down when gracefulRampDown is over',
    script: 'export default function () { sleep(30); }',
    options: one({
      executor: 'ramping-vus',
      startVUs: 2,
      stages: [
        { duration: '300ms', target: 2 },
        { duration: '0s', target: 0 },
        { duration: '400ms', target: 0 },
      ],
      gracefulRampDown: '100ms',
      gracefulStop: '0s',
    }),
    expected: { counts: { iterations: 0 }, interrupted: 2 },
  },
  {
    name: 'lets a user that is ramped down end its iteration within gracefulRampDown',
    script: 'export default function () { sleep(0.5); }',
    options: one({
      executor: 'ramping-vus',
      startVUs: 2,
      stages: [
        { duration: '200ms', target: 2 },
        { duration: '0s', target: 0 },
        { duration: '100ms', target: 0 },
      ],
      gracefulRampDown: '30s',
      gracefulStop: '30s',
    }),
    expected: { counts: { iterations: 2 }, interrupted: 0 },
  },
  {
    name: 'starts iterations at a constant rate',
    script: get,
    options: one({ executor: 'constant-arrival-rate', rate: 20, timeUnit: '1s', duration: '1s', preAllocatedVUs: 10 }),
    expected: { counts: { 'iterations + dropped_iterations': [20, 21] }, exitCode: 0 },
  },
  {
    name: 'takes the rate by its timeUnit',
    script: get,
    options: one({ executor: 'constant-arrival-rate', rate: 600, timeUnit: '1m', duration: '1s', preAllocatedVUs: 5 }),
    expected: { counts: { 'iterations + dropped_iterations': [10, 11] } },
  },
  {
    name: 'drops starts for which no user is free, and starts on time those for which one is',
    script: 'export default function () { sleep(3); }',
    options: one({ executor: 'constant-arrival-rate', rate: 20, duration: '1s', preAllocatedVUs: 2, gracefulStop: '30s' }),
    expected: { counts: { iterations: [1, 2], 'iterations + dropped_iterations': [20, 21] }, interrupted: 0 },
  },
  {
    name: 'makes more users up to maxVUs while none is free',
    script: 'export default function () { sleep(3); }',
    options: one({ executor: 'constant-arrival-rate', rate: 10, duration: '1s', preAllocatedVUs: 1, maxVUs: 4, gracefulStop: '30s' }),
    expected: { counts: { iterations: [2, 4], 'iterations + dropped_iterations': [10, 11], vus_max: [2, 4] } },
  },
  {
    name: 'ramps the rate of its starts linearly: as many as the area under it',
    script: brief,
    options: one({
      executor: 'ramping-arrival-rate',
      startRate: 0,
      timeUnit: '1s',
      preAllocatedVUs: 10,
      stages: [
        { target: 40, duration: '1s' },
        { target: 40, duration: '500ms' },
      ],
    }),
    expected: { counts: { 'iterations + dropped_iterations': [39, 41] } },
  },
  {
    name: 'jumps to a rate by a stage without duration',
    script: brief,
    options: one({
      executor: 'ramping-arrival-rate',
      startRate: 0,
      timeUnit: '1s',
      preAllocatedVUs: 10,
      stages: [
        { target: 30, duration: '0s' },
        { target: 30, duration: '1s' },
      ],
    }),
    expected: { counts: { 'iterations + dropped_iterations': [29, 31] } },
  },
  {
    name: 'runs scenarios side by side, each with its own function, environment and tags',
    script: `export function read() { http.get(\`\${base}/\${__ENV.PLACE}\`); }
      export function write() { http.post(\`\${base}/\${__ENV.PLACE}\`, 'x'); }`,
    options: {
      scenarios: {
        readers: { executor: 'per-vu-iterations', vus: 2, iterations: 3, exec: 'read', env: { PLACE: 'echo' }, tags: { kind: 'read' } },
        writers: { executor: 'shared-iterations', vus: 1, iterations: 4, exec: 'write', env: { PLACE: 'upload' }, tags: { kind: 'write' } },
      },
    },
    expected: {
      counts: { 'http_reqs{scenario:readers}': 6, 'http_reqs{kind:write}': 4, 'iterations{scenario:writers}': 4, iterations: 10 },
      exitCode: 0,
      seen: { byRoute: { '/echo': 6, '/upload': 4 }, byMethod: { GET: 6, POST: 4 } },
    },
  },
  {
    name: 'starts a scenario at its startTime, one after the other, with the same users',
    script: `const ids = new Counter('ids');
      export default function () { ids.add(1, { vu_id: String(exec.vu.idInTest) }); sleep(0.05); }`,
    options: {
      scenarios: {
        first: { executor: 'per-vu-iterations', vus: 2, iterations: 1, maxDuration: '300ms', gracefulStop: '0s' },
        second: { executor: 'per-vu-iterations', vus: 2, iterations: 1, startTime: '800ms' },
      },
      thresholds: { 'ids{vu_id:1}': ['count==2'], 'ids{vu_id:2}': ['count==2'] },
    },
    expected: { counts: { iterations: 4 }, thresholds: { 'ids{vu_id:1} count==2': true, 'ids{vu_id:2} count==2': true } },
  },
  {
    name: 'takes vus and iterations as shared iterations',
    script: get,
    options: { vus: 3, iterations: 10 },
    expected: { counts: { iterations: 10, 'iterations{scenario:default}': 10 }, exitCode: 0 },
  },
  {
    name: 'takes vus and duration as constant users',
    script: 'export default function () { sleep(0.4); }',
    options: { vus: 2, duration: '1s' },
    expected: { counts: { iterations: [2, 6], 'iterations{scenario:default}': [2, 6] }, exitCode: 0 },
  },
  {
    name: 'takes stages as ramping users',
    script: brief,
    options: {
      stages: [
        { duration: '300ms', target: 3 },
        { duration: '400ms', target: 3 },
      ],
    },
    expected: { counts: { iterations: [1, 110], 'iterations{scenario:default}': [1, 110] } },
  },
  {
    name: 'with iterations and duration ends at whichever comes first',
    script: 'export default function () { sleep(0.4); }',
    options: { vus: 1, iterations: 100, duration: '1s' },
    expected: { counts: { iterations: [1, 3] } },
  },
  {
    name: 'makes an iteration last at least minIterationDuration',
    script: 'export default function () {}',
    options: { vus: 1, duration: '1s', minIterationDuration: '400ms' },
    expected: { counts: { iterations: [1, 3] } },
  },
];
