import { addTally, emptyTally, type Tally } from './tally.ts';

/** What one pod counted, by slot of the scrape grid. */
export type PodTallies = ReadonlyMap<number, Tally>;

/** What each pod counted in one block of time. */
export type BlockTallies = readonly Tally[];

/** How far failures are spread among pods: the squared deviations that were found, and those that independent requests would bring. */
export interface Scatter {
  readonly found: number;
  readonly expected: number;
}

const noScatter: Scatter = { found: 0, expected: 0 };

/** Each block of `length` scrapes with what each pod counted in it, in order of time. */
export function podBlocks(pods: readonly PodTallies[], length: number): readonly BlockTallies[] {
  const blocks = new Map<number, Map<number, Tally>>();
  pods.forEach((slots, pod) => {
    for (const [slot, tally] of slots) {
      const key = Math.floor(slot / length);
      const block = blocks.get(key) ?? new Map<number, Tally>();
      block.set(pod, addTally(block.get(pod) ?? emptyTally, tally));
      blocks.set(key, block);
    }
  });
  return [...blocks].toSorted(([a], [b]) => a - b).map(([, block]) => [...block.values()]);
}

/** Successive blocks side by side, as if they were two pods; an odd last one is left out. */
export function successivePairs(blocks: readonly BlockTallies[]): readonly BlockTallies[] {
  const sums = blocks.map((pods) => pods.reduce(addTally, emptyTally));
  return sums.flatMap((sum, i) => {
    const next = sums[i + 1];
    return i % 2 === 0 && next !== undefined ? [[sum, next]] : [];
  });
}

/**
 * The scatter of failures in all blocks together, given each block's failures x and each pod's share θ of its requests.
 *
 * found is Σ(x_p − xθ_p)², expected is Σxθ_p(1−θ_p): their ratio is the Fano factor. Both are 0 for blocks with one pod.
 */
export function failureScatter(blocks: readonly BlockTallies[]): Scatter {
  return blocks.map(blockScatter).reduce(addScatter, noScatter);
}

function blockScatter(pods: BlockTallies): Scatter {
  const all = pods.reduce(addTally, emptyTally);
  if (all.total <= 0) return noScatter;
  return pods
    .map(({ bad, total }) => {
      const expectedBad = (all.bad * total) / all.total;
      return { found: (bad - expectedBad) ** 2, expected: expectedBad * (1 - total / all.total) };
    })
    .reduce(addScatter, noScatter);
}

function addScatter(a: Scatter, b: Scatter): Scatter {
  return { found: a.found + b.found, expected: a.expected + b.expected };
}
