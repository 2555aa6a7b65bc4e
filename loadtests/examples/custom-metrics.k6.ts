import { check, group } from 'k6';
import exec from 'k6/execution';
import http from 'k6/http';
import { Counter, Gauge, Rate, Trend } from 'k6/metrics';
import type { Options } from 'k6/options';

/** Figures of the business beside those of HTTP: what was sold, how much of it, how often the stock was right. */
export const options: Options = {
  vus: 5,
  iterations: 500,
  tags: { release: __ENV.RELEASE ?? 'unknown' },
  thresholds: {
    items_sold: ['count>=1'],
    'items_sold{channel:web}': ['count>=1'],
    cart_value: ['p(90)<500', 'avg>0'],
    stock_right: ['rate>0.95'],
    catalogue_size: ['value>=10'],
    'search_ms{channel:web}': ['p(95)<800'],
  },
  summaryTrendStats: ['avg', 'med', 'p(95)', 'p(99)', 'count'],
};

const BASE_URL = __ENV.BASE_URL ?? 'http://localhost:8080';
const sold = new Counter('items_sold');
const value = new Trend('cart_value');
const searchMs = new Trend('search_ms', true);
const stockRight = new Rate('stock_right');
const catalogueSize = new Gauge('catalogue_size');

export default function sell(): void {
  const channel = exec.scenario.iterationInTest % 4 === 0 ? 'app' : 'web';
  exec.vu.metrics.tags['channel'] = channel;
  group('search', () => {
    const response = http.get(`${BASE_URL}/search?q=Item`, { tags: { name: 'GET /search' } });
    searchMs.add(response.timings.duration);
    catalogueSize.add(Number(response.json('#')));
    check(response, { 'finds items': () => Number(response.json('#')) > 0 });
  });
  group('price', () => {
    const item = http.get(`${BASE_URL}/items/3`, { tags: { name: 'GET /items/:id' } });
    stockRight.add(item.status === 200);
    value.add(2 * Number(item.json('price')));
    sold.add(2);
  });
}
