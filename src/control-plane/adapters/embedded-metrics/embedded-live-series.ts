import type { MetricsEngine } from '../../../metrics-engine/metrics-engine.ts';
import type { LiveSeries } from '../../control/ports/live-series.ts';

/** What the series of runs are kept with. */
export interface EmbeddedLiveSeriesOptions {
  readonly engine: Pick<MetricsEngine, 'writer'>;
  readonly now: () => number;
  /** Names a run: no two have the same. */
  readonly newRun: () => string;
  readonly warn: (message: string) => void;
}

/** Keeps the series of load runs in the engine within this process; what it has no room for is dropped, and told once a run. */
export function embeddedLiveSeries({ engine, now, newRun, warn }: EmbeddedLiveSeriesOptions): LiveSeries {
  return {
    open: (given) => {
      const writer = engine.writer();
      const added = { ...given, run: newRun() };
      let told = false;
      return {
        write: (samples, atMs) => {
          const dropped = writer.write(
            samples.map(({ labels, value }) => ({ labels: { ...labels, ...added }, value })),
            atMs,
          );
          if (dropped === 0 || told) return;
          told = true;
          warn(`${dropped} numbers of a load run found no room in the embedded metrics, and can't be watched there; the run goes on`);
        },
        end: () => writer.end(now()),
      };
    },
  };
}
