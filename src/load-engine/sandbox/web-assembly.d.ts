/** The part of the WebAssembly JavaScript interface that the sandbox uses; the DOM library that would declare it is not ours to load. */
declare namespace WebAssembly {
  class Module {
    private readonly brand: never;
  }
  class Instance {
    constructor(module: Module, imports: Record<string, Record<string, unknown>>);
    readonly exports: Record<string, unknown>;
  }
  class Memory {
    constructor(limits: { readonly initial: number; readonly maximum: number });
    readonly buffer: ArrayBuffer;
  }
  function compile(bytes: Uint8Array): Promise<Module>;
}
