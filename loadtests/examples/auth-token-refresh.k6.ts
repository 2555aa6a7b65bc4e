import { check, fail } from 'k6';
import http, { type RefinedResponse, type ResponseType } from 'k6/http';
import { Counter } from 'k6/metrics';
import type { Options } from 'k6/options';

/** Sign-in with a token that runs out: each user signs in once, calls on, and renews its token whenever it is turned away. */
export const options: Options = {
  scenarios: {
    members: {
      executor: 'per-vu-iterations',
      vus: Number(__ENV.VUS ?? 10),
      iterations: Number(__ENV.ITERATIONS ?? 100),
      maxDuration: '10m',
    },
  },
  thresholds: {
    'http_req_failed{name:GET /me}': ['rate<0.01'],
    'http_req_duration{name:POST /auth/login}': ['p(95)<800'],
    token_refreshes: ['count>0'],
    checks: ['rate>0.99'],
  },
};

interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

const BASE_URL = __ENV.BASE_URL ?? 'http://localhost:8080';
const JSON_BODY = { 'Content-Type': 'application/json' };
const refreshes = new Counter('token_refreshes');

// Module state lasts over the iterations of a user.
let tokens: Tokens | undefined;

function signIn(): Tokens {
  const body = JSON.stringify({ username: `user${__VU}`, password: `pass-user${__VU}` });
  const response = http.post(`${BASE_URL}/auth/login`, body, { headers: JSON_BODY, tags: { name: 'POST /auth/login' } });
  if (!check(response, { 'is signed in': ({ status }) => status === 200 })) fail(`no token: ${response.status} ${response.body as string}`);
  return response.json() as unknown as Tokens;
}

function renew({ refreshToken }: Tokens): Tokens {
  refreshes.add(1);
  const response = http.post(`${BASE_URL}/auth/refresh`, JSON.stringify({ refreshToken }), { headers: JSON_BODY });
  return response.status === 200 ? (response.json() as unknown as Tokens) : signIn();
}

function profile({ accessToken }: Tokens): RefinedResponse<ResponseType | undefined> {
  return http.get(`${BASE_URL}/me`, {
    headers: { Authorization: `Bearer ${accessToken}` },
    tags: { name: 'GET /me' },
    // A token that has run out is no failure of the service.
    responseCallback: http.expectedStatuses(200, 401),
  });
}

export default function readProfile(): void {
  tokens ??= signIn();
  let response = profile(tokens);
  if (response.status === 401) {
    tokens = renew(tokens);
    response = profile(tokens);
  }
  check(response, { 'is the right user': () => response.status === 200 && response.json('user') === `user${__VU}` });
}
