import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Bench } from '../bench.ts';
import { succeeded } from '../processes.ts';
import type { Section } from '../section.ts';

const mebibyte = 2 ** 20;

/** An hour at a thousand requests a second. */
const hourOfRequests = 3_600_000;

const lookSchema = z.object({ heaps: z.array(z.number()).length(10), requests: z.number(), rss: z.number() });

/** Whether an hour's samples leave the memory as the first minutes had it: as many as an hour at 1,000 requests a second makes, as fast as they can be taken. */
export async function benchFlatMemory(bench: Bench): Promise<Section> {
  const iterations = bench.repetitions === 1 ? hourOfRequests / 10 : hourOfRequests;
  bench.say(`  ${iterations} iterations of ten samples each`);
  const ended = await bench.processes.run({
    name: 'memory',
    command: [process.execPath, fileURLToPath(import.meta.resolve('./memory-child.ts'))],
    env: { BENCH_ITERATIONS: String(iterations) },
    deadlineMs: 600_000,
  });
  const { heaps, requests, rss } = lookSchema.parse(JSON.parse(succeeded('memory', ended)));
  const growth = ((heaps.at(-1) ?? Number.NaN) - (heaps[0] ?? Number.NaN)) / mebibyte;
  return {
    title: `Memory over ${requests} requests`,
    columns: ['measured'],
    rows: [
      ...heaps.map((heap, index) => ({
        name: `heap after ${(index + 1) * 10} %`,
        unit: 'MiB' as const,
        samples: { measured: [heap / mebibyte] },
      })),
      { name: 'process at the end', unit: 'MiB', samples: { measured: [rss / mebibyte] } },
    ],
    marks: [{ name: 'heap grown from 10 % to 100 %', unit: 'MiB', bound: 'at most', limit: 2, observed: growth }],
    notes: [
      `${requests} requests are ${Math.round(requests / 60_000)} minutes at 1,000 a second; one run, because it measures bytes and not time.`,
      'The samples go through executors, metrics, thresholds and progress; the sandbox and the sockets are not in it. The heap is measured after a collection.',
    ],
  };
}
