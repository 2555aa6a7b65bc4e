import assert from 'node:assert/strict';
import { IterationTally } from './executors/iteration-tally.ts';
import { ScenarioCounts } from './executors/scenario-counts.ts';
import { loadProgress } from './load-progress.ts';
import type { LoadProgress } from './load-result.ts';
import { MetricRegistry } from './metrics/metric-registry.ts';
import { consolidateOptions } from './options/consolidate-options.ts';

const SCENARIOS = {
  loop: { executor: 'constant-vus', vus: 4, duration: '10s', startTime: '5s' },
  pot: { executor: 'shared-iterations', vus: 2, iterations: 40 },
  each: { executor: 'per-vu-iterations', vus: 3, iterations: 10 },
  even: { executor: 'constant-arrival-rate', rate: 60, timeUnit: '1m', duration: '10s', preAllocatedVUs: 1, maxVUs: 5 },
  ramp: {
    executor: 'ramping-arrival-rate',
    startRate: 10,
    stages: [
      { duration: '4s', target: 30 },
      { duration: '4s', target: 0 },
    ],
    preAllocatedVUs: 2,
  },
};

function look(elapsedMs: number, tally = new IterationTally()): LoadProgress {
  const { scenarios } = consolidateOptions({ options: { scenarios: SCENARIOS }, exportedFunctions: ['default'], declaredMetrics: [] });
  return loadProgress({ elapsedMs, scenarios, tally, registry: new MetricRegistry() });
}

describe('progress of scenarios', () => {
  it('is a waiting one before its time', () => {
    assert.deepEqual(look(1000).scenarios[0], {
      name: 'loop',
      executor: 'constant-vus',
      state: 'waiting',
      fraction: 0,
      elapsedMs: 0,
      durationMs: 10_000,
      activeVus: 0,
      maxVus: 4,
      iterations: 0,
      plannedIterations: undefined,
      startsPerSecond: undefined,
      dropped: 0,
    });
  });

  it('goes by time, and by iterations where their count is the end', () => {
    const tally = new IterationTally();
    Object.assign(tally.scenarios.of('pot'), { iterations: 8, dropped: 2, active: 2 });
    Object.assign(tally.scenarios.of('each'), { iterations: 30, ended: 1 });
    const told = look(8000, tally).scenarios.map(({ state, fraction, plannedIterations }) => [state, fraction, plannedIterations]);
    assert.deepEqual(told, [
      ['running', 0.3, undefined],
      ['running', 0.25, 40],
      ['done', 1, 30],
      ['running', 0.8, undefined],
      ['running', 1, undefined],
    ]);
  });

  it('has the starts a second that an open model is at', () => {
    const rates = [0, 2000, 4000, 6000, 9000].map((ms) =>
      look(ms)
        .scenarios.slice(3)
        .map(({ startsPerSecond }) => startsPerSecond),
    );
    assert.deepEqual(rates, [
      [1, 10],
      [1, 20],
      [1, 30],
      [1, 15],
      [1, 0],
    ]);
  });

  it('is not done while iterations are under way', () => {
    const tally = new IterationTally();
    Object.assign(tally.scenarios.of('loop'), { ended: 1, active: 1 });
    assert.equal(look(20_000, tally).scenarios[0]?.state, 'running');
  });
});

describe('ScenarioCounts', () => {
  it('tells what has changed since it was asked last, and several add up', () => {
    const [one, other, all] = [new ScenarioCounts(), new ScenarioCounts(), new ScenarioCounts()];
    Object.assign(one.of('a'), { iterations: 3, active: 2 });
    Object.assign(other.of('a'), { iterations: 4, active: 1, dropped: 1 });
    for (const counts of [one, other]) all.absorb(counts.take());
    Object.assign(one.of('a'), { iterations: 5, active: 0, ended: 1 });
    for (const counts of [one, other]) all.absorb(counts.take());
    assert.deepEqual(all.of('a'), { iterations: 9, dropped: 1, active: 1, ended: 1 });
  });
});
