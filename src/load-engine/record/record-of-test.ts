import type { LoadResult } from '../load-result.ts';
import type { LoadTest } from '../load-test.ts';
import { runMask } from '../mask-secrets.ts';
import { type LoadRecord, loadRecord } from './load-record.ts';

/** The record of a test that has run to its result: what outputs are given beside it. */
export function recordOfTest(
  { script, options, request, start, registry, tally, lag, timeline, exemplars }: LoadTest,
  result: LoadResult,
): LoadRecord {
  const { outcome, abortReason, endedBy, durationMs, thresholds, generator } = result;
  return loadRecord({
    script,
    options: runMask(request)(options.effective),
    segment: options.part.segment,
    labels: request.labels ?? {},
    startedAtMs: start.wall,
    withoutSamples: request.withoutSamples ?? 'fails',
    snapshot: registry.snapshot(),
    tally: tally.snapshot(),
    lag: lag.snapshot(),
    timeline: timeline.snapshot(),
    ...(request.traced === true ? { exemplars: runMask(request)(exemplars.snapshot()) } : {}),
    result: { outcome, abortReason, endedBy, durationMs, thresholds, generator },
  });
}
