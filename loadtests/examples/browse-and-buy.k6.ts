import { randomIntBetween, randomItem, uuidv4 } from 'https://jslib.k6.io/k6-utils/1.4.0/index.js';
import { check, group, sleep } from 'k6';
import http from 'k6/http';
import type { Options } from 'k6/options';

/** Visitors of a shop: they look around, think, fill a cart and some of them buy. */
export const options: Options = {
  stages: [
    { duration: '1m', target: 20 },
    { duration: '3m', target: 20 },
    { duration: '30s', target: 0 },
  ],
  thresholds: {
    'group_duration{group:::checkout}': ['p(95)<3000'],
    'http_req_duration{group:::browse}': ['p(95)<400'],
    http_req_failed: ['rate<0.01'],
    checks: ['rate>0.95'],
  },
};

const BASE_URL = __ENV.BASE_URL ?? 'http://localhost:8080';
const THINK_SECONDS = Number(__ENV.THINK_TIME ?? 3);

const think = (): void => sleep((THINK_SECONDS * randomIntBetween(50, 150)) / 100);

interface Item {
  readonly id: number;
  readonly name: string;
}

export default function visit(): void {
  const params = { headers: { 'Content-Type': 'application/json', 'X-Session': uuidv4() } };

  const items = group('browse', () => {
    const response = http.get(`${BASE_URL}/items?limit=10`, params);
    check(response, { 'items are listed': ({ status }) => status === 200 });
    think();
    return response.json('items') as unknown as readonly Item[];
  });

  group('look', () => {
    const { id, name } = randomItem(items);
    const response = http.get(`${BASE_URL}/items/${id}`, { ...params, tags: { name: 'GET /items/:id' } });
    check(response, { 'is what was chosen': () => response.json('name') === name });
    think();
  });

  group('checkout', () => {
    for (const quantity of [1, 2]) {
      const line = JSON.stringify({ itemId: randomItem(items).id, quantity });
      check(http.post(`${BASE_URL}/cart`, line, params), { 'is in the cart': ({ status }) => status === 201 });
    }
    const order = http.post(`${BASE_URL}/orders`, null, params);
    check(order, { 'is ordered': ({ status }) => status === 201, 'holds both lines': () => order.json('lines') === 2 });
  });
  think();
}
