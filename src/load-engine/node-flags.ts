/**
 * What Node is started with for a process of the load engine; a process with other flags works as well and takes more memory.
 *
 * They can't be set later: V8 would run code that expects what it was told not to make, and worker threads share the code.
 */
export const engineNodeFlags: readonly string[] = [
  '--disable-warning=ExperimentalWarning',
  // V8 keeps 35 KiB an instance to find what is worth inlining, in a program whose compiler has inlined already: the speed is the same without.
  '--no-wasm-inlining',
  // Iterations leave little behind, so collecting it three times as often costs next to nothing and keeps 80 MiB free.
  '--max-semi-space-size=16',
];
