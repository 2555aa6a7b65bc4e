import { check, sleep } from 'k6';
import http from 'k6/http';
import type { Options } from 'k6/options';

/** Several kinds of traffic at once: readers in an open model, members in a closed one, an administrator now and then; each with its own limits. */
const DURATION = __ENV.DURATION ?? '3m';

export const options: Options = {
  scenarios: {
    readers: {
      executor: 'constant-arrival-rate',
      exec: 'read',
      rate: Number(__ENV.RATE ?? 30),
      timeUnit: '1s',
      duration: DURATION,
      preAllocatedVUs: 10,
      maxVUs: 100,
      tags: { traffic: 'anonymous' },
      env: { LIMIT: '2' },
    },
    members: { executor: 'constant-vus', exec: 'signIn', vus: 3, duration: DURATION, gracefulStop: '5s', tags: { traffic: 'member' } },
    admin: { executor: 'per-vu-iterations', exec: 'administrate', vus: 1, iterations: 3, startTime: '500ms', maxDuration: DURATION },
  },
  thresholds: {
    'http_req_duration{scenario:readers}': ['p(99)<800'],
    'http_req_failed{traffic:member}': ['rate<0.01'],
    'http_reqs{scenario:admin}': ['count==6'],
    'iterations{scenario:readers}': ['count>=1'],
    dropped_iterations: ['count<10'],
    checks: ['rate==1'],
  },
};

const BASE_URL = __ENV.BASE_URL ?? 'http://localhost:8080';
const PARAMS = { headers: { 'Content-Type': 'application/json' } };

export function read(): void {
  const response = http.get(`${BASE_URL}/items?limit=${__ENV.LIMIT}`, { tags: { name: 'GET /items' } });
  check(response, { 'has as many as were asked for': () => Number(response.json('items.#')) === 2 });
}

export function signIn(): void {
  const credentials = JSON.stringify({ username: 'bob', password: 'pass-bob' });
  check(http.post(`${BASE_URL}/auth/login`, credentials, PARAMS), { 'is signed in': ({ status }) => status === 200 });
  sleep(0.2);
}

export function administrate(): void {
  const created = http.post(`${BASE_URL}/items`, JSON.stringify({ name: 'offer', price: 1 }), PARAMS);
  check(created, { created: ({ status }) => status === 201 });
  check(http.del(`${BASE_URL}/items/${created.json('id') as number}`, null, { tags: { name: 'DELETE /items/:id' } }), {
    deleted: ({ status }) => status === 204,
  });
}
