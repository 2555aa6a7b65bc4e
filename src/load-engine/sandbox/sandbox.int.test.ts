import assert from 'node:assert/strict';
import { type HostFunction, HostObject } from './host-function.ts';
import { compileQuickJs } from './quickjs.ts';
import { Sandbox, type SandboxImage } from './sandbox.ts';
import { GuestException, GuestInterrupted, SandboxBroken } from './sandbox-failure.ts';
import { findSuspension } from './suspension.ts';

const suspension = findSuspension();
const compiled = compileQuickJs(suspension, 32 * 1024 * 1024);

async function makeSandbox(
  functions: Readonly<Record<string, HostFunction>>,
  modules: Readonly<Record<string, string>> = {},
  image?: SandboxImage,
): Promise<Sandbox> {
  const instantiate = await compiled;
  return new Sandbox({
    quickJs: await instantiate(image?.memory.length),
    ...(image === undefined ? {} : { image }),
    suspension,
    memoryBytes: 32 * 1024 * 1024,
    modules: { resolve: (_base, specifier) => specifier, source: (name) => modules[name] },
    functions,
  });
}

describe('findSuspension', () => {
  it('says what to start where stack switching is missing', () => {
    assert.throws(() => findSuspension({}), /load scripts need WebAssembly stack switching \(JSPI\).*24\.21 or newer/);
  });
});

describe('Sandbox', () => {
  it('carries every kind of value both ways', async () => {
    const got: unknown[] = [];
    const held = { secret: 1 };
    const sandbox = await makeSandbox({
      echo: (args) => {
        got.push(args.text(0), args.number(1), [...args.bytes(2)]);
        return 'grüße\0😀';
      },
      bytes: () => new Uint8Array([1, 0, 255]),
      hold: () => new HostObject(held),
      nothing: () => undefined,
      back: (args) => {
        got.push(args.object(0) === held, args.text(1));
        return undefined;
      },
    });
    await sandbox.evaluate(
      `const { echo, bytes, hold, nothing, back } = __sluiceHost;
       const escaped = echo('äöü', 1.5, new Uint8Array([9, 0]).buffer); const text = JSON.parse(escaped.slice(1));
       back(hold(), [text === 'grüße\\0😀', new Uint8Array(bytes()).join(), nothing() === undefined, typeof hold()].join());`,
      'a.js',
    );
    assert.deepEqual(got, ['äöü', 1.5, [9, 0], true, 'true,1,0,255,true,object']);
  });

  it('lets go of host objects when the script does', async () => {
    let made = 0;
    const sandbox = await makeSandbox({
      hold: () => {
        made += 1;
        return new HostObject({ made });
      },
      read: (args) => (args.object(0) as { made: number }).made,
      done: (args) => {
        assert.equal(args.number(0), 50_000);
        return undefined;
      },
    });
    await sandbox.evaluate(
      'const { hold, read, done } = __sluiceHost; let last = 0; for (let i = 0; i < 50000; i += 1) last = read(hold()); done(last);',
      'a.js',
    );
  });

  it('throws into the script what a host function throws, now or later', async () => {
    const seen: string[] = [];
    const sandbox = await makeSandbox({
      now: () => {
        throw new Error('at once');
      },
      later: () => Promise.reject(new TypeError('after a while')),
      odd: (args) => (args.object(0) === undefined ? 1 : 2),
      seen: (args) => {
        seen.push(args.text(0));
        return undefined;
      },
    });
    await sandbox.evaluate(
      'const { now, later, odd, seen } = __sluiceHost; for (const f of [now, later, () => odd({}), () => odd()]) try { f(); } catch (error) { seen(error.message); }',
      'a.js',
    );
    assert.deepEqual(seen, ['at once', 'after a while', 'not an object that this engine made', 'argument 1 is missing']);
  });

  it('reports what nothing caught', async () => {
    const sandbox = await makeSandbox({});
    await assert.rejects(
      sandbox.evaluate('\n  null.x;', 'a.js'),
      (error) => error instanceof GuestException && /TypeError/.test(error.message) && /a\.js:2:\d/.test(error.guestStack),
    );
  });

  it('imports the modules that it was given, and nothing else', async () => {
    const seen: string[] = [];
    const report: HostFunction = (args) => {
      seen.push(args.text(0));
      return undefined;
    };
    const sandbox = await makeSandbox({ report }, { lib: 'export const x = 5;' });
    await sandbox.evaluate("import { x } from 'lib'; __sluiceHost.report(String(x));", 'a.js');
    await assert.rejects(sandbox.evaluate("import 'missing';", 'b.js'), /the module missing was not found/);
    assert.deepEqual(seen, ['5']);
  });

  it('breaks, and does nothing worse, when a conversion below a host function wants to suspend', async () => {
    const sandbox = await makeSandbox({
      wait: () => new Promise((resolve) => setImmediate(() => resolve(1))),
      take: (args) => args.text(0).length,
    });
    await assert.rejects(sandbox.evaluate('__sluiceHost.take({ toString: () => String(__sluiceHost.wait()) });', 'a.js'), SandboxBroken);
    const other = await makeSandbox({});
    await other.evaluate('1;', 'a.js');
  });

  it('stays interrupted until it is armed again', async () => {
    const sandbox = await makeSandbox({});
    sandbox.interrupt();
    await assert.rejects(sandbox.evaluate('1;', 'a.js'), GuestInterrupted);
    assert.equal(sandbox.interrupted, true);
    sandbox.rearm();
    await sandbox.evaluate('1;', 'a.js');
  });
});

const answering = (got: string[]): Readonly<Record<string, HostFunction>> => ({
  answer: (args) => {
    got.push(args.text(0));
    return undefined;
  },
});

describe('Sandbox.freeze', () => {
  const counting = `const { answer } = globalThis.__sluiceHost; let count = 1; globalThis.tell = () => answer(String(count++));`;
  const telling = "globalThis.tell(); await import('own');";
  const modules = { own: "import './shared';", './shared': 'globalThis.tell();', stop: "throw new Error('stop');" };
  it('lets others go on from where it is, each with its own functions and memory', async () => {
    const first = await makeSandbox(answering([]), modules);
    await first.evaluate(counting, 'counting');
    await assert.rejects(first.evaluate("import 'stop'; import './shared';", 'compile'), /stop/);
    const image = first.freeze();
    const [one, other]: [string[], string[]] = [[], []];
    const twice = await makeSandbox(answering(one), modules, image);
    await twice.evaluate(telling, 'a');
    await twice.runJobs();
    const once = await makeSandbox(answering(other), modules, image);
    await once.evaluate("import './shared';", 'b');
    assert.deepEqual([one, other], [['1', '2'], ['1']]);
  });

  it('refuses while guest code holds an object of the host, which the others would not have', async () => {
    const sandbox = await makeSandbox({ hold: () => new HostObject({}) });
    await sandbox.evaluate('globalThis.held = globalThis.__sluiceHost.hold();', 'a');
    assert.throws(() => sandbox.freeze(), /holds 1 objects of the host/);
  });

  it('lets what goes on grow past the memory of the image', async () => {
    const got: string[] = [];
    const image = (await makeSandbox(answering([]))).freeze();
    const sandbox = await makeSandbox(answering(got), {}, image);
    await sandbox.evaluate("globalThis.__sluiceHost.answer(String('x'.repeat(4e6).length));", 'a');
    assert.deepEqual(got, ['4000000']);
  });
});
