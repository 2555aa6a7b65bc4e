import { readBinaryFile, readTextFile } from 'sluice:host';
import { console } from './console.ts';
import { hostText } from './host-text.ts';
import { random, seedRandom } from './random.ts';
import { TextDecoder, TextEncoder } from './text-coding.ts';
import { clearTimer, setInterval, setTimeout } from './timers.ts';
import { URL } from './url.ts';
import { URLSearchParams } from './url-search-params.ts';
import { crypto } from './web-crypto.ts';

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
  TextEncoder,
  TextDecoder,
  URL,
  URLSearchParams,
  crypto,
};

/** Puts what k6 offers without an import into the global object. */
export function installGlobals(vu: number, environment: string): void {
  Object.entries(provided).forEach(([name, value]) => {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
  });
  Object.assign(globalThis, { __VU: vu, __ITER: 0, __ENV: JSON.parse(environment) });
  seedRandom();
  Math.random = random;
}
