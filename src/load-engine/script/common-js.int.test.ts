import assert from 'node:assert/strict';
import { findRequires, moduleForm } from './common-js.ts';
import { openFixture } from './script-fixture.ts';

describe('moduleForm', () => {
  for (const [source, form] of [
    ["import http from 'k6/http'; export default () => {}", 'es'],
    ["export const a = 'require(x)'; // module.exports", 'es'],
    ["const http = require('k6/http'); export default () => {}", 'mixed'],
    ["const http = require('k6/http'); module.exports.default = () => {}", 'common-js'],
    ['exports.default = () => {}', 'common-js'],
    ['const a = o.require(1), b = my.module.exports;', 'es'],
    ["const m = await import('./a.js'); const u = import.meta.url; require('k6')", 'common-js'],
  ] as const) {
    it(`takes ${source} for ${form}`, () => assert.equal(moduleForm(source), form));
  }
});

describe('findRequires', () => {
  it('finds plain texts in code, with their places', () => {
    const source = "require('a') /* require('b') */ + f(require( \"./c.js\" )); o.require('d'); require(e)";
    assert.deepEqual(
      findRequires(source).map(({ specifier, specifierAt }) => [specifier, source.slice(specifierAt - 1, specifierAt + 1)]),
      [
        ['a', "'a"],
        ['./c.js', '".'],
      ],
    );
  });
});

describe('a script in the form of CommonJS', () => {
  it('runs, with what it requires, its options and its own files', async () => {
    await using fixture = await openFixture(
      `const { check } = require('k6'); const metrics = require('k6/metrics'); const lib = require('./lib/sum.js'); const data = require('./data.json'); const es = require('./es.ts');
       const c = new metrics.Counter('c');
       module.exports.options = { vus: 3 };
       exports.setup = function () { return { n: 1 }; };
       exports.default = function (d) { c.add(lib(d.n, data.n) + es.two); check(1, { one: (v) => v === 1 }); };
       exports.buy = () => console.log('buy');`,
      {
        entry: 'script.js',
        files: {
          'lib/sum.js': "const add = require('./add.cjs'); module.exports = (a, b) => add.add(a, b);",
          'lib/add.cjs': 'exports.add = (a, b) => a + b;',
          'data.json': '{"n":40}',
          'es.ts': 'export const two: number = 2; export default 7;',
        },
      },
    );
    assert.deepEqual(fixture.script.options, { vus: 3 });
    assert.deepEqual([...fixture.script.exportedFunctions].sort(), ['buy', 'default', 'setup']);
    assert.deepEqual(await fixture.iterate({}, '{"n":1}'), { kind: 'completed' });
    assert.deepEqual(await fixture.iterate({ exec: 'buy' }), { kind: 'completed' });
    assert.deepEqual([fixture.sink.values('c'), fixture.logs], [[43], ['info: buy']]);
  });

  it('may require beside imports, and be imported by its default', async () => {
    await using fixture = await openFixture(
      "import lib from './lib.js'; const http = require('k6/http'); export default function () { console.log(lib.a, typeof http.get); }",
      { entry: 'script.js', files: { 'lib.js': 'module.exports = { a: 5 };' } },
    );
    await fixture.iterate();
    assert.deepEqual(fixture.logs, ['info: 5 function']);
  });

  it('throws at its own line and column', async () => {
    await using fixture = await openFixture("const k6 = require('k6');\nexports.default = function () {\n  k6.fail('no');\n};", {
      entry: 'script.js',
    });
    assert.deepEqual(await fixture.iterate(), { kind: 'threw', message: 'no', location: `${fixture.folder}/script.js:3:10` });
  });

  for (const [source, problem] of [
    [
      "const fs = require('fs'); exports.default = () => 1;",
      /script\.js:1:21: import of 'fs' refused: scripts run in a sandbox without Node/,
    ],
    ["\n  const x = require('../out.js'); exports.default = () => 1;", /script\.js:2:22: import of '\.\.\/out\.js' leads out/],
    [
      "const x = require('k6/' + 'http'); exports.default = () => 1;",
      /script\.js:1:\d+: Error: require\(\\?"k6\/http\\?"\): only names that stand as plain text/,
    ],
    ["const { nope } = require('k6/x/sql'); exports.default = () => 1;", /k6 extensions are Go code/],
  ] as const) {
    it(`is refused: ${problem.source}`, async () => {
      await assert.rejects(openFixture(source, { entry: 'script.js' }), problem);
    });
  }

  it('resolves files from where it stands, by import.meta.resolve(), at unchanged columns', async () => {
    await using fixture = await openFixture(
      "import { text } from './lib/read.ts'; const own = open(import.meta.resolve('./a.txt')); export default function () { console.log(text, own, import.meta.resolve('k6/http'), 'import.meta.resolve'); import.meta.resolve('./x'); throw new Error('here'); }",
      {
        entry: 'script.js',
        files: { 'lib/read.ts': "export const text: string = open(import.meta.resolve('../lib/b.txt'));", 'lib/b.txt': 'b', 'a.txt': 'a' },
      },
    );
    const outcome = await fixture.iterate();
    assert.deepEqual(fixture.logs, ['info: b a k6/http import.meta.resolve']);
    assert.match(JSON.stringify(outcome), /script\.js:1:240"/);
  });

  it("can't reach the engine's own modules", async () => {
    await using fixture = await openFixture(
      "export default async function () { for (const name of ['sluice:host', 'sluice:require/x', 'sluice:guest/runtime.ts']) { try { await import(name); console.log('reached', name); } catch (error) { console.log(error.message); } } }",
      { entry: 'script.js' },
    );
    await fixture.iterate();
    assert.ok(fixture.logs.length === 3 && !fixture.logs.join().includes('reached'), fixture.logs.join('\n'));
  });
});
