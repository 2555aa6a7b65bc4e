import { check, sleep } from 'k6';
import http from 'k6/http';
import type { Options } from 'k6/options';

/** Soak: a usual load for hours, to see what leaks. The length of the middle stage comes from SOAK. */
export const options: Options = {
  stages: [
    { duration: __ENV.RAMP ?? '5m', target: Number(__ENV.VUS ?? 50) },
    { duration: __ENV.SOAK ?? '4h', target: Number(__ENV.VUS ?? 50) },
    { duration: __ENV.RAMP ?? '5m', target: 0 },
  ],
  discardResponseBodies: true,
  thresholds: {
    http_req_duration: ['p(95)<500', 'p(99)<1500'],
    http_req_failed: [{ threshold: 'rate<0.02', abortOnFail: true, delayAbortEval: '1m' }],
    http_reqs: ['count>=10'],
    checks: ['rate>0.98'],
  },
};

const BASE_URL = __ENV.BASE_URL ?? 'http://localhost:8080';

export default function soak(): void {
  const response = http.get(`${BASE_URL}/items`);
  check(response, { 'is 200': ({ status }) => status === 200 });
  sleep(Number(__ENV.THINK_TIME ?? 1));
}
