import { GuestValues } from './guest-values.ts';
import type { HostFunction, HostValue } from './host-function.ts';
import type { QuickJs } from './quickjs.ts';
import { GuestException, GuestInterrupted, SandboxBroken } from './sandbox-failure.ts';
import type { Suspension } from './suspension.ts';

/** The modules that a sandbox may import: everything is known before it starts, so importing never does I/O. */
export interface GuestModules {
  /** The name of what `specifier` means in the module `base`; a name without source makes the import throw. */
  resolve(base: string, specifier: string): string;
  source(name: string): string | undefined;
}

/** What a sandbox is made of. */
export interface SandboxSetup {
  readonly quickJs: QuickJs;
  readonly suspension: Suspension;
  readonly memoryBytes: number;
  readonly modules: GuestModules;
  readonly functions: Readonly<Record<string, HostFunction>>;
}

/**
 * QuickJS checks this against its shadow stack; V8's own 984 KiB for a suspendable stack runs out somewhere above 384 KiB of it
 * (measured, 24.21, before the WebAssembly is optimised), and 256 KiB still lets plain JavaScript recurse 1,480 deep.
 */
const stackBytes = 256 * 1024;
/** How long a script may keep the event loop to itself before it is made to yield, in milliseconds. */
const sliceMs = 5;
const evalModule = 1;
const maxArguments = 4;

/** One JavaScript world of its own. It runs one thing at a time; whoever calls waits for the promise before calling again. */
export class Sandbox {
  readonly #quickJs: QuickJs;
  readonly #runtime: number;
  readonly #context: number;
  readonly #values: GuestValues;
  readonly #undefined: number;
  readonly #argv: number;
  readonly #modules: GuestModules;
  readonly #functions: readonly HostFunction[];
  readonly #call: (context: number, fn: number, self: number, argc: number, argv: number) => Promise<number>;
  readonly #eval: (context: number, code: number, length: number, file: number, detect: number, flags: number) => Promise<number>;
  readonly #runJobs: (runtime: number, most: number, contextOut: number) => Promise<number>;
  readonly #memoryBytes: number;
  #interrupted = false;
  #sliceStart = 0;

  constructor({ quickJs, suspension, memoryBytes, modules, functions }: SandboxSetup) {
    this.#quickJs = quickJs;
    this.#modules = modules;
    this.#memoryBytes = memoryBytes;
    this.#functions = Object.values(functions);
    this.#call = suspension.promising(quickJs._QTS_Call);
    this.#eval = suspension.promising(quickJs._QTS_Eval);
    this.#runJobs = suspension.promising(quickJs._QTS_ExecutePendingJob);
    quickJs.callbacks = this.#callbacks();
    this.#runtime = quickJs._QTS_NewRuntime();
    quickJs._QTS_RuntimeSetMemoryLimit(this.#runtime, memoryBytes);
    quickJs._QTS_RuntimeSetMaxStackSize(this.#runtime, stackBytes);
    quickJs._QTS_RuntimeEnableInterruptHandler(this.#runtime);
    quickJs._QTS_RuntimeEnableModuleLoader(this.#runtime, 1);
    this.#context = quickJs._QTS_NewContext(this.#runtime, 0);
    this.#values = new GuestValues(quickJs, this.#context);
    this.#undefined = quickJs._QTS_GetUndefined();
    this.#argv = this.#values.memory.allocate(4 * maxArguments);
    this.#install(Object.keys(functions));
  }

  /** Stops whatever runs: at its next host call, or within the next ten thousand branches of a loop. */
  interrupt(): void {
    this.#interrupted = true;
  }

  get interrupted(): boolean {
    return this.#interrupted;
  }

  /** Whether the memory has grown as far as it may; it never shrinks, so this stays true. */
  get memoryIsFull(): boolean {
    return this.#quickJs.HEAPU8.length >= this.#memoryBytes * 0.9;
  }

  /** Forgets an interruption, so that the next run starts clean. */
  rearm(): void {
    this.#interrupted = false;
  }

  /** Evaluates a module by source and gives its namespace, or a promise of it where the module awaits at its top level. */
  async evaluate(source: string, name: string): Promise<number> {
    const code = this.#values.memory.writeText(source);
    const file = this.#values.memory.writeText(name);
    const namespace = await this.#entering(() => this.#eval(this.#context, code, Buffer.byteLength(source), file, 0, evalModule));
    this.#values.memory.free(code);
    this.#values.memory.free(file);
    return namespace;
  }

  /** A property of a namespace that guest code made. */
  property(target: number, name: string): number {
    return this.#values.property(target, name);
  }

  /** Calls a guest function with at most four arguments and drops what it returns: guest code answers by host functions. */
  async invoke(fn: number, args: readonly HostValue[]): Promise<void> {
    const pointers = args.map((arg) => this.#values.toGuest(arg) || this.#undefined);
    await this.#invokeWith(fn, pointers);
    args.forEach((arg, index) => {
      if (arg !== undefined) this.#values.free(pointers[index] ?? 0);
    });
  }

  /** Calls a guest function with a value of the guest. */
  async pass(fn: number, value: number): Promise<void> {
    await this.#invokeWith(fn, [value]);
  }

  async #invokeWith(fn: number, pointers: readonly number[]): Promise<void> {
    this.#values.memory.writePointers(this.#argv, pointers);
    const result = await this.#entering(() => this.#call(this.#context, fn, this.#undefined, pointers.length, this.#argv));
    this.#values.free(result);
  }

  /** Runs what promises have left to do, until nothing is. */
  async runJobs(): Promise<void> {
    while (this.#quickJs._QTS_IsJobPending(this.#runtime) !== 0) {
      const result = await this.#entering(() => this.#runJobs(this.#runtime, -1, this.#argv));
      this.#values.free(result);
    }
  }

  async #entering(enter: () => Promise<number>): Promise<number> {
    if (this.#interrupted) throw new GuestInterrupted();
    this.#sliceStart = performance.now();
    let result: number;
    try {
      result = await enter();
    } catch (error) {
      // An exception of V8 (native stack, trap, abort) leaves QuickJS in the middle of something.
      throw new SandboxBroken(`the sandbox broke: ${String(error)}`, { cause: error });
    }
    const error = this.#quickJs._QTS_ResolveException(this.#context, result);
    if (error === 0) return result;
    throw this.#interrupted ? new GuestInterrupted() : this.#exception(error);
  }

  /** What is left here was thrown by QuickJS itself or by guest code, which has no getters: reading it runs no script. */
  #exception(error: number): Error {
    const read = (name: string): string => {
      const value = this.#values.property(error, name);
      const text = this.#values.readString(value);
      this.#values.free(value);
      return text;
    };
    const message = `${read('name')}: ${read('message')}`;
    const stack = read('stack');
    this.#values.free(error);
    return message.includes('out of memory')
      ? new SandboxBroken('the memory limit of a virtual user is reached')
      : new GuestException(message, stack);
  }

  #install(names: readonly string[]): void {
    const table = this.#quickJs._QTS_NewObject(this.#context);
    names.forEach((name, index) => {
      const pointer = this.#values.memory.writeText(name);
      const ref = this.#values.refs.add(this.#functions[index] ?? Object);
      const fn = this.#quickJs._QTS_NewFunction(this.#context, pointer, 0, 0, ref);
      this.#values.memory.free(pointer);
      this.#values.setProperty(table, name, fn);
    });
    const global = this.#quickJs._QTS_GetGlobalObject(this.#context);
    this.#values.setProperty(global, hostTableName, table);
    this.#values.free(global);
  }

  #callbacks(): QuickJs['callbacks'] {
    return {
      callFunction: (_unused, _context, _self, argc, argv, ref) => this.#callHost(argc, argv, ref),
      shouldInterrupt: () => this.#shouldInterrupt(),
      freeHostRef: (_unused, _runtime, ref) => this.#values.refs.remove(ref),
      loadModuleSource: (_unused, _runtime, _context, name) => this.#values.memory.writeText(this.#source(name)),
      normalizeModule: (_unused, _runtime, _context, base, name) => this.#values.memory.writeText(this.#modules.resolve(base, name)),
    };
  }

  #source(name: string): string {
    return this.#modules.source(name) ?? `throw new Error(${JSON.stringify(`the module ${name} was not found when the script was read`)});`;
  }

  #callHost(argc: number, argv: number, ref: number): number | Promise<number> {
    if (this.#interrupted) return this.#values.thrown('interrupted');
    try {
      const fn = this.#values.refs.get(ref) as HostFunction;
      const result = fn(this.#values.reading(argc, argv));
      return result instanceof Promise ? this.#resume(result) : this.#values.toGuest(result);
    } catch (error) {
      return this.#values.thrown(messageOf(error));
    }
  }

  /** Never rejects: a rejection would leave WebAssembly by an exception of V8. */
  async #resume(pending: Promise<HostValue>): Promise<number> {
    try {
      const value = await pending;
      this.#sliceStart = performance.now();
      return this.#interrupted ? this.#values.thrown('interrupted') : this.#values.toGuest(value);
    } catch (error) {
      this.#sliceStart = performance.now();
      return this.#values.thrown(messageOf(error));
    }
  }

  #shouldInterrupt(): number | Promise<number> {
    if (this.#interrupted) return 1;
    if (performance.now() - this.#sliceStart < sliceMs) return 0;
    return new Promise((resolve) => {
      setImmediate(() => {
        this.#sliceStart = performance.now();
        resolve(this.#interrupted ? 1 : 0);
      });
    });
  }
}

/** The global that carries the host functions to the first guest module, which takes it away before a script runs. */
export const hostTableName = '__sluiceHost';

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
