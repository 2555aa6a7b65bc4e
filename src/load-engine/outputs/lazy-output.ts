import type { LoadOutput } from './load-output.ts';

/** An output whose code is loaded when it starts: libraries of some need 100 ms and 40 MiB, which no other run should pay. */
export function lazyOutput(name: string, open: () => Promise<LoadOutput>): LoadOutput {
  let output: LoadOutput | undefined;
  return {
    name,
    start: async (start) => {
      output = await open();
      await output.start(start);
    },
    sample: (sample) => output?.sample?.(sample),
    finish: async (result, end) => (await output?.finish(result, end)) ?? [],
    abandon: async () => output?.abandon?.(),
  };
}
