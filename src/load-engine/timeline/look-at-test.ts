import { requestsOf } from '../load-progress.ts';
import type { LoadTest } from '../load-test.ts';
import { EMPTY_SKETCH } from './sketch-difference.ts';
import type { TimelineLook } from './timeline-recorder.ts';

/** What a look at a test is made from. */
export type TimelineSource = Pick<LoadTest, 'registry' | 'tally' | 'lag' | 'start'> & {
  readonly request: Pick<LoadTest['request'], 'clock' | 'threads'>;
};

/** All that a test has done up to now, for its timeline; `lagMs` is how long ago that was told. */
export function lookAtTest({ registry, tally, lag, start, request }: TimelineSource, lagMs = 0): TimelineLook {
  const failed = registry.metric('http_req_failed')?.series;
  const durations = registry.metric('http_req_duration')?.series;
  return {
    atMs: request.clock.now() - start.now - lagMs,
    requests: requestsOf(registry),
    failedRequests: failed?.type === 'rate' ? failed.trues : 0,
    iterations: tally.completed + tally.threw,
    dropped: tally.dropped,
    activeVus: tally.active,
    durations: durations?.type === 'trend' ? durations.sketch.snapshot() : EMPTY_SKETCH,
    lags: lag.snapshot(),
  };
}
