import assert from 'node:assert/strict';
import { symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ScriptRefused } from './load-result.ts';
import { type FixtureWishes, openFixture } from './script/script-fixture.ts';

async function refusalOf(source: string, wishes: FixtureWishes = {}): Promise<string> {
  try {
    await using fixture = await openFixture(source, wishes);
    assert.fail(`${fixture.script.path} was accepted`);
  } catch (error) {
    assert.ok(error instanceof ScriptRefused, String(error));
    return error.message.replace(/^.*\/sluice-script-[^/]*\//, '');
  }
}

describe('openScript', () => {
  it('reads options, functions and metrics of a TypeScript script without running it', async () => {
    await using fixture = await openFixture(`
      import { Options } from 'k6/options';
      import { Counter, Trend } from 'k6/metrics';
      interface Order { id: number }
      const orders = new Counter('orders');
      const wait = new Trend('order_wait', true);
      export const options: Options = { vus: 3, thresholds: { orders: ['count>=1'] } };
      export function setup(): Order { return { id: 1 }; }
      export default function (order: Order): void { orders.add(order.id as number); }
      export function handleSummary() { return {}; }
    `);
    assert.deepEqual(fixture.script.options, { vus: 3, thresholds: { orders: ['count>=1'] } });
    assert.deepEqual([...fixture.script.exportedFunctions].sort(), ['default', 'handleSummary', 'setup']);
    assert.deepEqual(fixture.script.declaredMetrics, [
      { name: 'orders', type: 'counter', contains: 'default' },
      { name: 'order_wait', type: 'trend', contains: 'time' },
    ]);
  });

  it('reads short scripts of every length and layout', async () => {
    for (let length = 0; length < 48; length += 1) {
      const source = `export const options = { iterations: ${(length % 9) + 1} };${'\n'.repeat(length % 3)}${'/'.repeat(2)}${'x'.repeat(length)}\nexport default function () {}\n`;
      await using fixture = await openFixture(source);
      assert.deepEqual(fixture.script.options, { iterations: (length % 9) + 1 });
    }
    await using shortest = await openFixture('export const options = { iterations: 3 };\nexport default function () {}\n');
    assert.deepEqual(shortest.script.exportedFunctions, ['default']);
  });

  it('imports TypeScript, JavaScript and JSON beside the script', async () => {
    await using fixture = await openFixture(
      `import { limit, type Limit } from './lib/limit.ts'; import data from './data.json'; import { twice } from './lib/twice.js';
       export const options = { vus: twice(limit), tags: { a: data.a } };
       export default function () {}`,
      {
        files: {
          'lib/limit.ts': 'export type Limit = number; export const limit: Limit = 2;',
          'lib/twice.js': "export { twice } from './deep/double.mjs';",
          'lib/deep/double.mjs': 'export const twice = (n) => 2 * n;',
          'data.json': '{"a": "b"}',
        },
      },
    );
    assert.deepEqual(fixture.script.options, { vus: 4, tags: { a: 'b' } });
  });

  it('drops imported types that are not marked as types', async () => {
    await using fixture = await openFixture(
      `import http, { Response, RefinedResponse } from 'k6/http';
       import { User, makeUser } from './user.ts';
       export const options = { vus: makeUser().id };
       export default function () { const r: Response = http.get('http://x'); const u: User = makeUser(); }`,
      { files: { 'user.ts': 'export interface User { id: number } export const makeUser = (): User => ({ id: 5 });' } },
    );
    assert.equal(fixture.script.options['vus'], 5);
  });

  it('lets the top level await', async () => {
    await using fixture = await openFixture(
      'const vus = await Promise.resolve(2); export const options = { vus }; export default function () {}',
    );
    assert.equal(fixture.script.options['vus'], 2);
  });

  it('refuses a top level that waits forever', async () => {
    assert.match(
      await refusalOf('await new Promise(() => {}); export default function () {}'),
      /^script\.ts: the top level awaits something that never comes/,
    );
  });

  const refused: readonly (readonly [source: string, message: RegExp])[] = [
    ["import { browser } from 'k6/browser';\nbrowser;", /^script\.ts:1:26: import of 'k6\/browser' refused: browser tests/],
    ["\n  import sql from 'k6/x/sql';\nsql;", /^script\.ts:2:20: import of 'k6\/x\/sql' refused: k6 extensions are Go code/],
    ["import { get } from 'k6/nothing'; get;", /this engine has no such module: it has k6, k6\/http/],
    ["import x from 'https://example.com/x.js'; x;", /remote code is not fetched: download the file once/],
    ["import _ from 'lodash'; _;", /packages are not resolved/],
    ["import fs from 'node:fs'; fs;", /sandbox without Node/],
    ["import x from '/etc/passwd'; x;", /only files in the script's own folder/],
    ["import x from '../outside.ts'; x;", /leads out of the script's folder/],
    ["import x from './missing.ts'; x;", /^script\.ts:1:16: import of '\.\/missing\.ts' refused: there is no such file/],
    ["import x from './missing'; x;", /needs a file with one of the endings/],
    [
      "import { gett } from 'k6/http'; gett;",
      /^script\.ts:1:1: import of 'gett' from 'k6\/http' refused: this engine has no such function/,
    ],
    ["import { host } from 'sluice:host'; host;", /packages are not resolved/],
  ];
  for (const [source, message] of refused) {
    it(`refuses ${source.trim()}`, async () => {
      assert.match(await refusalOf(`${source}\nexport default function () {}`), message);
    });
  }

  it('names the place of a name that a file does not export', async () => {
    const message = await refusalOf("import { a, b } from './lib.ts';\na; b;", { files: { 'lib.ts': 'export const a = 1;' } });
    assert.equal(message, "script.ts:1:1: import of 'b' from './lib.ts' refused: it is no export of that file");
  });

  it('refuses a link that leads out of the folder', async () => {
    const outside = join(tmpdir(), `sluice-outside-${process.pid}.ts`);
    await writeFile(outside, 'export const secret = 1;');
    await using fixture = await openFixture(
      "export default function () {}\nexport const options = {};\nconst text = __ENV.READ ? open('./link.ts') : '';",
    );
    await symlink(outside, join(fixture.folder, 'link.ts'));
    const { openScript } = await import('./open-script.ts');
    const request = { limits: { memoryBytes: 2 ** 25, initMs: 5_000, allowedHosts: undefined }, log: () => undefined };
    await assert.rejects(openScript({ ...request, path: fixture.script.path, env: { READ: '1' } }), /is a link out of the script's folder/);
    await writeFile(join(fixture.folder, 'other.ts'), "import { secret } from './link.ts'; secret;");
    await assert.rejects(
      openScript({ ...request, path: join(fixture.folder, 'other.ts'), env: {} }),
      /is a link out of the script's folder/,
    );
  });

  it('says where TypeScript is broken', async () => {
    assert.match(await refusalOf('const a = 1;\nconst b: = 2;\n'), /^script\.ts:2:10: /);
  });

  it('says where types can not be stripped', async () => {
    assert.match(await refusalOf('const a = 1;\n  enum Color { Red }\n'), /^script\.ts:2:3: TypeScript enum is not supported/);
  });

  it('says where JavaScript is broken', async () => {
    assert.match(await refusalOf('const a = 1;\nlet b = ;\n', { entry: 'script.js' }), /^script\.js:2:9: SyntaxError/);
  });

  it('says where the top level throws, in the original TypeScript', async () => {
    const source =
      'interface A { b: number }\n\nfunction boom(a: A): never {\n  throw new RangeError(`no ${a.b}`);\n}\nboom({ b: 1 } as A);';
    assert.match(await refusalOf(source), /^script\.ts:4:23: RangeError: no 1/);
  });

  it('reads what a hostile script throws only where it can do no harm', async () => {
    assert.match(
      await refusalOf('throw { get message() { while (true) {} }, toJSON() { while (true) {} } };', { limits: { initMs: 100 } }),
      /did not end within 100 ms/,
    );
    assert.match(await refusalOf("throw { toJSON() { throw new Error('again'); } };"), /something that can not be described/);
    assert.match(
      await refusalOf("class E extends Error { toString() { throw this; } } throw new E('x');"),
      /something that can not be described/,
    );
    assert.match(await refusalOf("import exec from 'k6/execution'; exec.test.abort('not today');"), /script\.ts: not today/);
  });

  it('refuses a script that is not there', async () => {
    const { openScript } = await import('./open-script.ts');
    const request = { env: {}, limits: { memoryBytes: 2 ** 25, initMs: 5_000, allowedHosts: undefined }, log: () => undefined };
    await assert.rejects(
      openScript({ ...request, path: '/nowhere/at/all.ts' }),
      /^ScriptRefused: \/nowhere\/at\/all\.ts: the script's folder can't be read/,
    );
  });

  it('ends an init stage that never ends', async () => {
    assert.match(await refusalOf('while (true) {}', { limits: { initMs: 50 } }), /did not end within 50 ms/);
  });

  it('refuses a script that needs more memory than it may have', async () => {
    assert.match(
      await refusalOf("const a = []; while (true) a.push('x'.repeat(1000) + a.length);", { limits: { memoryBytes: 4 * 1024 * 1024 } }),
      /memory limit/,
    );
  });

  const forbidden: readonly (readonly [what: string, source: string, message: RegExp])[] = [
    ['requests', "import http from 'k6/http'; http.get('http://localhost');", /k6\/http requests can't be used in the init stage/],
    ['sleep', "import { sleep } from 'k6'; sleep(1);", /sleep\(\) can't be used in the init stage/],
    ['check', "import { check } from 'k6'; check(1, { a: () => true });", /check\(\) can't be used in the init stage/],
    ['group', "import { group } from 'k6'; group('a', () => 1);", /group\(\) can't be used in the init stage/],
    ['timers', 'setTimeout(() => {}, 1);', /setTimeout\(\) and setInterval\(\) can't be used in the init stage/],
    ['adding to a metric', "import { Counter } from 'k6/metrics'; new Counter('a').add(1);", /a\.add\(\) can't be used in the init stage/],
    ['what only a scenario has', "import exec from 'k6/execution'; exec.scenario.name;", /exec\.scenario can't be used in the init stage/],
  ];
  for (const [what, source, message] of forbidden) {
    it(`refuses ${what} at the top level, by the name of the rule and its place`, async () => {
      const text = await refusalOf(source);
      assert.match(text, message);
      assert.match(text, /^script\.ts:1:\d+: /);
    });
  }

  it('opens files beside the script as text and as bytes', async () => {
    await using fixture = await openFixture(
      `const text = open('./users.csv'); const bytes = open('users.csv', 'b');
       export const options = { tags: { text, bytes: String(bytes.byteLength) } }; export default function () {}`,
      { files: { 'users.csv': 'a,b\nä,\0\n' } },
    );
    assert.deepEqual(fixture.script.options['tags'], { text: 'a,b\nä,\0\n', bytes: '9' });
  });

  it('refuses to open files elsewhere', async () => {
    assert.match(await refusalOf("open('/etc/passwd');"), /leads out of the script's folder/);
    assert.match(await refusalOf("open('../secret.txt');"), /leads out of the script's folder/);
    assert.match(await refusalOf("open('./missing.txt');"), /there is no such file/);
    assert.match(await refusalOf("open('./a', 'w');"), /knows the mode 'b'/);
  });

  it('shows nothing of the process but what it was given', async () => {
    await using fixture = await openFixture(
      `export const options = { tags: { env: JSON.stringify(__ENV), vu: String(__VU), seen: typeof process + typeof require + typeof __sluiceHost + typeof fetch } };
       export default function () {}`,
      { env: { TOKEN: 'x' } },
    );
    assert.deepEqual(fixture.script.options['tags'], { env: '{"TOKEN":"x"}', vu: '0', seen: 'undefinedundefinedundefinedundefined' });
  });
});
