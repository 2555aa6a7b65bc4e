import assert from 'node:assert/strict';
import { IterationTally } from '../executors/iteration-tally.ts';
import { StartLagRecorder } from '../executors/start-lag.ts';
import { manualClock } from '../manual-clock.ts';
import { MetricRegistry } from '../metrics/metric-registry.ts';
import { TimelineRecorder } from './timeline-recorder.ts';
import { timelineSlices } from './timeline-snapshot.ts';
import { watchTimeline } from './watch-timeline.ts';

/** A test that is told of ten requests each half second, 30 ms after they were made. */
const watched = async (threads: number, ms: number) => {
  const clock = manualClock();
  const [registry, timeline] = [new MetricRegistry(), new TimelineRecorder()];
  const parts = { registry, tally: new IterationTally(), lag: new StartLagRecorder(), timeline };
  const stop = watchTimeline({ ...parts, start: { now: 0, wall: 0 }, request: { clock, threads } });
  for (let at = 500; at <= ms; at += 500) {
    await clock.advance(at + 30 - clock.now());
    for (let index = 0; index < 10; index += 1) registry.add('http_reqs', 1, {});
  }
  stop();
  await clock.advance(5000);
  return timelineSlices(timeline.snapshot()).map(({ atMs, lengthMs, requests }) => [atMs, lengthMs, requests]);
};

describe('watchTimeline', () => {
  it('has what several threads told of the same second in one slice', async () => {
    assert.deepEqual(await watched(2, 3000), [
      [0, 1000, 20],
      [1000, 1000, 20],
      [2000, 1030, 20],
    ]);
  });

  it('looks at one thread at the second itself, and no more after it was stopped', async () => {
    assert.deepEqual(await watched(1, 2000), [
      [0, 1000, 10],
      [1000, 1030, 30],
    ]);
  });

  it('has a slice of a test that was over before the first look', async () => {
    assert.deepEqual(await watched(2, 0), [[0, 0, 0]]);
  });
});
