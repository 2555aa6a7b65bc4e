import { check } from 'k6';
import http from 'k6/http';
import type { Options } from 'k6/options';

/** Test data of its own: setup creates it, the users read it, teardown removes it, and no other test is disturbed. */
export const options: Options = {
  vus: 5,
  duration: '1m',
  setupTimeout: '30s',
  teardownTimeout: '30s',
  thresholds: {
    // Without what setup and teardown do.
    'http_req_duration{stage:read}': ['p(95)<300'],
    'http_reqs{stage:read}': ['count>=1'],
    'http_reqs{group:::setup}': ['count==5'],
    'http_reqs{group:::teardown}': ['count==5'],
    checks: ['rate==1'],
  },
};

interface TestData {
  readonly ids: readonly number[];
  readonly prefix: string;
}

const BASE_URL = __ENV.BASE_URL ?? 'http://localhost:8080';

export function setup(): TestData {
  const prefix = `load-${Date.now()}`;
  const ids = [1, 2, 3, 4, 5].map((number) => {
    const body = JSON.stringify({ name: `${prefix}-${number}`, price: number });
    const response = http.post(`${BASE_URL}/items`, body, { headers: { 'Content-Type': 'application/json' } });
    if (response.status !== 201) throw new Error(`no test data: ${response.status} ${response.body as string}`);
    return response.json('id') as number;
  });
  return { ids, prefix };
}

export default function read({ ids, prefix }: TestData): void {
  const id = ids[__ITER % ids.length];
  const response = http.get(`${BASE_URL}/items/${id}`, { tags: { stage: 'read', name: 'GET /items/:id' } });
  check(response, { 'is ours': () => (response.json('name') as string).startsWith(prefix) });
}

export function teardown({ ids }: TestData): void {
  for (const id of ids) http.del(`${BASE_URL}/items/${id}`);
}
