import assert from 'node:assert/strict';
import { openFixture } from './script-fixture.ts';

const imports =
  "import http from 'k6/http'; import { check, group, sleep, fail } from 'k6'; import { Counter } from 'k6/metrics'; import { SharedArray } from 'k6/data'; import exec from 'k6/execution'; const c = new Counter('c');\n";
const never = (): AbortSignal => new AbortController().signal;

describe('the init stage', () => {
  for (const [call, what] of [
    ["http.get('http://127.0.0.1:1/')", 'k6/http requests'],
    ["http.batch(['http://127.0.0.1:1/'])", 'k6/http requests'],
    ["await http.asyncRequest('GET', 'http://127.0.0.1:1/')", 'k6/http requests'],
    ['http.cookieJar()', 'http.cookieJar()'],
    ['check(1, { a: true })', 'check()'],
    ["group('g', () => 1)", 'group()'],
    ['sleep(1)', 'sleep()'],
    ['c.add(1)', 'c.add()'],
    ['setTimeout(() => 1, 1)', 'setTimeout() and setInterval()'],
    ['exec.scenario.name', 'exec.scenario'],
    ['exec.instance.vusActive', 'exec.instance'],
    ["exec.test.fail('x')", 'exec.test.fail()'],
  ] as const) {
    it(`refuses ${call} by the name of its rule, and where it stands`, async () => {
      await assert.rejects(openFixture(`${imports}${call};\nexport default () => 1;`, { entry: 'script.js' }), (error: Error) => {
        assert.match(error.message, /script\.js:2:\d+: /);
        assert.ok(error.message.includes(what) && error.message.includes("can't be used in the init stage"), error.message);
        return true;
      });
    });
  }

  it('is over for what belongs into it', async () => {
    for (const [call, what] of [
      ["open('./a.txt')", 'open()'],
      ["new Counter('late')", 'new metric late'],
      ["new SharedArray('late', () => [])", 'new SharedArray()'],
    ] as const) {
      await using fixture = await openFixture(
        `${imports}export default () => {\n  ${call};\n};\nexport function setup() {\n  ${call};\n}`,
        { entry: 'script.js' },
      );
      const rule = (stage: string, line: number): RegExp =>
        new RegExp(`${what.replace(/[()]/g, '\\$&')} can only be used in the init stage .* not in ${stage}.*script\\.js:${line}:`);
      assert.match(JSON.stringify(await fixture.iterate()), rule('an iteration', 3));
      const user = await fixture.user();
      assert.match(JSON.stringify(await user.call('setup', undefined, never())), rule('setup\\(\\)', 6));
    }
  });

  it('aborts a test before it starts, with its reason', async () => {
    await assert.rejects(
      openFixture(`${imports}exec.test.abort('no data');\nexport default () => 1;`, { entry: 'script.js' }),
      /script\.js: no data$/,
    );
  });
});

describe('the world of a script', () => {
  it('has no way out of it, and nothing that k6 does not have', async () => {
    const absent = [
      'fetch',
      'process',
      'require',
      'module',
      'Buffer',
      'global',
      'window',
      'XMLHttpRequest',
      'Worker',
      'setImmediate',
      'std',
      'os',
      '__sluiceHost',
      'navigator',
      'WebAssembly',
    ];
    await using fixture = await openFixture(
      `export default function () { console.log(${JSON.stringify(absent)}.filter((name) => name in globalThis || typeof globalThis[name] !== 'undefined').join(), typeof Function('return this')().process, typeof (async () => 1).constructor); }`,
      { entry: 'script.js' },
    );
    await fixture.iterate();
    assert.deepEqual(fixture.logs, ['info:  undefined function']);
  });
});

describe('an exception of a script', () => {
  const files = {
    'lib.ts':
      'interface A { n: number }\n\nexport const deep = (a: A): number => {\n  const inner = (): never => { throw new RangeError(`n is ${a.n}`); };\n  return inner();\n};',
    'old.js': "'use strict';\nmodule.exports = function () {\n  null.x;\n};",
    'data.json': '{"a":{}}',
  };
  const head =
    "import { deep } from './lib.ts'; import old from './old.js'; import data from './data.json'; import { group, check } from 'k6';\ninterface B { readonly x?: string }\n";
  const table: readonly (readonly [where: string, body: string, place: string, message: RegExp])[] = [
    [
      'a nested function',
      'const f = (): void => {\n    [1].forEach((n: number) => { (undefined as unknown as B).x; });\n  };\n  f();',
      'script.ts:5:61',
      /TypeError/,
    ],
    ['an imported file', 'deep({ n: 5 });', 'lib.ts:4:52', /RangeError: n is 5/],
    ['an imported file in the form of CommonJS', 'old();', 'old.js:3:7', /TypeError/],
    ['the use of imported JSON', '(data as any).a.b.c;', 'script.ts:4:20', /TypeError/],
    [
      'an async function, after it waited',
      'return (async () => {\n    await null;\n    throw new Error("late");\n  })();',
      'script.ts:6:20',
      /late/,
    ],
    ['a promise callback', 'return Promise.resolve(1).then(() => {\n    throw new Error("then");\n  });', 'script.ts:5:20', /then/],
    ['a timer', 'setTimeout(() => {\n    throw new Error("tick");\n  }, 0);', 'script.ts:5:20', /tick/],
    ['a class', 'class C { #v: number = 1; get v(): number { return (null as any).v; } }\n  new C().v;', 'script.ts:4:67', /TypeError/],
    [
      'a group and a check',
      "group('g', () => {\n    check(1, { a: () => { throw new Error('in check'); } });\n  });",
      'script.ts:5:42',
      /in check/,
    ],
    ['a getter that JSON reads', 'JSON.stringify({ get a() { throw new Error("got"); } });', 'script.ts:4:45', /got/],
    ['eval', 'eval("throw new Error(\\"evil\\")");', 'script.ts:4:', /evil/],
    ['an error that was made elsewhere', 'const e = new Error("made");\n  throw e;', 'script.ts:4:22', /made/],
  ];
  for (const [where, body, place, message] of table) {
    it(`has its place in the original source, thrown in ${where}`, async () => {
      await using fixture = await openFixture(`${head}export default function (): unknown {\n  ${body}\n  return 1;\n}`, { files });
      const outcome = await fixture.iterate();
      assert.equal(outcome.kind, 'threw');
      if (outcome.kind !== 'threw') return;
      assert.match(outcome.message, message);
      assert.ok(outcome.location?.replace(`${fixture.folder}/`, '').startsWith(place), `${outcome.location} is not ${place}`);
    });
  }

  for (const thrown of ["'text'", '5', 'null', 'undefined', '{ code: 7 }', 'Symbol("s")']) {
    it(`is told of with the script's name where ${thrown} is thrown, which knows no place`, async () => {
      await using fixture = await openFixture(`export default function () { throw ${thrown}; }`);
      const outcome = await fixture.iterate();
      assert.ok(outcome.kind === 'threw' && outcome.message !== '' && outcome.location?.endsWith('/script.ts'), JSON.stringify(outcome));
    });
  }

  for (const stage of ['setup', 'teardown', 'handleSummary'] as const) {
    it(`has its place in ${stage}, sync and async`, async () => {
      for (const keyword of ['', 'async ']) {
        await using fixture = await openFixture(
          `export default () => 1;\nexport ${keyword}function ${stage}(data: unknown): unknown {\n  throw new Error('${stage} failed');\n}`,
        );
        const { outcome } = await (await fixture.user()).call(stage, '{}', never());
        assert.deepEqual(outcome, { kind: 'threw', message: `Error: ${stage} failed`, location: `${fixture.folder}/script.ts:3:18` });
      }
    });
  }
});
