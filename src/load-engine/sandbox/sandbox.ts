import { messageOf } from '../message-of.ts';
import { GuestValues } from './guest-values.ts';
import { HostCalls } from './host-calls.ts';
import type { HostFunction, HostValue } from './host-function.ts';
import { installHostTable } from './host-table.ts';
import { captureMemory, type MemoryImage, restoreMemory } from './memory-image.ts';
import type { QuickJs } from './quickjs.ts';
import { staticDataEnd } from './quickjs-program.ts';
import { GuestException, GuestInterrupted, GuestReported, memoryReached, SandboxBroken } from './sandbox-failure.ts';
import type { Suspension } from './suspension.ts';
import { TimeSlice } from './time-slice.ts';

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
  /** Where another sandbox with functions of the same names had come to; the instance must be as large as the image. Without it a new world begins. */
  readonly image?: SandboxImage;
}

/** A sandbox at rest, as the beginning of others. Pointers into the one are pointers into all that begin with it. */
export interface SandboxImage {
  readonly memory: MemoryImage;
  readonly runtime: number;
  readonly context: number;
  readonly argv: number;
  readonly reporter: number;
}

/**
 * QuickJS checks this against its shadow stack; V8's own 984 KiB for a suspendable stack runs out somewhere above 384 KiB of it
 * (measured, 24.21, before the WebAssembly is optimised), and 256 KiB still lets plain JavaScript recurse 1,480 deep.
 */
const stackBytes = 256 * 1024;
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
  readonly #call: (context: number, fn: number, self: number, argc: number, argv: number) => Promise<number>;
  readonly #eval: (context: number, code: number, length: number, file: number, detect: number, flags: number) => Promise<number>;
  readonly #runJobs: (runtime: number, most: number, contextOut: number) => Promise<number>;
  readonly #memoryBytes: number;
  readonly #slice = new TimeSlice();
  readonly #hostCalls: HostCalls;
  readonly #installed: number;
  #interrupted = false;
  #reporter: number;
  #broken = false;

  constructor({ quickJs, suspension, memoryBytes, modules, functions, image }: SandboxSetup) {
    this.#quickJs = quickJs;
    this.#modules = modules;
    this.#memoryBytes = memoryBytes;
    this.#call = suspension.promising(quickJs._QTS_Call);
    this.#eval = suspension.promising(quickJs._QTS_Eval);
    this.#runJobs = suspension.promising(quickJs._QTS_ExecutePendingJob);
    quickJs.callbacks = this.#callbacks();
    if (image !== undefined) restoreMemory(image.memory, quickJs.HEAPU8);
    this.#runtime = image?.runtime ?? newRuntime(quickJs, memoryBytes);
    this.#context = image?.context ?? quickJs._QTS_NewContext(this.#runtime, 0);
    this.#values = new GuestValues(quickJs, this.#context);
    this.#hostCalls = new HostCalls(this.#values, this.#slice, () => this.#interrupted);
    this.#undefined = quickJs._QTS_GetUndefined();
    this.#argv = image?.argv ?? this.#values.memory.allocate(4 * maxArguments);
    this.#reporter = image?.reporter ?? 0;
    this.#installed = Object.keys(functions).length;
    if (image === undefined) installHostTable(quickJs, this.#context, this.#values, functions);
    else for (const hostFunction of Object.values(functions)) this.#values.refs.add(hostFunction);
    // Not before: what may suspend must not be called from outside of a promising call, and making a context is none.
    if (image === undefined) quickJs._QTS_RuntimeEnableInterruptHandler(this.#runtime);
  }

  /** What others can begin with: all that has run here so far. Throws where guest code holds an object of the host, which they would not have. */
  freeze(): SandboxImage {
    const held = this.#values.refs.count - this.#installed;
    if (held > 0) throw new Error(`guest code holds ${held} objects of the host before a script has run`);
    return {
      memory: captureMemory(this.#quickJs.HEAPU8, staticDataEnd),
      runtime: this.#runtime,
      context: this.#context,
      argv: this.#argv,
      reporter: this.#reporter,
    };
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

  /** Names the guest function that is handed every exception nothing caught: the script's own errors are read only inside of the sandbox, where their getters may do no harm. */
  reportTo(reporter: number): void {
    this.#reporter = reporter;
  }

  /** Evaluates a module by source and gives its namespace, or a promise of it where the module awaits at its top level. */
  async evaluate(source: string, name: string): Promise<number> {
    const code = this.#values.memory.writeText(source);
    const file = this.#values.memory.writeText(name);
    try {
      return await this.#enter(() => this.#eval(this.#context, code, Buffer.byteLength(source), file, 0, evalModule));
    } finally {
      // Nothing is given back to an instance that broke: it goes as a whole.
      if (!this.#broken) {
        this.#values.memory.free(code);
        this.#values.memory.free(file);
      }
    }
  }

  /** A property of a namespace that guest code made. */
  property(target: number, name: string): number {
    return this.#values.property(target, name);
  }

  /** Calls a guest function with at most four arguments and drops what it returns: guest code answers by host functions. */
  invoke(fn: number, args: readonly HostValue[]): Promise<unknown> {
    return this.#invokeWith(
      fn,
      args.map((arg) => this.#values.toGuest(arg) || this.#undefined),
    );
  }

  /** Calls a guest function with a value of the guest, and lets go of it. */
  pass(fn: number, value: number): Promise<unknown> {
    return this.#invokeWith(fn, [value]);
  }

  #invokeWith(fn: number, args: readonly number[]): Promise<number> {
    this.#values.memory.writePointers(this.#argv, args);
    return this.#enter(() => this.#call(this.#context, fn, this.#undefined, args.length, this.#argv), args);
  }

  /** Whether promises have something left to do. */
  get hasJobs(): boolean {
    return this.#quickJs._QTS_IsJobPending(this.#runtime) !== 0;
  }

  /** Runs what promises have left to do, until nothing is. */
  async runJobs(): Promise<void> {
    while (this.hasJobs) await this.#enter(() => this.#runJobs(this.#runtime, -1, this.#argv), []);
  }

  /**
   * The one way in: answers the pointer of the result, or throws what the script threw. With arguments, they and the result are let go of.
   * One function does it all, for each more costs every iteration a promise.
   */
  async #enter(enter: () => Promise<number>, args?: readonly number[]): Promise<number> {
    if (this.#interrupted) return this.#letGo(args ?? []);
    this.#slice.begin();
    let result: number;
    try {
      result = await enter();
    } catch (error) {
      throw this.#broke(error);
    }
    const error = this.#quickJs._QTS_ResolveException(this.#context, result);
    if (args !== undefined) for (const pointer of args) if (pointer !== this.#undefined) this.#values.free(pointer);
    if (args !== undefined || error !== 0) this.#values.free(result);
    if (error === 0) return result;
    if (this.#interrupted) throw new GuestInterrupted();
    throw await this.#uncaught(error);
  }

  #letGo(pointers: readonly number[]): never {
    if (!this.#broken) for (const pointer of pointers) if (pointer !== this.#undefined) this.#values.free(pointer);
    throw new GuestInterrupted();
  }

  /** An exception of V8 (native stack, trap, abort) leaves QuickJS in the middle of something. */
  #broke(error: unknown): SandboxBroken {
    this.#broken = true;
    return new SandboxBroken(`the sandbox broke: ${messageOf(error)}`, { cause: error });
  }

  async #uncaught(error: number): Promise<Error> {
    const reporter = this.#reporter;
    if (reporter === 0) return this.#exception(error);
    this.#values.memory.writePointers(this.#argv, [error]);
    this.#slice.begin();
    let result: number;
    try {
      result = await this.#call(this.#context, reporter, this.#undefined, 1, this.#argv);
    } catch (failure) {
      return this.#broke(failure);
    }
    const again = this.#quickJs._QTS_ResolveException(this.#context, result);
    this.#values.free(error);
    if (again === 0) return new GuestReported();
    if (this.#interrupted) return new GuestInterrupted();
    return new SandboxBroken(this.memoryIsFull ? memoryReached : 'the script threw what can not be described');
  }

  /** Only for code of the engine itself, before it can report: its errors have no getters. */
  #exception(error: number): GuestException {
    const read = (name: string): string => {
      const value = this.#values.property(error, name);
      const text = this.#values.readString(value);
      this.#values.free(value);
      return text;
    };
    return new GuestException(`${read('name')}: ${read('message')}`, read('stack'));
  }

  #callbacks(): QuickJs['callbacks'] {
    return {
      callFunction: (_unused, _context, _self, argc, argv, ref) => this.#hostCalls.call(argc, argv, ref),
      shouldInterrupt: () => this.#shouldInterrupt(),
      freeHostRef: (_unused, _runtime, ref) => this.#values.refs.remove(ref),
      loadModuleSource: (_unused, _runtime, _context, name) => this.#values.memory.writeText(this.#source(name)),
      normalizeModule: (_unused, _runtime, _context, base, name) => this.#values.memory.writeText(this.#modules.resolve(base, name)),
    };
  }

  #source(name: string): string {
    return this.#modules.source(name) ?? `throw new Error(${JSON.stringify(`the module ${name} was not found when the script was read`)});`;
  }

  #shouldInterrupt(): number | Promise<number> {
    if (this.#interrupted) return 1;
    if (!this.#slice.isOver) return 0;
    return new Promise((resolve) => {
      setImmediate(() => {
        this.#slice.begin();
        resolve(this.#interrupted ? 1 : 0);
      });
    });
  }
}

function newRuntime(quickJs: QuickJs, memoryBytes: number): number {
  const runtime = quickJs._QTS_NewRuntime();
  quickJs._QTS_RuntimeSetMemoryLimit(runtime, memoryBytes);
  quickJs._QTS_RuntimeSetMaxStackSize(runtime, stackBytes);
  quickJs._QTS_RuntimeEnableModuleLoader(runtime, 1);
  return runtime;
}
