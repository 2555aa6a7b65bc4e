import { every } from './every.ts';
import { loadProgress } from './load-progress.ts';
import type { LoadTest } from './load-test.ts';
import { watchTimeline } from './timeline/watch-timeline.ts';

/** How often thresholds are judged while the test runs, as k6 does; the gauges and the progress are for people to look at. */
const [JUDGE_MS, GAUGE_MS, PROGRESS_MS] = [2000, 1000, 500];

/** Judges abortOnFail, samples the gauges, records the timeline and tells the progress while a test runs; the answer ends that. */
export function watchTest(test: LoadTest, initialised: () => number): () => void {
  const { request, options, registry, sink, tally, judge, ending, start } = test;
  const { clock } = request;
  const elapsed = (): number => clock.now() - start.now;
  const cancels = [
    every(clock, JUDGE_MS, () => {
      const reason = judge.abortReason(elapsed());
      if (reason !== undefined) ending.abort(reason, 'threshold');
    }),
    every(clock, GAUGE_MS, () => {
      const atMs = clock.wall();
      sink.add('vus', tally.active, options.tags, atMs);
      sink.add('vus_max', initialised(), options.tags, atMs);
    }),
    watchTimeline(test),
    every(clock, PROGRESS_MS, () => {
      request.onProgress(loadProgress({ elapsedMs: elapsed(), scenarios: options.scenarios, tally, registry }));
    }),
  ];
  return () => cancels.forEach((cancel) => cancel());
}
