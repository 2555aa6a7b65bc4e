import { countFigure, durationFigure, numberFigure } from '../gate/figures.ts';
import { type BlockTallies, failureScatter, type PodTallies, podBlocks, successivePairs } from './failure-scatter.ts';
import { addTally, emptyTally } from './tally.ts';
import type { TargetTallies } from './target-tallies.ts';

/** How failures scatter, from the history of the baseline before the canary. */
export interface Dispersion {
  /** How many times more than independent requests; at least 1. Evidence is divided by it. */
  readonly phi: number;
  /** How phi was found, in words. */
  readonly source: string;
  /** The stretch over which failures hang together: 60 where the scatter grows with the length of the blocks, else 0. */
  readonly blockSeconds: number;
}

/** Blocks of these numbers of scrapes: scatter that grows with the length shows failures that hang together over time. */
const blockLengths = [1, 4, 16, 64] as const;

/** A prior of 3, as heavy as 20 failures: what holds while the history has shown little. */
const priorPhi = 3;
const priorFailures = 20;
/** What is above 1 is enlarged by this: estimates from a history with few failures are often too small. */
const slope = 1.5;

/**
 * phi from what the baseline's pods counted per scrape, which should cover 2 to 24 hours before the canary.
 *
 * Within each block the failures are compared with the requests that each pod had, so what all pods go through together, as drift or a shared
 * incident, cancels. A single pod is compared with itself in the next block, which takes drift for scatter: phi is then rather too large.
 * phi = 1 + 1.5 (max over block lengths of (Num + 20·3)/(Den + 20) − 1), Num = Σ(x_p − x·θ_p)², Den = Σ x·θ_p(1−θ_p), and 4 without any history.
 */
export function dispersion(history: TargetTallies, scrapeSeconds: number): Dispersion {
  const crosswise = manyAtOnce(history);
  const pods = [...history.values()];
  const scatters = blockLengths.map((length) =>
    failureScatter(crosswise ? podBlocks(pods, length) : successivePairs(podBlocks(pods, length))),
  );
  const estimates = scatters.map(({ found, expected }) => (found + priorFailures * priorPhi) / (expected + priorFailures));
  const largest = Math.max(1, ...estimates);
  const total = pods.flatMap((slots) => [...slots.values()]).reduce(addTally, emptyTally);
  const how = crosswise ? `between ${history.size} pods of the baseline` : 'of the baseline from one stretch of time to the next';
  return {
    phi: 1 + slope * (largest - 1),
    source:
      total.total === 0
        ? 'no history of the baseline: taken to scatter 3 times as much as independent requests'
        : `${how}: ${countFigure(total.bad)} bad of ${countFigure(total.total)} requests in ${spanWords(pods, scrapeSeconds)}, scatter ${estimates.map(numberFigure).join(', ')} in blocks of ${blockLengths.join(', ')} scrapes`,
    blockSeconds: hangTogether(estimates, scrapeSeconds) ? 60 : 0,
  };
}

/** Whether most failures happened while two pods or more served requests, so that pods can be compared with each other. */
function manyAtOnce(history: TargetTallies): boolean {
  const scrapes = podBlocks([...history.values()], 1);
  const shared = scrapes.filter((pods) => pods.filter(({ total }) => total > 0).length > 1);
  return history.size > 1 && badOf(shared) * 2 >= badOf(scrapes);
}

function badOf(blocks: readonly BlockTallies[]): number {
  return blocks.flat().reduce((sum, { bad }) => sum + bad, 0);
}

/** Scatter over four minutes that is half as much again as over one scrape. */
function hangTogether(estimates: readonly number[], scrapeSeconds: number): boolean {
  const long = blockLengths.findIndex((length) => length * scrapeSeconds >= 240);
  const overScrape = estimates[0] ?? priorPhi;
  const overMinutes = estimates[long === -1 ? blockLengths.length - 1 : long] ?? priorPhi;
  return overMinutes > 1.5 * overScrape;
}

function spanWords(pods: readonly PodTallies[], scrapeSeconds: number): string {
  const slots = pods.flatMap((pod) => [...pod.keys()]);
  const first = slots.reduce((so, slot) => Math.min(so, slot), Infinity);
  const last = slots.reduce((so, slot) => Math.max(so, slot), -Infinity);
  return durationFigure((last - first + 1) * scrapeSeconds);
}
