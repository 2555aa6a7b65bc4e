import { check, sleep } from 'k6';
import http, { type Params, type RefinedResponse, type ResponseType } from 'k6/http';
import { Counter, Trend } from 'k6/metrics';
import type { Options } from 'k6/options';

/** An API that limits its clients: tries again as Retry-After says, with a pause that grows, and counts what that costs. */
export const options: Options = {
  scenarios: {
    clients: { executor: 'per-vu-iterations', vus: Number(__ENV.VUS ?? 5), iterations: Number(__ENV.ITERATIONS ?? 20), maxDuration: '5m' },
  },
  thresholds: {
    retries: ['count>0'],
    tries: ['max<=4'],
    checks: ['rate==1'],
    // 429 is expected here.
    http_req_failed: ['rate==0'],
  },
};

const BASE_URL = __ENV.BASE_URL ?? 'http://localhost:8080';
const BACKOFF_SECONDS = Number(__ENV.BACKOFF ?? 0.5);
const retries = new Counter('retries');
const tries = new Trend('tries');

type Answer = RefinedResponse<ResponseType | undefined>;

function getWithRetries(url: string, params: Params, most: number): Answer {
  for (let attempt = 1; ; attempt += 1) {
    const response = http.get(url, { ...params, responseCallback: http.expectedStatuses(200, 429) });
    if (response.status !== 429 || attempt === most) {
      tries.add(attempt);
      return response;
    }
    retries.add(1);
    const asked = Number(response.headers['Retry-After'] ?? 0);
    sleep(Math.max(asked, BACKOFF_SECONDS * 2 ** (attempt - 1)));
  }
}

export default function useQuota(): void {
  const response = getWithRetries(`${BASE_URL}/quota`, { headers: { 'X-Client': `client-${__VU}` } }, 4);
  check(response, { 'is let in': ({ status }) => status === 200 });
}
