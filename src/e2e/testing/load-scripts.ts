import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const schedule = (rate: number, duration: string): string =>
  `{ executor: 'constant-arrival-rate', rate: ${rate}, timeUnit: '1s', duration: '${duration}', preAllocatedVUs: 10, maxVUs: 10, gracefulStop: '1s' }`;

const head = `import http from 'k6/http';
const BASE_URL = __ENV.BASE_URL;
`;

/** Lists workflows for two seconds; its threshold holds on a busy machine too, where answers take long. */
const listing = (rate: number): string => `${head}
export const options = {
  scenarios: { listing: ${schedule(rate, '2s')} },
  thresholds: { http_req_failed: ['rate<0.01'], http_req_duration: ['p(95)<20000'] },
};
export default function () {
  http.get(BASE_URL + '/api/v1/workflows?limit=1', { headers: { Authorization: 'Bearer ' + __ENV.TOKEN } });
}
`;

const calm = listing(5);

/** Scripts by what becomes of their run. */
export const loadScripts = {
  calm,
  /** Enough requests for the objectives to be judged by. */
  busy: listing(30),
  hangs: `${head}
export const options = { scenarios: { hangs: ${schedule(1, '2s')} }, thresholds: { http_reqs: ['count>0'] } };
export default function () { for (;;) {} }
`,
  throwsAtOnce: `${head}
throw new Error('the script can not begin');
`,
  /** Every user holds less than it may, and all of them together more than the engine may: only the engine's own limit can end it. */
  eatsMemory: `import { sleep } from 'k6';
export const options = { scenarios: { eats: { executor: 'constant-vus', vus: 12, duration: '30s', gracefulStop: '1s' } }, thresholds: { http_reqs: ['count>0'] } };
const eaten = [];
export default function () {
  while (eaten.length < 40) eaten.push('x'.repeat(1024 * 1024) + eaten.length);
  sleep(1);
}
`,
  measuresNothing: `${head}
export const options = { scenarios: { idle: ${schedule(5, '2s')} }, thresholds: { http_req_failed: ['rate<0.01'] } };
export default function () {}
`,
} as const;

/** Writes a script as `load.js` into a configuration's folder; the next run of the load gate takes it. */
export async function writeLoadScript(folder: string, script: string): Promise<void> {
  await writeFile(join(folder, 'load.js'), script);
}

/** The section of a load gate with the calm script. */
export async function calmLoad(folder: string): Promise<Readonly<Record<string, unknown>>> {
  await writeLoadScript(folder, calm);
  // What a busy machine keeps the engine from starting is no matter of these tests.
  return { runner: 'embedded', script: 'load.js', tokenEnv: 'WORKFLOW_TEST_TOKEN', maximumDroppedShare: 0.9 };
}
