import { percentFigure } from '../gate/figures.ts';

/** What an indicator counted over one window that ends now: event-weighted, so it is sums of increments and never a mean of ratios. */
export interface WindowReading {
  readonly windowSeconds: number;
  readonly bad: number;
  readonly total: number;
  /** The part of the window, 0..1, for which there are samples. A young service or a gap in the metrics makes it less than 1. */
  readonly coverage: number;
}

/** A reading that can be relied upon, or why it can't. */
export type CheckedReading =
  | { readonly kind: 'measured'; readonly reading: WindowReading; readonly errorRatio: number }
  | { readonly kind: 'insufficient'; readonly windowSeconds: number; readonly why: string };

/** The reading of a window if it is there, makes sense, has events and covers enough of the window; otherwise why not, in words. NaN is unknown, never 0. */
export function checkReading(readings: readonly WindowReading[], windowSeconds: number, minimumCoverage: number): CheckedReading {
  const reading = readings.find((each) => each.windowSeconds === windowSeconds);
  const why = flaw(reading, minimumCoverage);
  if (reading === undefined || why !== undefined) return { kind: 'insufficient', windowSeconds, why: why ?? 'it was not measured' };
  return { kind: 'measured', reading, errorRatio: reading.bad / reading.total };
}

function flaw(reading: WindowReading | undefined, minimumCoverage: number): string | undefined {
  if (reading === undefined) return 'it was not measured';
  const { bad, total, coverage } = reading;
  if (![bad, total, coverage].every(Number.isFinite) || bad < 0 || bad > total || coverage < 0) return 'its counts make no sense';
  if (total === 0) return 'it has no events';
  if (coverage < minimumCoverage) return `samples cover ${percentFigure(coverage)} of it, ${percentFigure(minimumCoverage)} are needed`;
  return undefined;
}
