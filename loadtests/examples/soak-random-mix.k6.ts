import { randomIntBetween, randomItem, randomString } from 'https://jslib.k6.io/k6-utils/1.4.0/index.js';
import { check, sleep } from 'k6';
import http from 'k6/http';
import type { Options } from 'k6/options';

/** A long run of mixed traffic: each user draws what it does next, by weights, with random texts and pauses. */
export const options: Options = {
  vus: 20,
  duration: '2h',
  thresholds: {
    'http_req_duration{action:list}': ['p(95)<400'],
    'http_req_duration{action:search}': ['p(95)<800'],
    'http_req_failed{action:create}': ['rate<0.02'],
    checks: ['rate>0.99'],
    http_reqs: ['count>=20'],
  },
};

const BASE_URL = __ENV.BASE_URL ?? 'http://localhost:8080';

type Action = 'list' | 'search' | 'create';

const weighted: readonly Action[] = ['list', 'list', 'list', 'search', 'search', 'create'];

function perform(action: Action): number {
  const tags = { action, name: action };
  switch (action) {
    case 'list':
      return http.get(`${BASE_URL}/items?page=${randomIntBetween(1, 2)}`, { tags }).status;
    case 'search':
      return http.get(`${BASE_URL}/search?q=${randomString(3, 'Item')}`, { tags }).status;
    case 'create': {
      const body = JSON.stringify({ name: `Item ${randomString(8)}`, price: randomIntBetween(1, 100) });
      return http.post(`${BASE_URL}/items`, body, { tags, headers: { 'Content-Type': 'application/json' } }).status;
    }
  }
}

export default function mix(): void {
  // Every kind at least once, however short the run.
  const action = __ITER < 3 ? (['list', 'search', 'create'] as const)[__ITER] : randomItem(weighted);
  const status = perform(action ?? 'list');
  check(status, { 'is done': () => status === (action === 'create' ? 201 : 200) });
  sleep(Number(__ENV.THINK_TIME ?? 1) * Math.random());
}
