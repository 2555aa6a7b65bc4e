import { check } from 'k6';
import http, { type BatchRequests } from 'k6/http';
import type { Options } from 'k6/options';

/** A page as a browser loads it: first the document, then all that it names, several at once. */
export const options: Options = {
  vus: 10,
  duration: '1m',
  batch: 10,
  batchPerHost: 6,
  thresholds: {
    'http_req_duration{kind:document}': ['p(95)<500'],
    'http_req_duration{kind:asset}': ['p(95)<300'],
    'http_req_failed{kind:asset}': ['rate<0.01'],
    checks: ['rate==1'],
  },
};

const BASE_URL = __ENV.BASE_URL ?? 'http://localhost:8080';

export default function loadPage(): void {
  const page = http.get(`${BASE_URL}/`, { tags: { kind: 'document' } });
  const places = Array.from((page.body as string).matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g), ([, place]) => place);
  const requests: BatchRequests = places.map((place) => ({
    method: 'GET',
    url: `${BASE_URL}${place}`,
    params: { tags: { kind: 'asset', name: 'GET /assets/*' } },
  }));
  const assets = http.batch(requests);
  check(assets, {
    'the page names its assets': () => assets.length === 3,
    'all of them are there': () => assets.every(({ status }) => status === 200),
  });
}
