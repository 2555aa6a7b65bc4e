import type { QuickJs } from './quickjs.ts';
import { Sandbox } from './sandbox.ts';
import type { Suspension } from './suspension.ts';

const proof = `const { wait, answer } = globalThis.__sluiceHost;
answer([2, 1].sort((a, b) => { wait(); return a - b; }).join());`;

/** Proves that a host call can suspend a script in the middle of a native sort, which only stack switching allows; throws an Error where it can't. */
export async function proveSuspension(instantiate: () => Promise<QuickJs>, suspension: Suspension): Promise<void> {
  let answered = '';
  const sandbox = new Sandbox({
    quickJs: await instantiate(),
    suspension,
    memoryBytes: 32 * 1024 * 1024,
    modules: { resolve: (_base, specifier) => specifier, source: () => undefined },
    functions: {
      wait: () => new Promise((resolve) => setImmediate(() => resolve(undefined))),
      answer: (args) => {
        answered = args.text(0);
        return undefined;
      },
    },
  });
  await sandbox.evaluate(proof, 'sluice:proof');
  if (answered !== '1,2')
    throw new Error('the sandbox can not suspend a script inside of a sort: this build of QuickJS or of Node does not fit');
}
