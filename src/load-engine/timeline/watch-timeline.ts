import { every } from '../every.ts';
import { lookAtTest, type TimelineSource } from './look-at-test.ts';
import { LOOK_MS, type TimelineRecorder } from './timeline-recorder.ts';

/** Threads tell what they did each half second: in the middle between two tellings, all have told of the same moment. */
const THREAD_LAG_MS = 250;

/** Records the timeline of a test until the answer is called; with several threads a quarter of a second late, so that a slice has the work of all of them in the same second. */
export function watchTimeline(test: TimelineSource & { readonly timeline: TimelineRecorder }): () => void {
  const { clock, threads = 1 } = test.request;
  const lagMs = threads > 1 ? THREAD_LAG_MS : 0;
  test.timeline.start(lookAtTest(test));
  let cancel = lagMs === 0 ? look() : clock.after(lagMs, () => (cancel = look()));
  function look(): () => void {
    return every(clock, LOOK_MS, () => test.timeline.add(lookAtTest(test, lagMs)));
  }
  return () => {
    cancel();
    test.timeline.add(lookAtTest(test));
  };
}
