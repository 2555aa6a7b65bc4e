import { type Direction, effectGrid } from './effect-grid.ts';
import { logSumExp } from './log-sum-exp.ts';
import { type Bound, scrapeEvidence } from './scrape-evidence.ts';
import type { Tally } from './tally.ts';

/** What a process tests, and how it spreads its wealth over time. All of it is fixed before the first look. */
export interface ProcessDesign extends Bound {
  readonly direction: Direction;
  /** How much of the wealth (0..1] is staked from the first second; the rest is staked later, so that a defect that appears late is still seen soon. */
  readonly startMass: number;
  /** After this time half of the rest is staked. */
  readonly restartScaleSeconds: number;
  /** The most log evidence that a block of time may bring; undefined: without limit. */
  readonly cap: number | undefined;
  /** How long a block is; 0 makes each scrape a block of its own. */
  readonly blockSeconds: number;
}

/** How far a process has come: plain numbers, of constant size. Times are seconds since the start of the canary. */
export interface MixtureProcess {
  /** For each effect of the grid, the log wealth at the end of the last closed block. */
  readonly settled: readonly number[];
  /** For each effect, the log evidence of the open block, not yet capped. */
  readonly open: readonly number[];
  readonly blockStart: number;
  readonly lastLook: number;
}

/** A process that has seen nothing. */
export function startProcess(design: ProcessDesign): MixtureProcess {
  const grid = effectGrid(design.direction);
  return { settled: grid.map(() => Math.log(design.startMass)), open: grid.map(() => 0), blockStart: 0, lastLook: 0 };
}

/** One look of a process: what was counted since the one before. */
export interface ProcessLook {
  readonly seconds: number;
  readonly candidate: Tally;
  readonly baseline: Tally;
  /** How many times more than independent requests the failures scatter (≥ 1), known before this look. Evidence is divided by it. */
  readonly phi: number;
}

/** The process after one more look, in time and memory that don't grow with the number of looks. Looks must come in order of time. */
export function observeLook(design: ProcessDesign, process: MixtureProcess, look: ProcessLook): MixtureProcess {
  const { settled, open, blockStart } = look.seconds - process.blockStart > design.blockSeconds ? closeBlock(design, process) : process;
  const gained = effectGrid(design.direction).map(
    ({ ratio }, k) => (open[k] ?? 0) + scrapeEvidence(ratio, design, look.candidate, look.baseline) / look.phi,
  );
  return { settled, open: gained, blockStart, lastLook: look.seconds };
}

/**
 * The logarithm of the evidence E so far.
 *
 * For as long as the null holds (block: the candidate keeps the bound; promote: it doesn't), the chance that E ever reaches 1/a is at most a, over
 * any number of looks: E is a mixture of non-negative supermartingales that starts at 1 or less (Ville 1939). E may fall again later; what counts
 * is whether it has reached the limit at any look.
 */
export function logEvidence(design: ProcessDesign, process: MixtureProcess): number {
  return logSumExp(
    effectGrid(design.direction).map(({ logShare }, k) => logShare + (process.settled[k] ?? 0) + capped(design, process.open[k] ?? 0)),
  );
}

/** The open block's evidence is capped and added; wealth that falls due by now starts to bet with the next block. */
function closeBlock(design: ProcessDesign, process: MixtureProcess): MixtureProcess {
  const due = Math.log(stakedLater(design, process.lastLook) - stakedLater(design, process.blockStart));
  const settled = process.settled.map((log, k) => logSumExp([log + capped(design, process.open[k] ?? 0), due]));
  return { settled, open: process.open.map(() => 0), blockStart: process.lastLook, lastLook: process.lastLook };
}

function capped(design: ProcessDesign, log: number): number {
  return design.cap === undefined ? log : Math.min(log, design.cap);
}

/** How much of the wealth held back at the start is staked by a time. It never ends, so the process needs no horizon. */
function stakedLater({ startMass, restartScaleSeconds }: ProcessDesign, seconds: number): number {
  return (1 - startMass) * (1 - 1 / (1 + Math.log2(1 + seconds / restartScaleSeconds)));
}
