import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { arrivalTimes } from '../executors/arrival-times.ts';
import { vuSteps } from '../executors/vu-steps.ts';
import { readSegment } from './execution-segment.ts';
import { readScenario } from './read-scenario.ts';
import { maximumVus, plannedVus, type Scenario } from './scenario.ts';
import { dealtShare, everyNth, type Share, shareWithin, WHOLE_SHARE } from './share.ts';
import { shareScenario } from './share-scenario.ts';

/** Any division of a test into parts, each of which may be divided into threads. */
const division = fc
  .array(fc.record({ size: fc.integer({ min: 1, max: 7 }), threads: fc.integer({ min: 1, max: 3 }) }), { minLength: 1, maxLength: 6 })
  .map((parts) => {
    const all = parts.reduce((sum, { size }) => sum + size, 0);
    const ends = parts.reduce<number[]>((sums, { size }) => [...sums, (sums.at(-1) ?? 0) + size], [0]).map((end) => `${end}/${all}`);
    const sequence = ends.join(',');
    return parts.map(({ threads }, index) => ({ threads, reading: readSegment(`${ends[index]}:${ends[index + 1]}`, sequence) }));
  });

type Division =
  fc.Arbitrary<
    readonly { readonly threads: number; readonly reading: { readonly share: Share; readonly fraction: number } }[]
  > extends fc.Arbitrary<infer Parts>
    ? Parts
    : never;

/** What each thread of each process makes of a scenario of the whole test. */
const spread = (scenario: Scenario, parts: Division): readonly Scenario[] =>
  parts.flatMap(({ threads, reading }) => {
    const here = shareScenario(scenario, reading.share);
    return Array.from({ length: threads }, (_, index) => shareScenario(here, everyNth(index, threads)));
  });

const shares = (parts: Division): readonly Share[] =>
  parts.flatMap(({ threads, reading }) =>
    Array.from({ length: threads }, (_, index) => shareWithin(reading.share, everyNth(index, threads))),
  );

const scenarioOf = (raw: Readonly<Record<string, unknown>>): Scenario => readScenario('gate', raw, ['default']);
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
const ascending = (numbers: readonly number[]): readonly number[] => numbers.toSorted((one, other) => one - other);
const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

const stages = fc.array(fc.record({ duration: fc.integer({ min: 0, max: 4000 }), target: fc.integer({ min: 0, max: 40 }) }), {
  minLength: 1,
  maxLength: 4,
});

describe('Share', () => {
  it('of any division has each thing of a row once, whatever its length', () => {
    fc.assert(
      fc.property(division, fc.nat(300), (parts, length) => {
        const places = shares(parts).flatMap((share) => upTo(share.count(length)).map(share.at));
        assert.deepEqual(ascending(places), upTo(length));
      }),
    );
  });

  it('dealt out to users in rounds has each thing once too, and nothing where there is no user', () => {
    fc.assert(
      fc.property(division, fc.integer({ min: 1, max: 20 }), fc.nat(200), (parts, users, length) => {
        const dealt = shares(parts).map((share) => dealtShare(share, users));
        const places = dealt.flatMap((share) => upTo(share.count(length)).map(share.at));
        assert.deepEqual(ascending(places), upTo(length));
      }),
    );
  });

  it('is even at any length: never two things off its fraction', () => {
    fc.assert(
      fc.property(division, fc.nat(500), (parts, length) => {
        for (const { reading } of parts)
          assert.ok(Math.abs(reading.share.count(length) - reading.fraction * length) < 2, `${reading.share.count(length)}`);
      }),
    );
  });

  it('of equal parts takes turns', () => {
    const { share } = readSegment('1/4:1/2', '0,1/4,1/2,3/4,1');
    assert.deepEqual(upTo(4).map(share.at), [1, 5, 9, 13]);
  });
});

describe('shareScenario', () => {
  it('adds up to the users of the whole in every closed-loop executor', () => {
    const executor = fc.constantFrom('constant-vus', 'per-vu-iterations', 'shared-iterations');
    fc.assert(
      fc.property(division, executor, fc.integer({ min: 1, max: 30 }), (parts, name, vus) => {
        const raw = name === 'constant-vus' ? { executor: name, vus, duration: '1s' } : { executor: name, vus, iterations: 40 };
        const [whole, all] = [scenarioOf(raw), spread(scenarioOf(raw), parts)];
        assert.equal(sum(all.map(plannedVus)), plannedVus(whole));
      }),
    );
  });

  it('shares out a pot of iterations exactly, with numbers of their own, to those who have a user for them', () => {
    fc.assert(
      fc.property(division, fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 60 }), (parts, vus, iterations) => {
        const all = spread(scenarioOf({ executor: 'shared-iterations', vus, iterations }), parts);
        const numbers = all.flatMap((scenario) => {
          assert.ok(scenario.executor === 'shared-iterations');
          if (scenario.vus === 0) assert.equal(scenario.iterations, 0);
          return upTo(scenario.iterations).map(scenario.starts.at);
        });
        assert.deepEqual(ascending(numbers), upTo(iterations));
      }),
    );
  });

  it('gives every start of an open model to one share, at its own time, even where users are fewer than shares', () => {
    const raw = fc.oneof(
      fc.record({
        executor: fc.constant('constant-arrival-rate'),
        rate: fc.integer({ min: 1, max: 40 }),
        duration: fc.integer({ min: 1, max: 4000 }),
      }),
      fc.record({ executor: fc.constant('ramping-arrival-rate'), startRate: fc.nat(20), stages }),
    );
    fc.assert(
      fc.property(division, raw, fc.integer({ min: 1, max: 10 }), fc.nat(10), (parts, load, preAllocatedVUs, more) => {
        const whole = scenarioOf({ ...load, preAllocatedVUs, maxVUs: preAllocatedVUs + more });
        assert.ok('maxVus' in whole);
        const all = spread(whole, parts);
        const times = all.flatMap((scenario) => ('maxVus' in scenario ? [...arrivalTimes(scenario)] : []));
        assert.deepEqual(ascending(times), [...arrivalTimes(whole)]);
        assert.deepEqual([sum(all.map(plannedVus)), sum(all.map(maximumVus))], [preAllocatedVUs, preAllocatedVUs + more]);
        for (const scenario of all) {
          if (maximumVus(scenario) === 0 && 'maxVus' in scenario) assert.deepEqual([...arrivalTimes(scenario)], []);
        }
      }),
    );
  });

  it('ramps the same number of users at any time', () => {
    fc.assert(
      fc.property(division, stages, fc.nat(20), fc.integer({ min: 0, max: 9000 }), (parts, legs, startVUs, atMs) => {
        fc.pre(startVUs > 0 || legs.some(({ target }) => target > 0));
        const whole = scenarioOf({ executor: 'ramping-vus', startVUs, stages: legs });
        const vusAt = (scenario: Scenario): number =>
          scenario.executor === 'ramping-vus' ? (vuSteps(scenario).findLast((step) => step.atMs <= atMs)?.vus ?? 0) : 0;
        const all = spread(whole, parts);
        assert.equal(sum(all.map(vusAt)), vusAt(whole));
        assert.equal(sum(all.map(plannedVus)), plannedVus(whole));
      }),
    );
  });

  it('leaves a scenario as it is where all of it is here', () => {
    const whole = scenarioOf({ executor: 'constant-arrival-rate', rate: 7, duration: '1s', preAllocatedVUs: 2 });
    const shared = shareScenario(whole, WHOLE_SHARE);
    assert.ok('maxVus' in whole && 'maxVus' in shared);
    assert.deepEqual([...arrivalTimes(shared)], [...arrivalTimes(whole)]);
  });
});
