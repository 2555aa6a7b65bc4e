import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { iterationContext, openFixture, when } from './script-fixture.ts';

const never = (): AbortSignal => new AbortController().signal;

/** A server whose answers take a turn of the event loop, so that each request suspends its virtual user. */
async function listen(): Promise<{ readonly server: Server; readonly base: string }> {
  const server = createServer((request, response) => setImmediate(() => response.end(request.url ?? '')));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, base: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

describe('a virtual user', () => {
  let server: Server;
  let base: string;
  before(async () => {
    ({ server, base } = await listen());
  });
  after(() => server.close());

  const places: readonly (readonly [where: string, body: string])[] = [
    ['a sort comparator', '[3, 1, 2].sort((a, b) => (http.get(BASE), a - b)).join() === "1,2,3"'],
    [
      'map, filter and reduce',
      '[1, 2].map((x) => http.get(BASE + x).body).filter((x) => http.get(BASE).status).reduce((a, b) => a + b + http.get(BASE).status) === "/1/2200"',
    ],
    ['a getter', '({ get x() { return http.get(BASE).status; } }).x === 200'],
    ['a setter', '((o) => { o.x = 1; return o.y === 200; })({ set x(v) { this.y = http.get(BASE).status; } })'],
    ['toJSON', 'JSON.stringify({ toJSON: () => http.get(BASE).status }) === "200"'],
    ['a JSON reviver', 'JSON.parse("[1]", (k, v) => http.get(BASE).status) === 200'],
    ['a Proxy trap', 'new Proxy({}, { get: () => http.get(BASE).status }).x === 200'],
    ['a generator', '[...(function* () { yield http.get(BASE).status; yield http.get(BASE).status; })()].join() === "200,200"'],
    [
      'an iterator in destructuring',
      '(([a]) => a === 200)({ [Symbol.iterator]: () => ({ next: () => ({ value: http.get(BASE).status, done: false }) }) })',
    ],
    ['valueOf', '({ valueOf: () => http.get(BASE).status }) * 1 === 200'],
    ['a replace callback', '"a".replace(/a/, () => http.get(BASE).status) === "200"'],
    ['a class constructor', 'new (class { constructor() { this.x = http.get(BASE).status; } })().x === 200'],
    ['a tagged template and a default parameter', '((a = http.get(BASE).status) => a === 200)()'],
    ['finally', '((f) => { try { return false; } finally { if (http.get(BASE).status === 200) return true; } })()'],
    ['Array.from', 'Array.from({ length: 2 }, () => http.get(BASE).status).join() === "200,200"'],
  ];
  for (const [where, expression] of places) {
    it(`waits for a request inside ${where}`, async () => {
      await using fixture = await openFixture(
        `import http from 'k6/http'; import { check } from 'k6'; const BASE = __ENV.BASE + '/';
         export default function () { check(0, { held: () => ${expression} }); }`,
        { env: { BASE: base }, entry: 'script.js' },
      );
      assert.deepEqual(await fixture.iterate(), { kind: 'completed' });
      assert.deepEqual(fixture.sink.checks, [{ name: 'held', group: '', passed: true }]);
    });
  }

  it('waits inside of a promise callback and an async function', async () => {
    await using fixture = await openFixture(
      `import http from 'k6/http'; import { Counter } from 'k6/metrics'; const c = new Counter('c');
       export default async function () {
         const first = await Promise.resolve().then(() => http.get(__ENV.BASE).status);
         c.add(first + http.get(__ENV.BASE).status);
       }`,
      { env: { BASE: base } },
    );
    assert.deepEqual(await fixture.iterate(), { kind: 'completed' });
    assert.deepEqual(fixture.sink.values('c'), [400]);
  });

  it('keeps its variables from one iteration to the next, and none of another user', async () => {
    await using fixture = await openFixture(
      "import { Counter } from 'k6/metrics'; const c = new Counter('c'); let n = 0; export default function () { n += 1; c.add(n * 100 + __VU * 10 + __ITER); }",
    );
    const [one, two] = [await fixture.user(1), await fixture.user(2)];
    for (const user of [one, one, two, one])
      assert.deepEqual(await user.iterate(iterationContext(), undefined, never()), { kind: 'completed' });
    assert.deepEqual(fixture.sink.values('c'), [110, 211, 120, 312]);
  });

  it('runs side by side with others while they wait', async () => {
    await using fixture = await openFixture(
      "import http from 'k6/http'; import { Counter } from 'k6/metrics'; const c = new Counter('c'); export default function () { http.get(__ENV.BASE); http.get(__ENV.BASE); c.add(__VU); }",
      { env: { BASE: base } },
    );
    const users = await Promise.all(Array.from({ length: 20 }, (_, index) => fixture.user(index + 1)));
    const outcomes = await Promise.all(users.map((user) => user.iterate(iterationContext(), undefined, never())));
    assert.ok(outcomes.every(({ kind }) => kind === 'completed'));
    assert.equal(
      fixture.sink.values('c').reduce((sum, id) => sum + id),
      210,
    );
    assert.equal(fixture.sink.values('http_reqs').length, 40);
  });

  it('gives each user its own copy of what setup returned', async () => {
    await using fixture = await openFixture(
      "import { Counter } from 'k6/metrics'; const c = new Counter('c'); export function setup() { return { n: [1] }; } export default function (data) { data.n.push(1); c.add(data.n.length); }",
    );
    const setup = await fixture.user(9);
    const { outcome, returned } = await setup.call('setup', undefined, never());
    assert.deepEqual([outcome, returned], [{ kind: 'completed' }, '{"n":[1]}']);
    for (const id of [1, 2]) await (await fixture.user(id)).iterate(iterationContext(), returned, never());
    assert.deepEqual(fixture.sink.values('c'), [2, 2]);
  });

  it('runs teardown with the data, tags its requests with its group, and gives back nothing', async () => {
    await using fixture = await openFixture(
      "import http from 'k6/http'; export default function () {} export async function teardown(data) { http.get(`${__ENV.BASE}/${data.id}`); }",
      { env: { BASE: base } },
    );
    const user = await fixture.user();
    assert.deepEqual(await user.call('teardown', '{"id":7}', never()), { outcome: { kind: 'completed' }, returned: undefined });
    assert.deepEqual(
      fixture.sink.of('http_reqs').map(({ tags }) => [tags['group'], tags['url'], tags['scenario']]),
      [['::teardown', `${base}/7`, undefined]],
    );
  });

  it('lets handleSummary return texts, and refuses requests there', async () => {
    await using fixture = await openFixture(
      `import http from 'k6/http'; export default function () {}
       export function handleSummary(data) { if (data.ask) http.get(__ENV.BASE); return { stdout: data.text, 'a.bin': new TextEncoder().encode('bytes').buffer }; }`,
      { env: { BASE: base } },
    );
    const user = await fixture.user();
    const { returned } = await user.call('handleSummary', '{"text":"done"}', never());
    assert.deepEqual(JSON.parse(returned ?? ''), { stdout: 'done', 'a.bin': { $base64: 'Ynl0ZXM=' } });
    const { outcome } = await user.call('handleSummary', '{"ask":true}', never());
    assert.equal(outcome.kind, 'threw');
    assert.match(JSON.stringify(outcome), /requests can't be made in handleSummary/);
  });

  it('shows the environment of its scenario', async () => {
    await using fixture = await openFixture('export function buy() { console.log(__ENV.A, __ENV.B); } export default function () {}', {
      env: { A: 'script', B: 'script' },
    });
    const user = await fixture.user();
    await user.iterate(iterationContext({ exec: 'buy', scenarioEnv: { B: 'scenario' } }), undefined, never());
    await user.iterate(iterationContext({ exec: 'buy' }), undefined, never());
    assert.deepEqual(fixture.logs, ['info: script scenario', 'info: script script']);
  });

  it('says that an exec is no function of the script', async () => {
    await using fixture = await openFixture('export default function () {}');
    assert.match(JSON.stringify(await fixture.iterate({ exec: 'buy' })), /"threw".*exports no function named buy/);
  });

  it('reports what a script throws with the place in the original TypeScript, and goes on', async () => {
    await using fixture = await openFixture(
      'type A = { b?: { c: number } };\n\nexport default function (): void {\n  const a: A = {};\n  if (__ITER === 0) console.log(a.b!.c);\n}',
    );
    const user = await fixture.user();
    const outcome = await user.iterate(iterationContext(), undefined, never());
    assert.equal(outcome.kind, 'threw');
    assert.match(
      outcome.kind === 'threw' ? `${outcome.message} ${outcome.location}` : '',
      /^TypeError: .*undefined.* \/.*\/script\.ts:5:\d+$/,
    );
    assert.deepEqual(await user.iterate(iterationContext(), undefined, never()), { kind: 'completed' });
  });

  it('reports the place in an imported file, not that in the engine', async () => {
    await using fixture = await openFixture("import { deep } from './deep.ts';\nexport default function () { deep(); }", {
      files: { 'deep.ts': "import { fail } from 'k6';\nexport function deep() {\n  fail('too deep');\n}" },
    });
    const outcome = await fixture.iterate();
    assert.ok(outcome.kind === 'threw');
    assert.equal(outcome.message, 'too deep');
    assert.match(outcome.location ?? '', /deep\.ts:3:\d+$/);
  });

  const thrown: readonly (readonly [what: string, message: string])[] = [
    ['"text"', 'text'],
    ['{ code: 5 }', '{"code":5}'],
    ['undefined', 'undefined'],
    ['new Error("an error")', 'Error: an error'],
    ['null', 'null'],
  ];
  for (const [what, message] of thrown) {
    it(`reports that ${what} was thrown`, async () => {
      await using fixture = await openFixture(`export default function () { throw ${what}; }`);
      const outcome = await fixture.iterate();
      assert.equal(outcome.kind === 'threw' ? outcome.message : '', message);
    });
  }

  it('reports a promise that is rejected, with its place', async () => {
    await using fixture = await openFixture("export default async function () {\n  await null;\n  throw new Error('later');\n}");
    const outcome = await fixture.iterate();
    assert.ok(outcome.kind === 'threw');
    assert.equal(outcome.message, 'Error: later');
    assert.match(outcome.location ?? '', /script\.ts:3:\d+$/);
  });

  it('ends an iteration when its promise and its timers are done', async () => {
    await using fixture = await openFixture(`
      import { setTimeout as later } from 'k6/timers';
      export default async function () {
        setTimeout((a, b) => console.log('second', a, b), 4, 'x', 1);
        later(() => console.log('first'), 1);
        const stopped = setTimeout(() => console.log('never'), 1); clearTimeout(stopped);
        let ticks = 0; const every = setInterval(() => { ticks += 1; if (ticks === 3) { clearInterval(every); console.log('ticks', ticks); } }, 1);
        await new Promise((resolve) => setTimeout(resolve, 2));
        console.log('promise');
      }`);
    assert.deepEqual(await fixture.iterate(), { kind: 'completed' });
    assert.deepEqual([...fixture.logs].sort(), ['info: first', 'info: promise', 'info: second x 1', 'info: ticks 3']);
  });

  it('reports what a timer throws, and forgets the timers after it', async () => {
    await using fixture = await openFixture(
      "export default function () { setTimeout(() => { throw new Error('tick'); }, 1); setTimeout(() => console.log('no'), 60000); }",
    );
    const outcome = await fixture.iterate();
    assert.equal(outcome.kind === 'threw' ? outcome.message : '', 'Error: tick');
    assert.deepEqual(fixture.logs, []);
  });

  it('ends an iteration whose promise can never settle', async () => {
    await using fixture = await openFixture('export default async function () { await new Promise(() => {}); }');
    assert.match(JSON.stringify(await fixture.iterate()), /can never settle/);
  });

  const endless: readonly (readonly [what: string, body: string])[] = [
    ['a busy loop', 'while (true) {}'],
    ['a busy loop that catches', 'while (true) { try { while (true) {} } catch {} }'],
    ['a busy loop in finally', 'try { throw 1; } finally { while (true) {} }'],
    ['a long sleep', 'sleep(3600);'],
    ['a loop of sleeps that catches', 'while (true) { try { sleep(3600); } catch {} }'],
    ['a request that hangs', 'http.get(`${__ENV.HANG}/`);'],
    ['a promise with a timer', 'return new Promise((resolve) => setTimeout(resolve, 3600000));'],
    ['a busy promise callback', 'return Promise.resolve().then(() => { while (true) {} });'],
    ['endless promises', 'const again = () => Promise.resolve().then(again); return again();'],
    ['an async request that hangs', "return http.asyncRequest('GET', `${__ENV.HANG}/`);"],
    ['a busy sort comparator', '[2, 1].sort(() => { while (true) {} });'],
    ['a busy regular expression', '/^(a+)+$/.test("a".repeat(40) + "b");'],
  ];
  for (const [what, body] of endless) {
    it(`interrupts ${what}, and is usable afterwards`, async () => {
      const hanging = createServer(() => undefined);
      await new Promise<void>((resolve) => hanging.listen(0, '127.0.0.1', resolve));
      try {
        await using fixture = await openFixture(
          `import http from 'k6/http'; import { sleep } from 'k6'; export default function () { if (__ITER > 0) return; console.log('in'); ${body} }`,
          { env: { HANG: `http://127.0.0.1:${(hanging.address() as AddressInfo).port}` } },
        );
        const user = await fixture.user();
        const abort = new AbortController();
        const running = user.iterate(iterationContext(), undefined, abort.signal);
        await when(() => fixture.logs.length > 0);
        abort.abort();
        assert.deepEqual(await running, { kind: 'interrupted' });
        assert.deepEqual(fixture.logs, ['info: in']);
        assert.deepEqual(await user.iterate(iterationContext(), undefined, never()), { kind: 'completed' });
      } finally {
        hanging.closeAllConnections();
        hanging.close();
      }
    });
  }

  it('does not start for a signal that is already aborted', async () => {
    await using fixture = await openFixture("export default function () { console.log('ran'); }");
    assert.deepEqual(await fixture.iterate({}, undefined, AbortSignal.abort()), { kind: 'interrupted' });
    assert.deepEqual(fixture.logs, []);
  });

  it('lets the event loop turn while a script computes', async () => {
    await using fixture = await openFixture('export default function () { const end = Date.now() + 200; while (Date.now() < end) {} }');
    const user = await fixture.user();
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 1);
    await user.iterate(iterationContext(), undefined, never());
    clearInterval(timer);
    assert.ok(turns >= 5, `the loop turned ${turns} times`);
  });

  it('survives recursion without end', async () => {
    await using fixture = await openFixture('export default function () { if (__ITER > 0) return; const f = (n) => 1 + f(n + 1); f(0); }');
    const user = await fixture.user();
    assert.match(JSON.stringify(await user.iterate(iterationContext(), undefined, never())), /"threw".*stack overflow/);
    assert.deepEqual(await user.iterate(iterationContext(), undefined, never()), { kind: 'completed' });
  });

  it('is broken, and says so from then on, when native code recurses too deep', async () => {
    await using fixture = await openFixture(
      'export default function () { let z = []; for (let i = 0; i < 200000; i += 1) z = [z]; JSON.stringify(z); String(z); z.flat(Infinity); }',
    );
    const user = await fixture.user();
    const outcome = await user.iterate(iterationContext(), undefined, never());
    assert.ok(outcome.kind === 'broken' || outcome.kind === 'threw', JSON.stringify(outcome));
    const other = await fixture.user(2);
    assert.equal((await other.iterate(iterationContext(), undefined, never())).kind, outcome.kind);
  });

  it('is broken when it needs more memory than it may have, and another one works', async () => {
    await using fixture = await openFixture(
      'export default function () { if (__VU === 1) { const a = []; for (;;) a.push(new Uint8Array(100000)); } }',
      {
        limits: { memoryBytes: 20 * 1024 * 1024 },
      },
    );
    const user = await fixture.user(1);
    const outcome = await user.iterate(iterationContext(), undefined, never());
    assert.deepEqual(outcome, { kind: 'broken', message: 'the memory limit of a virtual user is reached' });
    assert.deepEqual(await user.iterate(iterationContext(), undefined, never()), outcome);
    assert.deepEqual(await (await fixture.user(2)).iterate(iterationContext(), undefined, never()), { kind: 'completed' });
  });

  it('can be disposed of while it runs', async () => {
    await using fixture = await openFixture("import { sleep } from 'k6'; export default function () { sleep(3600); }");
    const user = await fixture.user();
    const running = user.iterate(iterationContext(), undefined, never());
    await user.dispose();
    assert.deepEqual(await running, { kind: 'interrupted' });
  });

  it('draws other random numbers than its neighbours, and the same ones after randomSeed', async () => {
    await using fixture = await openFixture(
      "import { randomSeed } from 'k6'; export default function () { console.log(Math.random()); randomSeed(42); console.log(Math.random(), Math.random()); }",
    );
    for (const id of [1, 2]) await (await fixture.user(id)).iterate(iterationContext(), undefined, never());
    assert.notEqual(fixture.logs[0], fixture.logs[2]);
    assert.equal(fixture.logs[1], fixture.logs[3]);
    const drawn = fixture.logs.flatMap((line) => line.slice(6).split(' ').map(Number));
    assert.ok(drawn.every((value) => value >= 0 && value < 1));
  });
});
