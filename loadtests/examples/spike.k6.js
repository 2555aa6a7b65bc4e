// Spike: a quiet service is hit by many times its usual rate for a moment, and must be itself again afterwards.
import http from 'k6/http';
import { check } from 'k6';

const usual = Number(__ENV.RATE || 20);
const stage = (target, seconds) => ({ target, duration: `${seconds * Number(__ENV.SCALE || 1)}s` });

export const options = {
  scenarios: {
    spike: {
      executor: 'ramping-arrival-rate',
      startRate: usual,
      timeUnit: '1s',
      preAllocatedVUs: 20,
      maxVUs: 200,
      stages: [stage(usual, 30), stage(usual * 10, 10), stage(usual * 10, 30), stage(usual, 10), stage(usual, 30)],
      gracefulStop: '5s',
    },
  },
  thresholds: {
    'http_req_failed{scenario:spike}': ['rate<0.05'],
    'http_reqs{scenario:spike}': ['count>=1'],
    dropped_iterations: ['count<100'],
  },
};

export default function () {
  const res = http.get(`${__ENV.BASE_URL}/search?q=Item`);
  check(res, { 'answers, if slowly': (r) => r.status === 200 });
}
