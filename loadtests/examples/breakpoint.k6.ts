import { check } from 'k6';
import http from 'k6/http';
import type { Options } from 'k6/options';

/** Breakpoint: the rate rises until the service can't follow, and the test ends itself there. A run that reaches its last stage found no limit. */
const PEAK = Number(__ENV.PEAK ?? 2000);

export const options: Options = {
  scenarios: {
    breakpoint: {
      executor: 'ramping-arrival-rate',
      startRate: Number(__ENV.START ?? 10),
      timeUnit: '1s',
      preAllocatedVUs: Number(__ENV.VUS ?? 50),
      maxVUs: Number(__ENV.VUS ?? 50) * 4,
      stages: [{ target: PEAK, duration: __ENV.DURATION ?? '20m' }],
    },
  },
  thresholds: {
    http_req_failed: [{ threshold: 'rate<0.05', abortOnFail: true }],
    http_req_duration: [{ threshold: `p(95)<${__ENV.LIMIT_MS ?? 1000}`, abortOnFail: true, delayAbortEval: __ENV.DELAY ?? '10s' }],
  },
};

export default function probe(): void {
  const response = http.get(`${__ENV.BASE_URL}${__ENV.PLACE ?? '/items'}`);
  check(response, { 'is 200': ({ status }) => status === 200 });
}
