import type { BehaviourCase } from '../behaviour-case.ts';

/** A case whose checks must all be true: so many of them in one iteration. */
const checked = (name: string, body: string, checks: number, extra: Partial<BehaviourCase> = {}): BehaviourCase => ({
  name,
  script: `export default function () { ${body} }`,
  options: { iterations: 1, thresholds: { checks: ['rate==1'] } },
  expected: { counts: { checks }, exitCode: 0 },
  ...extra,
});

/** What a script can send, and what it reads of the answer. */
export const requestCases: readonly BehaviourCase[] = [
  checked(
    'sends each method as it is called',
    `http.get(base + '/echo'); http.head(base + '/echo'); http.post(base + '/echo'); http.put(base + '/echo'); http.patch(base + '/echo');
      http.del(base + '/echo'); http.options(base + '/echo'); http.request('PURGE', base + '/echo'); check(1, { sent: () => true });`,
    1,
    {
      expected: {
        counts: { http_reqs: 8 },
        seen: { byMethod: { GET: 1, HEAD: 1, POST: 1, PUT: 1, PATCH: 1, DELETE: 1, OPTIONS: 1 }, requests: 8 },
      },
    },
  ),
  checked(
    'sends an object as a form',
    `const r = http.post(base + '/echo', { name: 'a b', tag: 'x&y' });
      check(r, { form: () => r.json('body') === 'name=a+b&tag=x%26y' || r.json('body') === 'tag=x%26y&name=a+b',
        typed: () => r.json('headers.content-type') === 'application/x-www-form-urlencoded' });`,
    2,
  ),
  checked(
    'sends text as it is, with the headers that it is given',
    `const r = http.post(base + '/echo', JSON.stringify({ a: 1 }), { headers: { 'Content-Type': 'application/json', 'X-Request': 'seven' } });
      check(r, { body: () => r.json('body') === '{"a":1}', typed: () => r.json('headers.content-type') === 'application/json', own: () => r.json('headers.x-request') === 'seven' });`,
    3,
  ),
  checked(
    'sends a file as multipart',
    `const r = http.post(base + '/multipart', { title: 'report', file: http.file('a,b\\n1,2', 'report.csv', 'text/csv') });
      check(r.json('parts'), {
        both: (parts) => parts.length === 2,
        field: (parts) => parts.some((p) => p.name === 'title' && p.text === 'report'),
        file: (parts) => parts.some((p) => p.filename === 'report.csv' && p.type === 'text/csv' && p.size === 7) });`,
    3,
  ),
  checked(
    'uploads bytes as they are',
    `const bytes = new Uint8Array(100000).fill(255); const r = http.post(base + '/upload', bytes.buffer);
      check(r, { 'all of them': () => r.json('bytes') === 100000 });`,
    1,
    { expected: { counts: { checks: 1 }, seen: { bodyBytes: 100_000 } } },
  ),
  checked(
    'reads the parts of an answer',
    `const r = http.get(base + '/echo?q=1');
      check(r, { status: () => r.status === 200, text: () => r.status_text.includes('OK'), proto: () => r.proto === 'HTTP/1.1', header: () => r.headers['Content-Type'] === 'application/json',
        url: () => r.url === base + '/echo?q=1', request: () => r.request.method === 'GET', error: () => r.error === '' && r.error_code === 0, address: () => r.remote_ip === '127.0.0.1' });`,
    8,
  ),
  checked(
    'reads JSON by a path',
    `const r = http.post(base + '/echo', 'x'); const all = r.json();
      check(r, { path: () => r.json('headers.host') === base.slice(7), all: () => all.method === 'POST', none: () => r.json('nothing.here') === undefined });`,
    3,
  ),
  checked(
    'throws when it reads JSON of what is none',
    `const r = http.get(base + '/text/hello'); let thrown = false; try { r.json(); } catch (error) { thrown = true; } check(thrown, { thrown: (t) => t });`,
    1,
  ),
  checked(
    'reads bytes with responseType binary, and nothing with none',
    `check(http.get(base + '/bytes/300', { responseType: 'binary' }), { bytes: (r) => r.body instanceof ArrayBuffer && r.body.byteLength === 300 });
      check(http.get(base + '/bytes/300', { responseType: 'none' }), { none: (r) => !r.body && r.status === 200 });`,
    2,
  ),
  checked(
    'unpacks gzip, deflate, brotli and zstd',
    `for (const how of ['gzip', 'deflate', 'br', 'zstd']) check(http.get(base + '/encoded/' + how), { unpacked: (r) => r.json('encoded') === true });`,
    4,
  ),
  checked(
    'packs a body where it is asked to',
    `const r = http.post(base + '/echo', 'x'.repeat(1000), { compression: 'gzip' });
      check(r, { encoded: () => r.json('headers.content-encoding') === 'gzip', shorter: () => Number(r.json('headers.content-length')) < 200 });`,
    2,
  ),
  checked(
    'sends a batch of URLs in an array, and reads them in order',
    `const all = http.batch([base + '/text/a', ['GET', base + '/text/b'], { method: 'POST', url: base + '/echo', body: 'c' }]);
      check(all, { three: (a) => a.length === 3, first: (a) => a[0].body === 'a', second: (a) => a[1].body === 'b', third: (a) => a[2].json('body') === 'c' });`,
    4,
    { expected: { counts: { checks: 4, http_reqs: 3 } } },
  ),
  checked(
    'sends a batch by names',
    `const all = http.batch({ left: base + '/text/a', right: { method: 'GET', url: base + '/text/b' } });
      check(all, { left: (a) => a.left.body === 'a', right: (a) => a.right.body === 'b' });`,
    2,
  ),
  checked(
    'sends a batch at once, not one after the other',
    `http.batch([1, 2, 3, 4].map((n) => base + '/delay/200?' + n)); check(1, { done: () => true });`,
    1,
    { expected: { counts: { http_reqs: 4 }, seen: { connections: [2, 4] } } },
  ),
  checked(
    'holds a batch to batchPerHost',
    `http.batch([1, 2, 3, 4].map((n) => base + '/delay/100?' + n)); check(1, { done: () => true });`,
    1,
    {
      options: { iterations: 1, batchPerHost: 1, thresholds: { iteration_duration: ['min>=395'] } },
      expected: { thresholds: { 'iteration_duration min>=395': true } },
    },
  ),
  checked(
    'gives the members of a batch their own tags',
    `http.batch([['GET', base + '/text/a', null, { tags: { part: 'image' } }], ['GET', base + '/text/b', null, { tags: { part: 'style' } }]]); check(1, { done: () => true });`,
    1,
    { options: { iterations: 2 }, expected: { counts: { 'http_reqs{part:image}': 2, 'http_reqs{part:style}': 2 } } },
  ),
  checked(
    'answers a HEAD request without a body',
    `check(http.head(base + '/text/hello'), { empty: (r) => r.status === 200 && !r.body });`,
    1,
  ),
  checked(
    'follows a link and submits a form of a page',
    `const page = http.get(base + '/html');
      const link = page.clickLink({ selector: '#more' }); const form = page.submitForm({ fields: { user: 'bob' } });
      check(null, { title: () => page.html('title').text() === 'Shop', link: () => link.json('url') === '/echo?from=link', form: () => form.json('method') === 'POST' && form.json('body').includes('user=bob') });`,
    3,
  ),
];
