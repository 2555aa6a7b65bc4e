import { check, group } from 'k6';
import http from 'k6/http';
import type { Options } from 'k6/options';

/** The whole life of a resource: what the answer to one request says goes into the next. */
export const options: Options = {
  vus: 5,
  duration: '2m',
  thresholds: {
    http_req_failed: ['rate<0.01'],
    'http_req_duration{method:POST}': ['p(95)<500'],
    'http_req_duration{method:GET}': ['p(95)<300'],
    http_reqs: ['count>=5'],
    checks: ['rate>0.99'],
  },
};

const BASE_URL = __ENV.BASE_URL ?? 'http://localhost:8080';
const PARAMS = { headers: { 'Content-Type': 'application/json' } };

export default function crud(): void {
  const name = `item-${__VU}-${__ITER}`;
  let id = 0;

  group('create', () => {
    const response = http.post(`${BASE_URL}/items`, JSON.stringify({ name, price: 10 }), PARAMS);
    check(response, { created: ({ status }) => status === 201, 'has a location': ({ headers }) => headers.Location !== undefined });
    id = response.json('id') as number;
  });

  const url = http.url`${BASE_URL}/items/${id}`;
  group('read', () => check(http.get(url), { 'is the same': (response) => response.json('name') === name }));
  group('change', () => {
    const response = http.patch(url, JSON.stringify({ price: 12 }), PARAMS);
    check(response, { changed: () => response.json('price') === 12 && response.json('name') === name });
  });
  group('delete', () => check(http.del(url), { deleted: ({ status }) => status === 204 }));
  group('read again', () => {
    const response = http.get(url, { responseCallback: http.expectedStatuses(404) });
    check(response, { 'is gone': ({ status }) => status === 404 });
  });
}
