import { check } from 'k6';
import crypto from 'k6/crypto';
import encoding from 'k6/encoding';
import http from 'k6/http';
import type { Options } from 'k6/options';

/** Requests signed with a shared key, as payment APIs want them; one with a wrong key must be turned away. */
export const options: Options = {
  vus: 3,
  iterations: 90,
  thresholds: {
    'http_req_failed{signed:right}': ['rate==0'],
    'http_reqs{signed:wrong}': ['count>=1'],
    checks: ['rate==1'],
  },
};

const BASE_URL = __ENV.BASE_URL ?? 'http://localhost:8080';
const KEY = __ENV.SIGNING_KEY ?? '';
if (KEY === '') throw new Error('SIGNING_KEY is not set: the script signs its requests with it');

function pay(key: string, signed: 'right' | 'wrong', expected: number): number {
  const body = JSON.stringify({ amount: 1999, currency: 'EUR', reference: encoding.b64encode(`${__VU}:${__ITER}`, 'rawurl') });
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = crypto.hmac('sha256', key, ['POST', '/payments', timestamp, body].join('\n'), 'hex');
  const headers = { 'Content-Type': 'application/json', 'X-Timestamp': timestamp, 'X-Signature': signature };
  return http.post(`${BASE_URL}/payments`, body, { headers, tags: { signed }, responseCallback: http.expectedStatuses(expected) }).status;
}

export default function payments(): void {
  check(pay(KEY, 'right', 202), { 'is accepted': (status) => status === 202 });
  if (__ITER % 10 === 0) check(pay(`${KEY}x`, 'wrong', 401), { 'is turned away': (status) => status === 401 });
}
