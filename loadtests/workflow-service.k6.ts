import { check } from 'k6';
import http from 'k6/http';
import type { Options } from 'k6/options';

/**
 * The load gate of the workflow service: workflows are created at a steady rate, whatever the service does.
 *
 * __ENV: BASE_URL and TOKEN (a bearer token) are needed; RATE (starts a second, default 100) and DURATION (default 5m) size the run.
 */
const RATE = Number(__ENV.RATE ?? 100);
const DURATION = __ENV.DURATION ?? '5m';

/** The starts that the schedule plans, for the thresholds that a run which measured nothing must not pass. */
const PLANNED = RATE * secondsOf(DURATION);

/** `1h2m30s`, `500ms`: as the option takes it, since thresholds can't compute. */
function secondsOf(duration: string): number {
  const units: Record<string, number> = { h: 3600, m: 60, s: 1, ms: 0.001 };
  let seconds = 0;
  for (const [, amount, unit] of duration.matchAll(/([\d.]+)(h|ms|m|s)/g)) seconds += Number(amount) * (units[unit ?? ''] ?? Number.NaN);
  return seconds;
}

for (const name of ['BASE_URL', 'TOKEN']) {
  if (!__ENV[name]) throw new Error(`${name} is not set: the script needs BASE_URL and TOKEN in its environment`);
}

export const options: Options = {
  discardResponseBodies: true,
  summaryTrendStats: ['avg', 'min', 'med', 'max', 'p(90)', 'p(95)', 'p(99)', 'count'],
  scenarios: {
    gate: {
      executor: 'constant-arrival-rate',
      rate: RATE,
      timeUnit: '1s',
      duration: DURATION,
      // Enough for answers of half a second; four times that before a start is dropped.
      preAllocatedVUs: Math.max(2, Math.ceil(RATE / 2)),
      maxVUs: Math.max(8, RATE * 2),
      gracefulStop: '10s',
    },
  },
  thresholds: {
    'http_req_duration{scenario:gate}': ['p(95)<200'],
    'http_req_failed{scenario:gate}': [{ threshold: 'rate<0.01', abortOnFail: true, delayAbortEval: '30s' }],
    'http_reqs{scenario:gate}': [`count>=${Math.floor(PLANNED * 0.99)}`],
    dropped_iterations: [`count<=${Math.floor(PLANNED * 0.01)}`],
    checks: ['rate>0.99'],
  },
};

const BODY = JSON.stringify({ name: 'Load Test', description: 'Test' });

const PARAMS = {
  headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${__ENV.TOKEN}` },
  tags: { name: 'POST /api/v1/workflows' },
};

export default function createWorkflow(): void {
  const response = http.post(`${__ENV.BASE_URL}/api/v1/workflows`, BODY, PARAMS);
  check(response, { 'workflow was created': ({ status }) => status === 201 });
}
