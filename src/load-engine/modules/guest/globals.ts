import { readBinaryFile, readTextFile } from 'sluice:host';
import { console } from './console.ts';
import { hostText } from './host-text.ts';
import { provide } from './provide.ts';
import { random, seedRandom } from './random.ts';
import { clearTimer, setInterval, setTimeout } from './timers.ts';

function open(path: unknown, mode?: unknown): string | ArrayBuffer {
  if (typeof path !== 'string' || path === '') throw new TypeError("open() needs a file's path");
  if (mode !== undefined && mode !== '' && mode !== 'b') throw new TypeError(`open() knows the mode 'b', not ${JSON.stringify(mode)}`);
  return mode === 'b' ? readBinaryFile(path) : hostText(readTextFile(path));
}

const provided = {
  console,
  open,
  setTimeout,
  clearTimeout: clearTimer,
  setInterval,
  clearInterval: clearTimer,
};

/** Puts what k6 offers without an import into the global object; what the web offers so is in web-globals.ts. */
export function installGlobals(vu: number, environment: string): void {
  provide(provided);
  Object.assign(globalThis, { __VU: vu, __ITER: 0, __ENV: JSON.parse(environment) });
  seedRandom();
  Math.random = random;
}
