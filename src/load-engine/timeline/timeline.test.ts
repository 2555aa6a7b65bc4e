import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { SKETCH_RELATIVE_ERROR, Sketch } from '../metrics/sketch.ts';
import { sketchSince } from './sketch-difference.ts';
import { LOOK_MS, type TimelineLook, TimelineRecorder } from './timeline-recorder.ts';
import { foldTimeline, MOST_SLICES, mergeTimelines, timelineSlices } from './timeline-snapshot.ts';

/** A run whose totals grow as a test says. */
class Run {
  readonly recorder = new TimelineRecorder();
  readonly #durations = new Sketch();
  readonly #lags = new Sketch();
  #requests = 0;
  #failed = 0;

  request(ms: number, failed = false): void {
    this.#requests += 1;
    if (failed) this.#failed += 1;
    this.#durations.add(ms);
  }

  lag(ms: number): void {
    this.#lags.add(ms);
  }

  lookAt(atMs: number, activeVus = 2): TimelineLook {
    return {
      atMs,
      requests: this.#requests,
      failedRequests: this.#failed,
      iterations: this.#requests,
      dropped: 0,
      activeVus,
      durations: this.#durations.snapshot(),
      lags: this.#lags.snapshot(),
    };
  }

  look(atMs: number, activeVus = 2): void {
    this.recorder.add(this.lookAt(atMs, activeVus));
  }

  slices() {
    return timelineSlices(this.recorder.snapshot());
  }
}

const near = (observed: number | undefined, expected: number): void =>
  assert.ok(Math.abs((observed ?? 0) - expected) <= expected * 2 * SKETCH_RELATIVE_ERROR, `${observed} is not about ${expected}`);

describe('TimelineRecorder', () => {
  it('has a slice a second, with what was done in it', () => {
    const run = new Run();
    run.request(10);
    run.request(30, true);
    run.lag(1.5);
    run.look(1000, 3);
    run.request(500);
    run.look(2000, 1);
    run.look(3000, 1);
    const [first, second, third] = run.slices();
    assert.deepEqual(
      [first, second, third].map((slice) => [slice?.atMs, slice?.lengthMs, slice?.requests, slice?.failedRequests, slice?.activeVus]),
      [
        [0, 1000, 2, 1, 3],
        [1000, 1000, 1, 0, 3],
        [2000, 1000, 0, 0, 1],
      ],
    );
    near(first?.p50, 20);
    near(first?.startLagP99, 1.5);
    near(second?.p99, 500);
    assert.deepEqual([third?.p50, third?.p99, Object.hasOwn(third ?? {}, 'startLagP99')], [undefined, undefined, false]);
  });

  it('leaves out what was done before the scenarios', () => {
    const run = new Run();
    run.request(900);
    run.recorder.start(run.lookAt(0));
    run.request(10);
    run.look(1000);
    assert.deepEqual([run.slices()[0]?.requests, run.slices().length], [1, 1]);
    near(run.slices()[0]?.p99, 10);
  });

  it('has a longer slice where the process was too busy to look, and none that is only a tail', () => {
    const run = new Run();
    for (const atMs of [1000, 4600, 5000, 5030]) run.look(atMs);
    assert.deepEqual(
      run.slices().map(({ atMs, lengthMs }) => [atMs, lengthMs]),
      [
        [0, 1000],
        [1000, 4030],
      ],
    );
  });

  for (const [name, seconds, sliceMs] of [
    ['a minute', 60, 1000],
    ['ten minutes', 600, 1000],
    ['an hour', 3600, 8000],
    ['a day', 86_400, 256_000],
  ] as const) {
    it(`holds ${name} in at most ${MOST_SLICES} slices of about ${sliceMs / 1000} s, without a gap and without a lost request`, () => {
      const run = new Run();
      for (let second = 1; second <= seconds; second += 1) {
        // The second half is slower, and its last request fails.
        for (let index = 0; index < 4; index += 1) run.request(second > seconds / 2 ? 80 : 20, second === seconds && index === 3);
        run.look(second * LOOK_MS);
      }
      const slices = run.slices();
      assert.ok(slices.length <= MOST_SLICES && slices.length >= Math.min(seconds, MOST_SLICES / 2 + 1), String(slices.length));
      assert.equal(run.recorder.snapshot().sliceMs, sliceMs);
      assert.equal(
        slices.reduce((sum, { requests }) => sum + requests, 0),
        seconds * 4,
      );
      assert.equal(
        slices.reduce((end, { atMs, lengthMs }) => (assert.equal(atMs, end), end + lengthMs), 0),
        seconds * 1000,
      );
      assert.ok(slices.slice(0, -1).every(({ lengthMs }) => lengthMs === sliceMs));
      near(slices[0]?.p95, 20);
      near(slices.at(-1)?.p95, 80);
      assert.equal(slices.at(-1)?.failedRequests, 1);
      assert.ok(JSON.stringify(run.recorder.snapshot()).length < 400_000);
    });
  }
});

describe('sketchSince', () => {
  it('has the quantiles of the values in between, within the error of its buckets', () => {
    const durations = fc.array(fc.double({ min: 0, max: 60_000, noNaN: true }), { maxLength: 50 });
    fc.assert(
      fc.property(durations, durations, fc.constantFrom(0, 0.5, 0.95, 1), (before, since, fraction) => {
        const [all, expected, found] = [new Sketch(), new Sketch(), new Sketch()];
        before.forEach((value) => all.add(value));
        const earlier = all.snapshot();
        since.forEach((value) => {
          all.add(value);
          expected.add(value);
        });
        found.absorb(sketchSince(all.snapshot(), earlier));
        assert.equal(found.count, since.length);
        const [observed, truth] = [found.quantile(fraction), expected.quantile(fraction)];
        assert.ok(Math.abs(observed - truth) <= truth * 2.1 * SKETCH_RELATIVE_ERROR + 1e-9, `${observed} for ${truth}`);
      }),
    );
  });
});

const recorded = (ms: number, seconds: number): Run => {
  const run = new Run();
  for (let second = 1; second <= seconds; second += 1) {
    run.request(ms);
    run.look(second * LOOK_MS + (second % 3)); // a timer is never quite on time
  }
  return run;
};

describe('mergeTimelines', () => {
  it('adds up what several processes did at the same time, with the quantiles of all requests', () => {
    const [one, other] = [recorded(10, 5), recorded(90, 3)];
    const merged = timelineSlices(mergeTimelines([one.recorder.snapshot(), other.recorder.snapshot()]));
    assert.deepEqual(
      merged.map(({ requests, activeVus }) => [requests, activeVus]),
      [
        [2, 4],
        [2, 4],
        [2, 4],
        [1, 2],
        [1, 2],
      ],
    );
    near(merged[0]?.p50, 50);
    near(merged[4]?.p50, 10);
  });

  it('takes the longer slices where processes ran for times of different length', () => {
    const [short, long] = [recorded(10, 30), recorded(10, 1500)];
    const merged = mergeTimelines([short.recorder.snapshot(), long.recorder.snapshot()]);
    assert.equal(merged.sliceMs, 4000);
    assert.equal(
      timelineSlices(merged).reduce((sum, { requests }) => sum + requests, 0),
      1530,
    );
  });

  it('survives JSON, and is empty for none', () => {
    const snapshot = recorded(10, 5).recorder.snapshot();
    assert.deepEqual(mergeTimelines([JSON.parse(JSON.stringify(snapshot))]), snapshot);
    assert.deepEqual(mergeTimelines([]).slices, []);
  });

  it('keeps a slice that has no neighbour when it folds', () => {
    const folded = foldTimeline(recorded(10, 3).recorder.snapshot());
    assert.deepEqual(
      folded.slices.map(({ requests }) => requests),
      [2, 1],
    );
  });
});
