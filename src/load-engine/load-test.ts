import { IterationTally } from './executors/iteration-tally.ts';
import { StartLagRecorder } from './executors/start-lag.ts';
import { createVuPool, type VuPool } from './executors/vu-pool.ts';
import { addCounts, NO_COUNTS } from './instance-counts.ts';
import { ExemplarRecorder } from './metrics/exemplar-recorder.ts';
import { MetricRegistry } from './metrics/metric-registry.ts';
import type { LoadOptions } from './options/consolidate-options.ts';
import { type SampleListener, sampleListeners, teeSamples } from './outputs/tee-samples.ts';
import type { RunScriptRequest } from './run-request.ts';
import { createTestEnding, type TestEnding } from './test-ending.ts';
import { type ThresholdJudge, thresholdJudge } from './thresholds/threshold-judge.ts';
import { TimelineRecorder } from './timeline/timeline-recorder.ts';
import type { InstanceCounts, LoadScript, SampleSink, TestFacts, VirtualUser } from './virtual-user.ts';

/** A test under way: what its stages share. */
export interface LoadTest {
  readonly request: RunScriptRequest;
  readonly script: LoadScript;
  readonly options: LoadOptions;
  readonly registry: MetricRegistry;
  /** Where samples are added: the registry, or what also tells the outputs. */
  readonly sink: SampleSink;
  readonly judge: ThresholdJudge;
  readonly tally: IterationTally;
  readonly lag: StartLagRecorder;
  readonly timeline: TimelineRecorder;
  /** Traced requests that are worth a look; none where the run is not traced. */
  readonly exemplars: ExemplarRecorder;
  readonly ending: TestEnding;
  readonly pool: VuPool;
  /** Makes a user for a life-cycle stage: `__VU` is 0. */
  readonly createStageVu: () => Promise<VirtualUser>;
  /** When the scenarios started: milliseconds of the clock, and since 1970. */
  readonly start: { now: number; wall: number };
  /** What was counted here and handed over to the main thread, and what the other threads have; nothing where there are none. */
  readonly elsewhere: { handedOver: InstanceCounts; others: InstanceCounts };
}

/** Puts a test together: its metrics are declared and its thresholds watched before the first sample, and no user exists yet. */
export function createLoadTest(request: RunScriptRequest, script: LoadScript, options: LoadOptions): LoadTest {
  const registry = new MetricRegistry();
  for (const metric of script.declaredMetrics) registry.declare(metric);
  const exemplars = new ExemplarRecorder();
  const traces: readonly SampleListener[] = request.traced === true ? [(sample) => exemplars.sample(sample)] : [];
  const sink = teeSamples(registry, [...sampleListeners(request.outputs ?? []), ...traces]);
  const judge = thresholdJudge(options.thresholds, registry, request.withoutSamples);
  const [tally, lag, ending] = [new IterationTally(), new StartLagRecorder(), createTestEnding()];
  const start = { now: request.clock.now(), wall: request.clock.wall() };
  const pool: VuPool = createVuPool(request.clock, (id) => script.createVirtualUser(options.part.share.at(id - 1) + 1, facts, sink));
  const elsewhere = { handedOver: NO_COUNTS, others: NO_COUNTS };
  const ownCounts = (): InstanceCounts => ({
    iterationsCompleted: tally.completed + tally.threw,
    iterationsInterrupted: tally.interrupted,
    vusActive: tally.active,
    vusInitialized: pool.initialised(),
  });
  const facts: TestFacts = {
    get startMs() {
      return start.wall;
    },
    instance: () => [elsewhere.handedOver, elsewhere.others].reduce(addCounts, ownCounts()),
    options: options.effective,
    globalTags: options.tags,
    rpsShare: options.part.fraction,
    markFailed: ending.mark,
    refuse: ending.refuse,
    traced: request.traced === true,
    localFailure: () => {
      tally.localFailures += 1;
    },
  };
  const createStageVu = (): Promise<VirtualUser> => script.createVirtualUser(0, facts, sink);
  return {
    request,
    script,
    options,
    registry,
    sink,
    judge,
    tally,
    lag,
    timeline: new TimelineRecorder(),
    exemplars,
    ending,
    pool,
    createStageVu,
    start,
    elsewhere,
  };
}
