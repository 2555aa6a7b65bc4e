import { check } from 'k6';
import http, { type RefinedResponse, type ResponseType } from 'k6/http';
import { Trend } from 'k6/metrics';
import type { Options } from 'k6/options';

/** A list by the page, to its end: once by what the body says comes next, once by the Link header. */
export const options: Options = {
  scenarios: { crawl: { executor: 'shared-iterations', vus: 2, iterations: Number(__ENV.ITERATIONS ?? 40), maxDuration: '2m' } },
  thresholds: { pages_per_crawl: ['min>=2'], 'http_req_duration{name:GET /items (page)}': ['p(95)<500'], checks: ['rate==1'] },
};

const BASE_URL = __ENV.BASE_URL ?? 'http://localhost:8080';
const PARAMS = { tags: { name: 'GET /items (page)' } };
type Answer = RefinedResponse<ResponseType | undefined>;

const pages = new Trend('pages_per_crawl');

function nextByLink(link: string | undefined): string | undefined {
  return /<([^>]+)>;\s*rel="next"/.exec(link ?? '')?.[1];
}

export default function crawl(): void {
  const ids = new Set<number>();
  let total = 0;
  let count = 0;
  let place: string | undefined = '/items?page=1&limit=4';
  const byLink = __ITER % 2 === 1;
  while (place !== undefined && count < 100) {
    const response: Answer = http.get(`${BASE_URL}${place}`, PARAMS);
    for (const id of response.json('items.#.id') as number[]) ids.add(id);
    total = response.json('total') as number;
    count += 1;
    place = byLink ? nextByLink(response.headers.Link) : (response.json('next') as string | undefined);
  }
  pages.add(count);
  check(ids, { 'every item was on one page': () => ids.size === total && total >= 10 });
}
