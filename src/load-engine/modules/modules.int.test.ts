import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { type FixtureWishes, iterationContext, openFixture, type ScriptFixture, when } from '../script/script-fixture.ts';

const never = (): AbortSignal => new AbortController().signal;

async function run(top: string, body: string, wishes: FixtureWishes = {}): Promise<ScriptFixture> {
  const fixture = await openFixture(`${top}\nexport default function () { ${body} }`, { entry: 'script.js', ...wishes });
  const outcome = await fixture.iterate({}, undefined, never());
  if (outcome.kind !== 'completed') fixture.logs.push(JSON.stringify(outcome));
  return fixture;
}

async function logsOf(top: string, body: string, wishes: FixtureWishes = {}): Promise<readonly string[]> {
  await using fixture = await run(top, body, wishes);
  return fixture.logs.map((line) => line.replace(/^info: /, ''));
}

describe('k6', () => {
  const k6 = "import { check, fail, group, sleep } from 'k6'; import k6all from 'k6';";

  it('counts each condition of a check, with its tags and its group, and says whether all held', async () => {
    await using fixture = await run(
      k6,
      "console.log(check(5, { five: (v) => v === 5, six: (v) => v === 6 }), group('outer', () => group('inner', () => k6all.check(1, { one: () => true, literal: 1 }, { extra: 'x' }))));",
    );
    assert.deepEqual(fixture.logs, ['info: false true']);
    assert.deepEqual(fixture.sink.checks, [
      { name: 'five', group: '', passed: true },
      { name: 'six', group: '', passed: false },
      { name: 'one', group: '::outer::inner', passed: true },
      { name: 'literal', group: '::outer::inner', passed: true },
    ]);
    assert.deepEqual(
      fixture.sink.of('checks').map(({ value, tags }) => [value, tags]),
      [
        [1, { scenario: 'default', check: 'five' }],
        [0, { scenario: 'default', check: 'six' }],
        [1, { group: '::outer::inner', scenario: 'default', check: 'one', extra: 'x' }],
        [1, { group: '::outer::inner', scenario: 'default', check: 'literal', extra: 'x' }],
      ],
    );
    assert.deepEqual(
      fixture.sink.of('group_duration').map(({ tags }) => tags['group']),
      ['::outer::inner', '::outer'],
    );
  });

  it('counts a condition that throws as failed, and lets it throw', async () => {
    await using fixture = await run(k6, "check(1, { bad: () => { throw new Error('inside'); }, never: () => true });");
    assert.deepEqual(fixture.sink.checks, [{ name: 'bad', group: '', passed: false }]);
    assert.match(fixture.logs[0] ?? '', /"threw".*inside/);
  });

  it('refuses a condition that is always true because it is a promise', async () => {
    await using fixture = await run(k6, 'check(1, { later: async () => false });');
    assert.deepEqual(fixture.sink.checks, [{ name: 'later', group: '', passed: false }]);
    assert.match(fixture.logs[0] ?? '', /'later' returns a promise, which always counts as true/);
  });

  it('leaves a group that throws, and forgets the groups of an iteration that was cut off', async () => {
    await using fixture = await openFixture(
      `${k6} export default function () {
         if (__ITER === 0) { try { group('thrown', () => { throw new Error('x'); }); } catch {} check(1, { after: true }); group('slept', () => sleep(60)); }
         check(1, { next: true }); group('again', () => check(1, { inner: true }));
       }`,
      { entry: 'script.js' },
    );
    const user = await fixture.user();
    const abort = new AbortController();
    const running = user.iterate(iterationContext(), undefined, abort.signal);
    await when(() => fixture.sink.checks.length > 0);
    abort.abort();
    assert.equal((await running).kind, 'interrupted');
    assert.equal((await user.iterate(iterationContext(), undefined, never())).kind, 'completed');
    assert.deepEqual(
      fixture.sink.checks.map(({ name, group }) => `${name} ${group}`),
      ['after ', 'next ', 'inner ::again'],
    );
  });

  it('refuses what groups and sleeps can not be', async () => {
    assert.match((await logsOf(k6, "group('a::b', () => 1);")).join(), /must not contain '::'/);
    assert.match((await logsOf(k6, "group('a', async () => 1);")).join(), /got an async function/);
    assert.match((await logsOf(k6, "sleep('soon');")).join(), /needs a number of seconds, not soon/);
    assert.deepEqual(await logsOf(k6, "sleep(0); sleep(-1); console.log(sleep('0.001'));"), ['undefined']);
  });

  it('fails with a message', async () => {
    assert.match((await logsOf(k6, "fail('no order');")).join(), /"kind":"threw","message":"no order"/);
  });
});

describe('k6/metrics', () => {
  const metrics = "import { Counter, Gauge, Rate, Trend } from 'k6/metrics';";

  it('adds samples with tags, booleans as numbers, rates as 0 and 1', async () => {
    await using fixture = await run(
      `${metrics} const c = new Counter('c'); const g = new Gauge('g'); const r = new Rate('r'); const t = new Trend('t', true);`,
      "c.add(2, { a: 'b', n: 1 }); g.add('3.5'); r.add(true); r.add(0); r.add(7); t.add(12.5); console.log(c.name);",
      { facts: { globalTags: { env: 'ci' } } },
    );
    assert.deepEqual(
      fixture.sink.samples.map(({ metric, value }) => [metric, value]),
      [
        ['c', 2],
        ['g', 3.5],
        ['r', 1],
        ['r', 0],
        ['r', 1],
        ['t', 12.5],
      ],
    );
    assert.deepEqual(fixture.sink.of('c')[0]?.tags, { env: 'ci', scenario: 'default', a: 'b', n: '1' });
    assert.deepEqual(
      fixture.sink.declared.map(({ name, type, contains }) => `${name} ${type} ${contains}`),
      ['c counter default', 'g gauge default', 'r rate default', 't trend time'],
    );
  });

  it('warns of what is no number, and does not count it', async () => {
    await using fixture = await run(
      `${metrics} const c = new Counter('c');`,
      "console.log(c.add(NaN), c.add('x'), c.add(undefined), c.add(1));",
    );
    assert.deepEqual(
      fixture.logs.slice(0, 3),
      ['NaN', 'x', 'undefined'].map((text) => `warn: c.add(${text}) is not a number: not counted`),
    );
    assert.equal(fixture.logs[3], 'info: false false false true');
    assert.deepEqual(fixture.sink.values('c'), [1]);
  });

  it('takes the same name and type twice as one metric', async () => {
    await using fixture = await run(`${metrics} const a = new Counter('c'); const b = new Counter('c');`, 'a.add(1); b.add(1);');
    assert.equal(fixture.sink.declared.length, 1);
    assert.deepEqual(fixture.sink.values('c'), [1, 1]);
  });

  const refused: readonly (readonly [source: string, message: RegExp])[] = [
    ["new Counter('c'); new Trend('c');", /the metric c is already declared as a counter: it can't be a trend too/],
    ["new Trend('t'); new Trend('t', true);", /declared as a trend: it can't be a trend of times/],
    ["new Counter('1st');", /must start with a letter or _/],
    ["new Counter('a-b');", /must start with a letter or _/],
    ["new Counter('x'.repeat(129));", /at most 128/],
  ];
  for (const [source, message] of refused) {
    it(`refuses ${source}`, async () => {
      await assert.rejects(openFixture(`${metrics} ${source} export default function () {}`), message);
    });
  }

  it('refuses new metrics in an iteration', async () => {
    assert.match((await logsOf(metrics, "new Counter('late');")).join(), /new metric late can only be used in the init stage/);
  });
});

describe('k6/execution', () => {
  const exec = "import exec, { vu } from 'k6/execution'; import { Counter } from 'k6/metrics'; const c = new Counter('c');";

  it('tells where the iteration stands', async () => {
    await using fixture = await openFixture(
      `${exec} export default function () { const { scenario: s, instance: i } = exec;
         console.log(s.name, s.executor, s.startTime, s.progress, s.iterationInTest, s.iterationInInstance, '|', i.iterationsCompleted, i.iterationsInterrupted, i.vusActive, i.vusInitialized, i.currentTestRunDuration > 0,
           '|', vu.idInTest, vu.idInInstance, vu.iterationInInstance, vu.iterationInScenario, '|', exec.test.options.vus); }
       export const options = { vus: 9 };`,
      { entry: 'script.js' },
    );
    const user = await fixture.user(4);
    await user.iterate(iterationContext({ iterationInScenario: 12 }), undefined, never());
    await user.iterate(iterationContext({ scenario: 'other', iterationInScenario: 3 }), undefined, never());
    assert.deepEqual(fixture.logs, [
      'info: default per-vu-iterations 2000 0.5 12 12 | 7 1 2 3 true | 4 4 0 0 | 9',
      'info: other per-vu-iterations 2000 0.5 3 3 | 7 1 2 3 true | 4 4 1 0 | 9',
    ]);
  });

  it('tags the samples of a user, until its scenario changes', async () => {
    await using fixture = await openFixture(
      `${exec} export default function () { if (__ITER === 0) { exec.vu.metrics.tags.page = 'home'; exec.vu.tags.n = 5; console.log(exec.vu.metrics.tags.page, Object.keys(exec.vu.metrics.tags).sort().join()); }
         if (__ITER === 2) delete exec.vu.metrics.tags.n; if (__ITER === 3) exec.vu.metrics.tags = { only: true }; c.add(1); }`,
      { entry: 'script.js' },
    );
    const user = await fixture.user();
    for (const scenario of ['a', 'a', 'a', 'a', 'b']) await user.iterate(iterationContext({ scenario }), undefined, never());
    assert.deepEqual(fixture.logs, ['info: home n,page,scenario']);
    assert.deepEqual(
      fixture.sink.of('c').map(({ tags }) => tags),
      [
        { scenario: 'a', page: 'home', n: '5' },
        { scenario: 'a', page: 'home', n: '5' },
        { scenario: 'a', page: 'home' },
        { scenario: 'a', only: 'true' },
        { scenario: 'b' },
      ],
    );
  });

  it('aborts the test so that nothing can catch it', async () => {
    await using fixture = await openFixture(
      `${exec} export default function () { try { exec.test.abort('enough'); } catch {} while (true) {} }`,
      { entry: 'script.js' },
    );
    assert.deepEqual(await fixture.iterate(), { kind: 'test-aborted', reason: 'enough' });
  });

  it('marks the test as failed and goes on', async () => {
    const reasons: string[] = [];
    await using fixture = await run(exec, "exec.test.fail('bad data'); console.log('on');", {
      facts: { markFailed: (reason) => reasons.push(reason) },
    });
    assert.deepEqual([reasons, fixture.logs], [['bad data'], ['info: on']]);
  });

  it('ends a test that is marked as failed where nobody takes the mark', async () => {
    await using fixture = await openFixture(`${exec} export default function () { exec.test.fail('bad data'); }`, { entry: 'script.js' });
    assert.deepEqual(await fixture.iterate(), { kind: 'test-aborted', reason: 'bad data' });
  });

  it('has no scenario in setup', async () => {
    await using fixture = await openFixture(
      `${exec} export function setup() { return exec.scenario.name; } export default function () {}`,
      { entry: 'script.js' },
    );
    assert.match(
      JSON.stringify(await (await fixture.user()).call('setup', undefined, never())),
      /exec\.scenario is not there in setup\(\)/,
    );
  });
});

describe('k6/data', () => {
  it('fills a SharedArray once for all users, and shows it as an array', async () => {
    await using fixture = await openFixture(
      `import { SharedArray } from 'k6/data';
       const users = new SharedArray('users', () => { console.log('filled'); return JSON.parse(open('./users.json')); });
       export default function () {
         const seen = []; for (const user of users) seen.push(user.name);
         console.log(users.length, users[1].name, seen.join(), users.map((u) => u.id).join(), Array.isArray(users), 1 in users, 9 in users, users[9], users.slice(1)[0].name, JSON.stringify(users), Object.keys(users).join());
         try { users[0] = 1; } catch (error) { console.log(error.message); }
         try { 'use strict'; users[0].name = 'x'; console.log(users[0].name); } catch (error) { console.log(error.name); }
         try { users.push(1); } catch (error) { console.log(error.message); }
       }`,
      { entry: 'script.js', files: { 'users.json': '[{"id":1,"name":"a"},{"id":2,"name":"b"}]' } },
    );
    for (const id of [1, 2]) await (await fixture.user(id)).iterate(iterationContext(), undefined, never());
    const readOnly = 'info: a SharedArray is read-only: copy what you want to change';
    const each = [
      'info: 2 b a,b 1,2 true true false undefined b [{"id":1,"name":"a"},{"id":2,"name":"b"}] 0,1',
      readOnly,
      'info: TypeError',
      readOnly,
    ];
    assert.deepEqual(fixture.logs, ['info: filled', ...each, ...each]);
  });

  it('refuses what is no array, has no name, or comes too late', async () => {
    const data = "import { SharedArray } from 'k6/data';";
    await assert.rejects(openFixture(`${data} new SharedArray('a', () => 5); export default function () {}`), /must return an array/);
    await assert.rejects(openFixture(`${data} new SharedArray('', () => []); export default function () {}`), /needs a name/);
    await assert.rejects(openFixture(`${data} new SharedArray('a'); export default function () {}`), /needs a function/);
    assert.match((await logsOf(data, "new SharedArray('a', () => []);")).join(), /can only be used in the init stage/);
  });
});

const hash = (name: string): string => createHash(name).update('abc').digest('hex');

describe('k6/encoding and k6/crypto', () => {
  const both = "import encoding from 'k6/encoding'; import crypto, { createHash, createHMAC } from 'k6/crypto';";

  it('encodes and decodes every variant of base64', async () => {
    assert.deepEqual(
      await logsOf(
        both,
        `const bytes = new Uint8Array([251, 255, 0]).buffer;
         console.log(['std', 'rawstd', 'url', 'rawurl'].map((v) => encoding.b64encode(bytes, v)).join(' '), encoding.b64encode('grüße'), encoding.b64encode(new Uint8Array([250]).buffer, 'rawstd'));
         console.log(encoding.b64decode('Z3LDvMOfZQ==', 'std', 's'), new Uint8Array(encoding.b64decode('-_8A', 'rawurl')).join());`,
      ),
      ['+/8A +/8A -_8A -_8A Z3LDvMOfZQ== +g', 'grüße 251,255,0'],
    );
    assert.match((await logsOf(both, "encoding.b64decode('*');")).join(), /not base64/);
    assert.match((await logsOf(both, "encoding.b64encode('a', 'hex');")).join(), /knows the variants std/);
  });

  it('hashes as Node does', async () => {
    assert.deepEqual(
      await logsOf(
        both,
        "console.log(['md5', 'sha1', 'sha256', 'sha384', 'sha512', 'sha512_224', 'sha512_256', 'ripemd160'].map((n) => crypto[n]('abc', 'hex')).join());",
      ),
      [['md5', 'sha1', 'sha256', 'sha384', 'sha512', 'sha512-224', 'sha512-256', 'ripemd160'].map(hash).join()],
    );
    const mac = createHmac('sha256', 'k').update('ab').digest('base64url');
    assert.deepEqual(
      await logsOf(
        both,
        `const h = createHMAC('sha256', 'k'); h.update('a'); h.update('b'); const plain = createHash('md5'); plain.update('abc');
         console.log(h.digest('base64rawurl'), crypto.hmac('sha256', 'k', 'ab', 'base64rawurl'), plain.digest('hex') === crypto.md5('abc', 'hex'), new Uint8Array(crypto.md5('a', 'binary')).length, new Uint8Array(crypto.randomBytes(7)).length);
         console.log(crypto.md5('abc', 'base64'), crypto.md5('abc', 'base64url'));`,
      ),
      [`${mac} ${mac} true 16 7`, 'kAFQmDzST7DWlj99KOF/cg== kAFQmDzST7DWlj99KOF_cg=='],
    );
    assert.match((await logsOf(both, "crypto.md4('a', 'hex');")).join(), /md4.* is not supported by this engine/);
    assert.match((await logsOf(both, "crypto.md5('a', 'octal');")).join(), /output encoding/);
    assert.match((await logsOf(both, 'crypto.randomBytes(0);')).join(), /size between/);
  });
});

describe('the globals of a script', () => {
  it('print everything on one line, with NULs and all', async () => {
    await using fixture = await run(
      '',
      "console.log('a', 1, { b: [2] }, null, undefined, true, 5n); console.warn('x\\0y'); console.error(new Error('e')); console.debug('d'); console.assert(1, 'no'); console.assert(0, 'yes'); const o = {}; o.o = o; console.log(o);",
    );
    assert.deepEqual(
      fixture.logs.map((line) => line.split('\n', 1)[0]),
      [
        'info: a 1 {"b":[2]} null undefined true 5',
        'warn: x\0y',
        'error: Error: e',
        'debug: d',
        'error: Assertion failed yes',
        'info: [object Object]',
      ],
    );
  });

  it('encode and decode text', async () => {
    assert.deepEqual(
      await logsOf(
        '',
        "const bytes = new TextEncoder().encode('aß€😀\\ud800'); console.log(Array.from(bytes, (b) => b.toString(16)).join(' '), new TextDecoder().decode(bytes), new TextDecoder('utf8').decode(bytes.subarray(0, 3)), new TextDecoder().decode());",
      ),
      ['61 c3 9f e2 82 ac f0 9f 98 80 ef bf bd aß€😀\ufffd aß '],
    );
    assert.match((await logsOf('', "new TextDecoder('latin1');")).join(), /knows utf-8 here/);
  });

  it('take addresses apart', async () => {
    assert.deepEqual(
      await logsOf(
        '',
        `const u = new URL('/p?a=1&b=x+y#h', 'https://user:pw@shop.example:8443/q');
         console.log(u.protocol, u.username, u.password, u.host, u.hostname, u.port, u.pathname, u.search, u.hash, u.origin, u.searchParams.get('b'), String(u), JSON.stringify(u));
         u.searchParams.set('a', '2'); u.searchParams.append('c', 'ü&'); console.log(u.href);
         console.log(URL.canParse('nope'), URL.canParse('/x', 'http://y'));
         u.pathname = '/a b'; u.hash = ''; u.port = 'x'; u.search = '?q=1&q=2'; console.log(u.href, u.searchParams.getAll('q').join(), u.searchParams.has('q', '2'), u.searchParams.has('q', '3'));
         u.host = 'h:1'; u.href = u.href.replace('/a%20b', '/'); u.searchParams.delete('q', '1'); console.log(u.href); try { u.href = 'nope'; } catch (error) { console.log(error.message); }`,
      ),
      [
        'https: user pw shop.example:8443 shop.example 8443 /p ?a=1&b=x+y #h https://shop.example:8443 x y https://user:pw@shop.example:8443/p?a=1&b=x+y#h "https://user:pw@shop.example:8443/p?a=1&b=x+y#h"',
        'https://user:pw@shop.example:8443/p?a=2&b=x+y&c=%C3%BC%26#h',
        'false true',
        'https://user:pw@shop.example:8443/a%20b?q=1&q=2 1,2 true false',
        'https://user:pw@h:1/?q=2',
        'Invalid URL: nope',
      ],
    );
    assert.match((await logsOf('', "new URL('nope');")).join(), /Invalid URL: nope/);
  });

  it('handle query parameters', async () => {
    assert.deepEqual(
      await logsOf(
        '',
        `const p = new URLSearchParams([['b', '2'], ['a', '1'], ['b', '3']]); p.sort(); const seen = []; p.forEach((v, k) => seen.push(k + v));
         console.log(p.toString(), p.getAll('b').join(), p.has('c'), p.get('c'), p.size, seen.join(), [...p].length, [...p.keys()].join(), [...p.values()].join());
         p.delete('a'); p.set('b', '9'); p.set('z', "it's"); console.log(String(p), String(new URLSearchParams({ q: 'a b' })), String(new URLSearchParams('?x=%zz&y')));`,
      ),
      ['a=1&b=2&b=3 2,3 false null 3 a1,b2,b3 3 a,b,b 1,2,3', 'b=9&z=it%27s q=a+b x=%25zz&y='],
    );
  });

  it('give random bytes and UUIDs', async () => {
    const [line = ''] = await logsOf(
      '',
      'const a = new Uint32Array(4); crypto.getRandomValues(a); console.log(a.some((n) => n > 0), crypto.randomUUID());',
    );
    assert.match(line, /^true [0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

describe('jslib', () => {
  it('has the functions of k6-utils in any version', async () => {
    const logs = await logsOf(
      "import { uuidv4, randomIntBetween, randomItem, randomString, findBetween, normalDistributionStages, check } from 'https://jslib.k6.io/k6-utils/1.4.0/index.js';",
      `console.log(uuidv4().length, new Set(Array.from({ length: 200 }, () => randomIntBetween(1, 3))).size, randomItem(['x']), randomString(5, 'z'), /^[a-z]{8}$/.test(randomString(8)));
       console.log(findBetween('<a>1</a><a>2</a>', '<a>', '</a>'), findBetween('<a>1</a><a>2</a>', '<a>', '</a>', true), findBetween('x', '<', '>') === '', check(1, { one: (v) => v === 1 }));
       console.log(normalDistributionStages(10, 11).map((s) => s.target).join(), normalDistributionStages(10, 11)[0].duration);`,
    );
    assert.deepEqual(logs, ['36 3 x zzzzz true', '1 ["1","2"] true true', '1,3,5,8,10,10,8,5,3,1,0 1s']);
  });

  it('has addresses by url, and web crypto and timers by their older names', async () => {
    const logs = await logsOf(
      "import { URL, URLSearchParams } from 'https://jslib.k6.io/url/1.0.0/index.js'; import { crypto as old } from 'k6/experimental/webcrypto'; import { setTimeout as later } from 'k6/experimental/timers';",
      "console.log(new URL('http://a/?b=1').searchParams.get('b'), String(new URLSearchParams({ c: 2 })), old === crypto, later === setTimeout);",
    );
    assert.deepEqual(logs, ['1 c=2 true true']);
  });

  for (const [specifier, advice] of [
    ['https://jslib.k6.io/papaparse/5.1.1/index.js', /remote code is not fetched: download the file once, keep it beside the script/],
    ['k6/experimental/csv', /read the file with open\(\) in the init stage/],
    ['k6/experimental/fs', /SharedArray/],
    ['k6/experimental/streams', /SharedArray/],
    ['k6/experimental/redis', /experimental modules are not supported/],
    ['k6/experimental/tracing', /traceparent/],
    ['k6/cloud', /no such module: it has k6, k6\/http/],
    ['path', /sandbox without Node/],
  ] as const) {
    it(`does not have ${specifier}, and says what to do instead`, async () => {
      const source = `import whole from '${specifier}';\nwhole; export default () => 1;`;
      await assert.rejects(openFixture(source, { entry: 'script.js' }), (error: Error) => {
        assert.match(error.message, advice);
        assert.match(error.message, /script\.js:1:20: /);
        return true;
      });
    });
  }

  it('knows the stage that a scenario is in', async () => {
    await using fixture = await openFixture(
      `import { getCurrentStageIndex, tagWithCurrentStageIndex, tagWithCurrentStageProfile } from 'https://jslib.k6.io/k6-utils/1.3.0/index.js'; import { Counter } from 'k6/metrics'; const c = new Counter('c');
       export const options = { scenarios: { a: { stages: [{ duration: '1h', target: 5 }, { duration: '1m30s', target: 1 }] } } };
       export default function () { tagWithCurrentStageIndex(); tagWithCurrentStageProfile(); c.add(getCurrentStageIndex()); }`,
      { entry: 'script.js' },
    );
    const user = await fixture.user();
    await user.iterate(iterationContext({ scenario: 'a', scenarioStartMs: Date.now() }), undefined, never());
    await user.iterate(iterationContext({ scenario: 'a', scenarioStartMs: 0 }), undefined, never());
    assert.deepEqual(
      fixture.sink.of('c').map(({ value, tags }) => [value, tags['stage'], tags['stage_profile']]),
      [
        [0, '0', 'ramp-up'],
        [1, '1', 'ramp-down'],
      ],
    );
  });

  it('writes summaries as text and as JUnit', async () => {
    await using fixture = await openFixture(
      `import { textSummary, jUnit } from 'https://jslib.k6.io/k6-summary/0.1.0/index.js';
       export default function () {} export function handleSummary(data) { return { stdout: textSummary(data, { indent: '> ', enableColors: data.colors }), 'junit.xml': jUnit(data) }; }`,
      { entry: 'script.js' },
    );
    const data = {
      root_group: {
        name: '',
        checks: [{ name: 'ok', passes: 3, fails: 1 }],
        groups: [{ name: 'g', checks: [{ name: 'in', passes: 2, fails: 0 }] }],
      },
      metrics: {
        http_req_duration: {
          type: 'trend',
          contains: 'time',
          values: { avg: 12.345, 'p(95)': 1500, max: 65_000, count: 4 },
          thresholds: { 'p(95)<200': { ok: false } },
        },
        http_reqs: { type: 'counter', contains: 'default', values: { count: 4, rate: 0.5 }, thresholds: { 'count>1': { ok: true } } },
        data_sent: { type: 'counter', contains: 'data', values: { count: 12_345, rate: 10 } },
        checks: { type: 'rate', contains: 'default', values: { rate: 0.75, passes: 3, fails: 1 } },
        vus: { type: 'gauge', contains: 'default', values: { value: 1, min: 1, max: 5 } },
      },
    };
    const user = await fixture.user();
    const { returned } = await user.call('handleSummary', JSON.stringify(data), never());
    const { stdout, 'junit.xml': junit } = JSON.parse(returned ?? '{}') as { readonly stdout: string; readonly 'junit.xml': string };
    assert.equal(
      stdout,
      [
        '> ✗ ok',
        '>  ↳  75% — ✓ 3 / ✗ 1',
        '',
        '> █ g',
        '',
        '>   ✓ in',
        '',
        '>   checks..............: 75.00% ✓ 3 ✗ 1',
        '>   data_sent...........: 12 kB 10 B/s',
        '> ✗ http_req_duration...: avg=12.35ms p(95)=1.50s max=1m5s count=4',
        '>     ✗ p(95)<200',
        '> ✓ http_reqs...........: 4 0.500000/s',
        '>   vus.................: 1 min=1 max=5',
      ].join('\n'),
    );
    assert.match(junit, /<testcase name="http_req_duration - p\(95\)&#60;200"><failure message="failed" \/><\/testcase>/);
    const colored = await user.call(
      'handleSummary',
      JSON.stringify({ ...data, colors: true, options: { summaryTimeUnit: 'ms' } }),
      never(),
    );
    assert.match(colored.returned ?? '', /p\(95\)=1500\.00ms.*\\u001b\[31m✗/);
  });
});
