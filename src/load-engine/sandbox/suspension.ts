/** A function of the host that may return a promise: the WebAssembly stack that called it then sleeps until the promise settles. */
type HostImport = (...args: readonly never[]) => unknown;

interface SuspendingWebAssembly {
  readonly Suspending?: new (hostImport: HostImport) => object;
  readonly promising?: <A extends readonly unknown[]>(wasmExport: (...args: A) => number) => (...args: A) => Promise<number>;
}

/** The two halves of JavaScript Promise Integration: an import that may sleep, and an export whose call is a promise. */
export interface Suspension {
  readonly suspending: (hostImport: HostImport) => object;
  readonly promising: <A extends readonly unknown[]>(wasmExport: (...args: A) => number) => (...args: A) => Promise<number>;
}

/**
 * Gives the suspension of WebAssembly stacks that this process has; throws an Error that says what to start it with where there is none.
 * Found by looking, never by version: releases of one major line differ, and some need a flag that later ones reject.
 * Specification: WebAssembly JavaScript Promise Integration (JSPI).
 */
export function findSuspension(webAssembly: object = WebAssembly): Suspension {
  const { Suspending, promising } = webAssembly as SuspendingWebAssembly;
  if (Suspending === undefined || promising === undefined) {
    throw new Error(
      `load scripts need WebAssembly stack switching (JSPI), which Node ${process.version} does not have switched on; ` +
        'use the Node that the project pins (24.21 or newer), or start an older 24 with --experimental-wasm-jspi',
    );
  }
  return { suspending: (hostImport) => new Suspending(hostImport), promising };
}
