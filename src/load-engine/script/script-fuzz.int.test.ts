import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { ScriptRefused } from '../load-result.ts';
import type { IterationOutcome } from '../virtual-user.ts';
import { iterationContext, openFixture } from './script-fixture.ts';

const sound = `import http from 'k6/http';
import { check, group, sleep } from 'k6';
import { Counter } from 'k6/metrics';
import exec from 'k6/execution';
interface Item { readonly id: number; readonly tags?: string[] }
const made = new Counter('made');
export const options = { vus: 1, iterations: 1, thresholds: { made: ['count>0'] } };
export function setup(): Item { return { id: 7, tags: ['a', \`b\${1 + 1}\`] }; }
export default function (data: Item): void {
  const ratio = data.id / 2 / 3; // a comment with 'quotes'
  group('outer', () => check(ratio, { 'is small': (r) => r < /[/"]+/.source.length }));
  made.add(1, { name: exec.scenario.name }); sleep(0);
}
`;

const tokens =
  "import export default function async await const let class extends { } ( ) [ ] => ; , . ?. ... = == + - * / % ! ? : ` ${ ' \" // /* */ < > <T> as : number | & enum namespace @ # #x 0 1e999 0x 1n /a/ /(/ 'k6' 'k6/http' from require module.exports yield return throw try catch finally while(1) for(;;) new this super null undefined typeof delete void in of import.meta \\u{1F600} \0 \u2028 \ufeff";

/** Things that a script may do to the world it runs in, each an ordinary statement. */
const hostile: readonly string[] = [
  'Object.prototype.toJSON = () => { throw 1; };',
  'Object.prototype.then = (resolve) => resolve(1);',
  "Object.defineProperty(Object.prototype, 'message', { get() { throw new Error('got'); }, configurable: true });",
  'Array.prototype[Symbol.iterator] = null;',
  'Array.prototype.push = () => { throw 2; }; Array.prototype.map = 5;',
  'Function.prototype.call = null; Function.prototype.apply = null;',
  'JSON.stringify = () => 5; JSON.parse = () => { throw 3; };',
  'globalThis.JSON = null; globalThis.Object = undefined;',
  'globalThis.Error = 5; globalThis.TypeError = {}; globalThis.Promise = class {};',
  'Promise.prototype.then = () => { throw 4; };',
  'String.prototype.split = () => null; String.prototype.includes = () => true;',
  'Map.prototype.get = () => { throw 5; }; WeakMap.prototype.get = () => 6;',
  'Number = (x) => x; String = () => Symbol(); Boolean = null;',
  'Object.freeze(globalThis);',
  'Object.setPrototypeOf(globalThis, new Proxy({}, { get() { throw 7; }, has() { throw 8; } }));',
  'for (const name of Object.getOwnPropertyNames(globalThis)) try { delete globalThis[name]; } catch {}',
  'throw null;',
  'throw undefined;',
  "throw Symbol('s');",
  'throw 10n;',
  'throw new Proxy({}, { get() { throw 9; }, getPrototypeOf() { throw 10; } });',
  'throw { toString() { throw 11; }, toJSON() { throw 12; } };',
  "throw Object.assign(new Error('x'), { stack: { toString() { throw 13; } }, message: { toString() { throw 14; } } });",
  "const e = new Error('\\0 nul \\ud800'); e.name = '\\0'; throw e;",
  'const loop = {}; loop.loop = loop; throw loop;',
  '(function f() { return f() + 1; })();',
  'let p = {}; for (let i = 0; i < 3000; i += 1) p = new Proxy(p, {}); p.x;',
  "JSON.parse('['.repeat(3000));",
  "console.log(new Proxy({}, { ownKeys() { throw 15; } }), { get a() { throw 16; } }, Symbol('x'), -0, 1n);",
  'console.log({ toJSON() { return console; } }, new Proxy([], {}), Object.create(null));',
  'check(new Proxy({}, { get() { throw 17; } }), { a: (v) => v.x, get b() { throw 18; } });',
  'check(1, new Proxy({}, { ownKeys: () => ["a", "a"] }));',
  'check(1, { a: { valueOf() { throw 19; } }, b: Symbol() }, { tag: {} });',
  "check(1, { ['\\0']: true, ['::']: 1, ['']: 0 });",
  'group({ toString() { throw 20; } }, () => 1);',
  'group(Symbol(), () => 1);',
  "group('g'.repeat(100000), () => group('::', () => 1));",
  'sleep({ valueOf() { throw 21; } });',
  'sleep(-Infinity); sleep(NaN);',
  'made.add({ valueOf() { throw 22; } }); made.add(1, new Proxy({}, { ownKeys() { throw 23; } }));',
  'made.add(Infinity); made.add(-0); made.add([5]); made.add(1n);',
  "http.get('not an address'); http.get(null); http.get({});",
  "http.request({ toString() { throw 24; } }, 'http://127.0.0.1:1');",
  "http.get('http://127.0.0.1:1', { headers: { 'a\\0b': 'x\\r\\ny' }, timeout: 1 });",
  "http.post('http://127.0.0.1:1', new Proxy({}, {}), { tags: null, timeout: 1 });",
  'http.batch([null, 5, [], {}]);',
  "http.cookieJar().set('x', null, Symbol());",
  'setTimeout(() => { throw 25; }, 0);',
  'setTimeout({ call: 1 }, 0);',
  'setInterval(() => { throw null; }, 1);',
  'Promise.reject(26);',
  'new Promise((_, no) => no(Symbol()));',
  'new Promise(() => { throw new Proxy({}, { get() { throw 27; } }); });',
  'exec.vu.metrics.tags = new Proxy({}, { ownKeys: () => ["a"], getOwnPropertyDescriptor() { throw 28; } });',
  'exec.vu.metrics.tags.a = Symbol(); ',
  'exec.test.abort({ toString() { throw 29; } });',
  'exec.test.abort();',
  "open('/dev/zero'); open('\\0'); open({});",
  "/(a+)+$/.test('a'.repeat(30) + '!');",
  'while (true) {}',
  'const all = []; while (true) all.push(new Array(1000));',
  "'x'.repeat(2 ** 26) + 'y';",
  'new Uint8Array(2 ** 31 - 1);',
  'eval("throw 30"); Function("return this")().constructor.constructor("throw 31")();',
  "import('k6/http').then((m) => { throw m; });",
  '__ENV = null; __VU = {}; __ITER = () => 1;',
  'new URL({ toString() { throw 32; } }); new URLSearchParams(new Proxy([], {}));',
  'new TextDecoder({ toString() { throw 33; } }); new TextEncoder().encode(Symbol());',
  'crypto.getRandomValues(5); crypto.subtle.digest(null, null);',
  'Reflect.ownKeys(globalThis).forEach((k) => Reflect.set(globalThis, k, undefined));',
  'Symbol.iterator.constructor.prototype.description = 1; async function* f() { yield* f(); } f().next();',
];

const statement = fc.constantFrom(...hostile);
const hostileScript = fc
  .tuple(
    fc.constantFrom('top', 'setup', 'default', 'async', 'timer', 'options', 'summary'),
    fc.array(statement, { minLength: 1, maxLength: 3 }),
  )
  .map(([where, statements]) => {
    const body = statements.map((each) => `{ ${each} }`).join('\n');
    const at = (place: string): string => (where === place ? body : '');
    return `import http from 'k6/http'; import { check, group, sleep } from 'k6'; import { Counter } from 'k6/metrics'; import exec from 'k6/execution'; const made = new Counter('made');
${at('top')}
export const options = { ${where === 'options' ? `get vus() { ${body} return 1; }` : ''} };
export function setup() { ${at('setup')} return new Proxy({ a: [1] }, {}); }
export default ${where === 'async' ? 'async ' : ''}function () { ${where === 'async' ? 'await null;' : ''} ${at('default')}${at('async')} ${where === 'timer' ? `setTimeout(() => { ${body} }, 0);` : ''} }
export function handleSummary() { ${at('summary')} return { stdout: 'x' }; }`;
  });

const nested = fc
  .tuple(
    fc.constantFrom(
      '(',
      '[',
      '{',
      '((a)=>',
      '`${',
      '!',
      '-',
      'a?.',
      'a=>',
      'if(1)',
      '{a:',
      'new ',
      'async()=>{',
      '<T>',
      'Array<',
      '/*',
      'class A{a=',
      '...[',
    ),
    fc.constantFrom(10, 300, 5_000, 20_000),
  )
  .map(([opening, count]) => `export default function () {}\nconst x = ${opening.repeat(count)}1`);

const huge = fc
  .tuple(fc.constantFrom('9', "'x'", '[1],', '+1', '\\u0061', '/a', '"', '\n', '\u{1F600}'), fc.constantFrom(1_000, 20_000))
  .map(([piece, count]) => `const x = ${piece.repeat(count)};\nexport default function () {}`);

const place = fc.nat({ max: sound.length });
const scripts: readonly (readonly [what: string, count: number, source: fc.Arbitrary<string>])[] = [
  [
    'words of the language in any order',
    220,
    fc.array(fc.constantFrom(...tokens.split(' ')), { maxLength: 40 }).map((words) => words.join(' ')),
  ],
  ['a sound script that is cut off', 150, place.map((at) => sound.slice(0, at))],
  [
    'a sound script with something else in it',
    150,
    fc
      .tuple(place, fc.string({ unit: 'binary', maxLength: 8 }), fc.nat({ max: 8 }))
      .map(([at, text, gone]) => sound.slice(0, at) + text + sound.slice(at + gone)),
  ],
  ['code that nests', 70, nested],
  ['huge literals', 40, huge],
  ['code that turns on its world', 300, hostileScript],
];

/** How long a script may do what it does here before it is interrupted. */
const patienceMs = 50;

interface Ending {
  readonly kind: string;
  readonly message: string | undefined;
  readonly location: string | undefined;
}

/** Runs a script through its stages; answers how each ended. Rejects with what openScript rejects with. */
async function endings(source: string, entry: string): Promise<readonly Ending[]> {
  await using fixture = await openFixture(source, { entry, limits: { memoryBytes: 16 * 1024 * 1024, initMs: patienceMs } });
  const user = await fixture.user();
  const patient = async (run: (signal: AbortSignal) => Promise<IterationOutcome>): Promise<Ending> => {
    const impatience = new AbortController();
    const timer = setTimeout(() => impatience.abort(), patienceMs);
    const outcome = await run(impatience.signal);
    clearTimeout(timer);
    return {
      kind: outcome.kind,
      message: 'message' in outcome ? outcome.message : undefined,
      location: 'location' in outcome ? outcome.location : undefined,
    };
  };
  const has = (name: string): boolean => fixture.script.exportedFunctions.includes(name);
  const ended: Ending[] = [];
  if (has('setup')) ended.push(await patient(async (signal) => (await user.call('setup', undefined, signal)).outcome));
  ended.push(await patient((signal) => user.iterate(iterationContext(), '{"id":7}', signal)));
  if (has('handleSummary')) ended.push(await patient(async (signal) => (await user.call('handleSummary', '{}', signal)).outcome));
  return ended;
}

/** Fails where a script is refused without a place in it, ends without saying what happened or where an exception came from, or breaks the engine. */
async function look(source: string, entry: string): Promise<void> {
  let ended: readonly Ending[];
  try {
    ended = await endings(source, entry);
  } catch (error) {
    assert.ok(error instanceof ScriptRefused, `${String(error)}\n${(error as Error).stack}`);
    assert.match(error.location ?? '', /script\.[jt]s(?::\d+:\d+)?$/, error.message);
    assert.ok(error.message.length > (error.location ?? '').length + 2, error.message);
    return;
  }
  for (const { kind, message, location } of ended) {
    if (kind === 'threw') assert.match(location ?? '', /script\.[jt]s(?::\d+:\d+)?$/, message);
    if (kind === 'threw' || kind === 'broken') assert.notEqual(message, '');
  }
}

describe('a malformed or hostile script', () => {
  for (const [what, count, source] of scripts) {
    it(`is refused or ends with a message and a place, and the process goes on: ${count} times ${what}`, async () => {
      const property = fc.asyncProperty(source, fc.constantFrom('script.ts', 'script.js'), look);
      await fc.assert(property, { numRuns: count, endOnFailure: true });
    });
  }

  for (const statementText of hostile) {
    it(`is survived where an iteration does ${statementText.slice(0, 70)}`, async () => {
      await look(
        `import http from 'k6/http'; import { check, group, sleep } from 'k6'; import { Counter } from 'k6/metrics'; import exec from 'k6/execution'; const made = new Counter('made'); export default function () { ${statementText} }`,
        'script.js',
      );
    });
  }
});
