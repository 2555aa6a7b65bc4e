import { check, sleep } from 'k6';
import http from 'k6/http';
import type { Options } from 'k6/options';

/** Smoke test after a deployment: one user, a few rounds, every important place answers at all. */
export const options: Options = {
  vus: 1,
  iterations: 5,
  thresholds: {
    checks: ['rate==1'],
    http_req_failed: ['rate==0'],
    http_reqs: ['count>=3'],
    http_req_duration: ['p(95)<2000'],
  },
};

const BASE_URL = __ENV.BASE_URL ?? 'http://localhost:8080';

export default function smoke(): void {
  const health = http.get(`${BASE_URL}/health`);
  check(health, {
    'is healthy': (response) => response.status === 200 && response.json('status') === 'ok',
    'tells its version': (response) => /^\d+\.\d+\.\d+$/.test(response.json('version') as string),
  });
  check(http.get(`${BASE_URL}/`), { 'has a home page': (response) => response.status === 200 });
  check(http.get(`${BASE_URL}/items?limit=1`), { 'has items': (response) => Number(response.json('items.#')) === 1 });
  sleep(Number(__ENV.THINK_TIME ?? 1));
}
