import type { Clock } from '../../clock.ts';
import { every } from '../../every.ts';
import type { LoadLog } from '../../load-log.ts';
import type { LoadOutput, OutputStart } from '../load-output.ts';
import { lostSeries, type SampleSeries } from './sample-series.ts';

/** What pushes, and how often. */
export interface PushOutputOptions {
  readonly name: string;
  readonly intervalMs: number;
  readonly series: SampleSeries;
  readonly clock: Clock;
  readonly log: LoadLog;
  /** Called before the first sample. */
  readonly begin?: (start: OutputStart) => void;
  /** Sends all series; answers why they did not arrive, or undefined. Never rejects, and has a deadline of its own. */
  readonly push: () => Promise<string | undefined>;
  /** The same at the end, where it is worth more patience. */
  readonly pushLast: () => Promise<string | undefined>;
  /** Called when the last push arrived; answers what went wrong after all. */
  readonly end?: () => Promise<readonly string[]>;
}

/**
 * An output that sends all its series every few seconds, and once at the end.
 *
 * Series tell their whole since the start, so that a push that fails loses resolution and no count. The run is never held up: while one
 * push is under way no other begins.
 */
export function pushOutput({ name, intervalMs, series, clock, log, begin, push, pushLast, end }: PushOutputOptions): LoadOutput {
  let cancel: (() => void) | undefined;
  let pushing: Promise<void> | undefined;
  let failures = 0;
  const pushOnce = async (): Promise<void> => {
    const problem = await push();
    pushing = undefined;
    if (problem === undefined) return;
    failures += 1;
    if (failures === 1) log('warn', `output ${name}: ${problem}; the next push tells what this one did not`);
  };
  return {
    name,
    start: async (start) => {
      begin?.(start);
      cancel = every(clock, intervalMs, () => {
        pushing ??= pushOnce();
      });
    },
    sample: (sample) => series.add(sample),
    finish: async () => {
      cancel?.();
      await pushing;
      const problem = await pushLast();
      if (problem !== undefined) return [`the end of the run was not written: ${problem}`, ...lostSeries(series)];
      const missed = failures === 0 ? [] : [`${failures} pushes failed; the last one was written, and has the whole`];
      return [...missed, ...((await end?.()) ?? []), ...lostSeries(series)];
    },
    abandon: async () => cancel?.(),
  };
}
