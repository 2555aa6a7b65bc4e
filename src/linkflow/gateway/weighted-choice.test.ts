import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { type Weights, weightedChoice } from './weighted-choice.ts';

const choices = (weights: Weights, count: number): readonly string[] => {
  const chooser = weightedChoice(weights);
  return Array.from({ length: count }, () => chooser.next());
};

const anyWeights = fc.array(fc.nat(100), { minLength: 0, maxLength: 4 }).map((cuts): Weights => {
  const edges = [0, ...cuts.toSorted((a, b) => a - b), 100];
  return Object.fromEntries(edges.slice(1).map((edge, index) => [`v${index + 1}`, edge - (edges[index] ?? 0)]));
});

const times = (chosen: readonly string[], version: string): number => chosen.filter((one) => one === version).length;

describe('weightedChoice', () => {
  it('sends one request in ten to a version of weight 10, spread evenly', () => {
    const chosen = choices({ v1: 90, v2: 10 }, 1000);
    const positions = chosen.flatMap((version, index) => (version === 'v2' ? [index] : []));
    assert.equal(positions.length, 100);
    for (let index = 1; index < positions.length; index += 1) assert.equal((positions[index] ?? 0) - (positions[index - 1] ?? 0), 10);
  });

  it('never chooses a version of weight 0', () => {
    assert.deepEqual(new Set(choices({ v1: 100, v2: 0 }, 300)), new Set(['v1']));
  });

  it('is off by at most one choice after any number of choices', () => {
    fc.assert(
      fc.property(anyWeights, fc.integer({ min: 1, max: 400 }), (weights, count) => {
        const chosen = choices(weights, count);
        for (const [version, weight] of Object.entries(weights)) {
          assert.ok(Math.abs(times(chosen, version) - (count * weight) / 100) < 1, `${version} after ${count}`);
        }
      }),
    );
  });

  it('is exact in every window of 100 choices, wherever it begins', () => {
    fc.assert(
      fc.property(anyWeights, fc.nat(250), (weights, start) => {
        const window = choices(weights, start + 100).slice(start);
        for (const [version, weight] of Object.entries(weights)) assert.equal(times(window, version), weight);
      }),
    );
  });

  it('refuses weights that do not sum to 100, are negative or are not whole', () => {
    for (const weights of [{ v1: 90, v2: 9 }, { v1: 110, v2: -10 }, { v1: 99.5, v2: 0.5 }, {}]) {
      assert.throws(() => weightedChoice(weights), RangeError);
    }
  });
});
