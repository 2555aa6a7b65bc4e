import type { Clock } from '../../clock.ts';
import { every } from '../../every.ts';
import type { LoadLog } from '../../load-log.ts';
import type { LoadOutput } from '../load-output.ts';
import { prometheusLabelName } from './prometheus-name.ts';
import { type PrometheusSample, prometheusSamples } from './prometheus-samples.ts';
import { lostSeries, SampleSeries } from './sample-series.ts';

/** A look at the series of a run under way. */
export type LiveSamples = readonly Pick<PrometheusSample, 'labels' | 'value'>[];

/** Who is told, and how often. */
export interface LiveOutputOptions {
  readonly intervalMs: number;
  readonly clock: Clock;
  readonly log: LoadLog;
  readonly tell: (atMs: number, samples: LiveSamples) => void;
}

/** A look is one message, which whoever started the process must read: at most some 200 KiB each. */
const MOST_SERIES = 200;

const TREND_STATS: readonly string[] = ['med', 'p(95)', 'p(99)', 'count', 'sum'];

/** Tells whoever started the run its series every few seconds and at the end, with the names that remote write has: a collector keeps them beside those of the service. */
export function liveOutput({ intervalMs, clock, log, tell }: LiveOutputOptions): LoadOutput {
  const series = new SampleSeries({ labelName: prometheusLabelName, most: MOST_SERIES });
  let cancel: (() => void) | undefined;
  const look = (): void => {
    const samples = series.look().flatMap((each) => prometheusSamples(each, TREND_STATS));
    if (samples.length === 0) return;
    tell(
      Math.round(clock.wall()),
      samples.map(({ labels, value }) => ({ labels, value })),
    );
  };
  return {
    name: 'live',
    start: async () => {
      cancel = every(clock, intervalMs, look);
    },
    sample: (sample) => series.add(sample),
    finish: async () => {
      cancel?.();
      look();
      for (const lost of lostSeries(series)) log('info', `live series: ${lost}`);
      return [];
    },
    abandon: async () => cancel?.(),
  };
}
