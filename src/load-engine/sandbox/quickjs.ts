import loadModule from '@jitl/quickjs-wasmfile-release-sync/emscripten-module';
import { initialPages, readQuickJsProgram } from './quickjs-program.ts';
import type { Suspension } from './suspension.ts';

/** What QuickJS asks of its host. Pointers are numbers into the instance's memory; 0 is none. */
export interface QuickJsCallbacks {
  callFunction(unused: undefined, context: number, self: number, argc: number, argv: number, hostRef: number): number | Promise<number>;
  shouldInterrupt(unused: undefined, runtime: number): number | Promise<number>;
  freeHostRef(unused: undefined, runtime: number, hostRef: number): void;
  loadModuleSource(unused: undefined, runtime: number, context: number, name: string): number;
  normalizeModule(unused: undefined, runtime: number, context: number, base: string, name: string): number;
}

/** The exports of one QuickJS instance that the sandbox uses; every value is a pointer unless its name says otherwise. */
export interface QuickJs {
  readonly HEAPU8: Uint8Array;
  callbacks: QuickJsCallbacks;
  _malloc(bytes: number): number;
  _free(pointer: number): void;
  _QTS_NewRuntime(): number;
  _QTS_NewContext(runtime: number, intrinsics: number): number;
  _QTS_RuntimeSetMemoryLimit(runtime: number, bytes: number): void;
  _QTS_RuntimeSetMaxStackSize(runtime: number, bytes: number): void;
  _QTS_RuntimeEnableInterruptHandler(runtime: number): void;
  _QTS_RuntimeEnableModuleLoader(runtime: number, withNormalizer: number): void;
  _QTS_GetUndefined(): number;
  _QTS_GetGlobalObject(context: number): number;
  _QTS_NewObject(context: number): number;
  _QTS_NewFloat64(context: number, value: number): number;
  _QTS_NewString(context: number, text: number): number;
  _QTS_NewArrayBuffer(context: number, bytes: number, length: number): number;
  _QTS_NewHostRef(context: number, hostRef: number): number;
  _QTS_NewError(context: number): number;
  _QTS_NewFunction(context: number, name: number, argc: number, isConstructor: number, hostRef: number): number;
  _QTS_GetHostRefId(value: number): number;
  _QTS_GetFloat64(context: number, value: number): number;
  _QTS_GetString(context: number, value: number): number;
  _QTS_GetArrayBuffer(context: number, value: number): number;
  _QTS_GetArrayBufferLength(context: number, value: number): number;
  _QTS_GetProp(context: number, value: number, key: number): number;
  _QTS_SetProp(context: number, target: number, key: number, value: number): void;
  _QTS_DupValuePointer(context: number, value: number): number;
  _QTS_FreeValuePointer(context: number, value: number): void;
  _QTS_FreeCString(context: number, text: number): void;
  _QTS_ArgvGetJSValueConstPointer(argv: number, index: number): number;
  _QTS_Throw(context: number, error: number): number;
  _QTS_ResolveException(context: number, value: number): number;
  readonly _QTS_Call: (context: number, fn: number, self: number, argc: number, argv: number) => number;
  readonly _QTS_Eval: (context: number, code: number, length: number, filename: number, detectModule: number, flags: number) => number;
  _QTS_IsJobPending(runtime: number): number;
  readonly _QTS_ExecutePendingJob: (runtime: number, most: number, contextOut: number) => number;
}

type Imports = Record<string, Record<string, unknown>>;
/** The package types its default export as a namespace; it is this function. */
const load = loadModule as unknown as (options: object) => Promise<QuickJs>;
/** The imports have minified names that change with each build: known by what their bodies call. */
const mayBlock = /callbacks\.(?:callFunction|shouldInterrupt)\(/;

const pageBytes = 65_536;

/**
 * Compiles QuickJS once; each call of the answer makes an instance with a memory of its own whose host calls may suspend: `bytes` large, or as small as may be.
 * The memory can't grow past `memoryBytes` (2 MiB where that is less): QuickJS's own limit counts allocations but, in this build, not their sizes.
 */
export async function compileQuickJs(suspension: Suspension, memoryBytes: number): Promise<(bytes?: number) => Promise<QuickJs>> {
  const compiled = await WebAssembly.compile(await readQuickJsProgram());
  const maximum = Math.max(initialPages, Math.ceil(memoryBytes / pageBytes));
  return (bytes = initialPages * pageBytes) =>
    instantiate(compiled, suspension, new WebAssembly.Memory({ initial: bytes / pageBytes, maximum }));
}

async function instantiate(compiled: WebAssembly.Module, suspension: Suspension, wasmMemory: WebAssembly.Memory): Promise<QuickJs> {
  const module = await load({
    wasmMemory,
    instantiateWasm: (imports: Imports, receive: (instance: WebAssembly.Instance) => void) => {
      const instance = new WebAssembly.Instance(compiled, suspendable(imports, suspension));
      receive(instance);
      return instance.exports;
    },
    // What QuickJS prints on an abort reaches us as the thrown error too.
    print: () => undefined,
    printErr: () => undefined,
  });
  return module;
}

function suspendable(imports: Imports, { suspending }: Suspension): Imports {
  const table = imports['a'] ?? {};
  const blocking = Object.keys(table).filter((key) => typeof table[key] === 'function' && mayBlock.test(String(table[key])));
  if (blocking.length !== 2) {
    throw new Error(`@jitl/quickjs-wasmfile-release-sync has ${blocking.length} imports that may block, not 2: keep the pinned version`);
  }
  const wrapped = blocking.map((key) => [key, suspending(table[key] as never)] as const);
  return { ...imports, a: { ...table, ...Object.fromEntries(wrapped) } };
}
