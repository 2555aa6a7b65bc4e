import type { BehaviourCase } from '../behaviour-case.ts';

const checked = (name: string, body: string, checks: number, extra: Partial<BehaviourCase> = {}): BehaviourCase => ({
  name,
  script: `export default function () { ${body} }`,
  options: { iterations: 1, thresholds: { checks: ['rate==1'] } },
  expected: { counts: { checks }, exitCode: 0 },
  ...extra,
});

/** What lasts over requests: cookies, credentials and redirects. */
export const sessionCases: readonly BehaviourCase[] = [
  checked(
    'sends back the cookies that it was given',
    `http.get(base + '/cookies/set?session=abc'); check(http.get(base + '/cookies'), { 'comes back': (r) => r.json('cookies.session') === 'abc' });`,
    1,
  ),
  {
    name: 'begins each iteration without cookies',
    script: `export default function () {
        check(http.get(base + '/cookies'), { 'none yet': (r) => r.json('cookies.session') === undefined }); http.get(base + '/cookies/set?session=abc');
      }`,
    options: { scenarios: { one: { executor: 'per-vu-iterations', vus: 1, iterations: 3 } } },
    expected: { counts: { checks: 3 } },
  },
  {
    name: 'keeps its cookies over iterations with noCookiesReset',
    script: `export default function () {
        check(http.get(base + '/cookies'), { 'still there': (r) => __ITER === 0 || r.json('cookies.session') === 'abc' }); http.get(base + '/cookies/set?session=abc');
      }`,
    options: { scenarios: { one: { executor: 'per-vu-iterations', vus: 1, iterations: 3 } }, noCookiesReset: true },
    expected: { counts: { checks: 3 } },
  },
  {
    name: 'has the cookies of one user only',
    script: `export default function () {
        http.get(base + '/cookies/set?who=' + __VU); sleep(0.1); check(http.get(base + '/cookies'), { mine: (r) => r.json('cookies.who') === String(__VU) });
      }`,
    options: { scenarios: { one: { executor: 'per-vu-iterations', vus: 3, iterations: 1 } } },
    expected: { counts: { checks: 3 } },
  },
  checked(
    'adds cookies to one request, beside those of the jar',
    `http.cookieJar().set(base, 'jar', 'one'); const r = http.get(base + '/cookies', { cookies: { own: 'two', jar: { value: 'three', replace: true } } });
      check(r, { own: () => r.json('cookies.own') === 'two', replaced: () => r.json('cookies.jar') === 'three' });`,
    2,
  ),
  checked(
    'reads the cookies of an answer and of its jar',
    `const r = http.get(base + '/cookies/set?session=abc&attributes=Path=/;HttpOnly'); const jar = http.cookieJar().cookiesForURL(base);
      check(r, { answer: () => r.cookies.session[0].value === 'abc' && r.cookies.session[0].httpOnly === true, jar: () => jar.session[0] === 'abc' });`,
    2,
  ),
  checked(
    'keeps a jar of its own apart',
    `const jar = new http.CookieJar(); jar.set(base, 'own', '1'); check(http.get(base + '/cookies', { jar }), { own: (r) => r.json('cookies.own') === '1' });
      check(http.get(base + '/cookies'), { apart: (r) => r.json('cookies.own') === undefined });`,
    2,
  ),
  checked(
    'follows redirects, each of them a request',
    `const r = http.get(base + '/redirect/3'); check(r, { arrived: () => r.status === 200 && r.url === base + '/echo' });`,
    1,
    { expected: { counts: { checks: 1, http_reqs: 4 }, seen: { requests: 4, byRoute: { '/redirect': 3, '/echo': 1 } } } },
  ),
  checked(
    'follows none with redirects 0, and has the redirect itself',
    `const r = http.get(base + '/redirect/3', { redirects: 0 }); check(r, { redirect: () => r.status === 302 && r.headers.Location.includes('/redirect/2') });`,
    1,
    { expected: { counts: { checks: 1, http_reqs: 1 } } },
  ),
  {
    name: 'follows as many redirects as maxRedirects says',
    script: `export default function () { check(http.get(base + '/redirect-loop'), { 'gave up': (r) => r.status === 302 }); }`,
    options: { iterations: 1, maxRedirects: 3 },
    expected: { counts: { checks: 1, http_reqs: 4 } },
  },
  checked(
    'turns a POST into a GET at 303, and keeps it at 307',
    `const moved = http.post(base + '/redirect-to?to=/echo&status=303', 'x'); const kept = http.post(base + '/redirect-to?to=/echo&status=307', 'x');
      check(null, { 303: () => moved.json('method') === 'GET' && moved.json('body') === '', 307: () => kept.json('method') === 'POST' && kept.json('body') === 'x' });`,
    2,
  ),
  checked(
    'takes cookies along on its way through redirects',
    `http.get(base + '/cookies/set?session=abc'); check(http.get(base + '/redirect-to?to=/cookies'), { taken: (r) => r.json('cookies.session') === 'abc' });`,
    1,
  ),
  checked(
    'sends the credentials of a URL',
    `check(http.get(base.replace('http://', 'http://ann:secret@') + '/basic/ann/secret'), { welcome: (r) => r.status === 200 });`,
    1,
  ),
  checked(
    'is turned away without credentials',
    `check(http.get(base + '/basic/ann/secret', { responseCallback: http.expectedStatuses(401) }), { away: (r) => r.status === 401 && r.headers['Www-Authenticate'].includes('Basic') });`,
    1,
    { expected: { counts: { checks: 1, http_req_failed: 0 } } },
  ),
  checked(
    'proves itself by digest',
    `const r = http.get(base.replace('http://', 'http://ann:secret@') + '/digest/auth/ann/secret', { auth: 'digest' });
      check(r, { welcome: () => r.status === 200 && r.body === 'welcome ann' });`,
    1,
  ),
];
