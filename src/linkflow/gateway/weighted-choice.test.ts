import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { type Weights, weightedChoice } from './weighted-choice.ts';

function choices(weights: Weights, count: number): readonly string[] {
  const chooser = weightedChoice(weights);
  return Array.from({ length: count }, () => chooser.next());
}

function times(chosen: readonly string[], version: string): number {
  return chosen.filter((one) => one === version).length;
}

const anyWeights = fc.array(fc.nat(100), { minLength: 0, maxLength: 4 }).map((cuts): Weights => {
  const edges = [0, ...cuts.toSorted((a, b) => a - b), 100];
  return Object.fromEntries(edges.slice(1).map((edge, index) => [`v${index + 1}`, edge - (edges[index] ?? 0)]));
});

describe('weightedChoice', () => {
  it('sends one request of every ten to a version of weight 10', () => {
    const chosen = choices({ v1: 90, v2: 10 }, 1000);
    for (let start = 0; start < 1000; start += 10) assert.equal(times(chosen.slice(start, start + 10), 'v2'), 1);
  });

  it('never chooses a version of weight 0', () => {
    assert.deepEqual(new Set(choices({ v1: 100, v2: 0 }, 300)), new Set(['v1']));
  });

  it('is off by less than one choice after any number of choices', () => {
    fc.assert(
      fc.property(anyWeights, fc.integer({ min: 1, max: 400 }), (weights, count) => {
        const chosen = choices(weights, count);
        for (const [version, weight] of Object.entries(weights)) {
          assert.ok(Math.abs(times(chosen, version) - (count * weight) / 100) < 1, `${version} after ${count}`);
        }
      }),
    );
  });

  it('is off by at most one in any window of 100 choices, wherever it begins', () => {
    fc.assert(
      fc.property(anyWeights, fc.nat(250), (weights, start) => {
        const window = choices(weights, start + 100).slice(start);
        for (const [version, weight] of Object.entries(weights)) assert.ok(Math.abs(times(window, version) - weight) <= 1, version);
      }),
    );
  });

  it('does not fall in step with traffic whose every tenth request is of one kind', () => {
    const chosen = choices({ v1: 90, v2: 10 }, 5000);
    const kindsThatV2Got = new Set(chosen.flatMap((version, index) => (version === 'v2' ? [index % 10] : [])));
    assert.equal(kindsThatV2Got.size, 10);
  });

  it('refuses weights that do not sum to 100, are negative or are not whole', () => {
    for (const weights of [{ v1: 90, v2: 9 }, { v1: 110, v2: -10 }, { v1: 99.5, v2: 0.5 }, {}]) {
      assert.throws(() => weightedChoice(weights), RangeError);
    }
  });
});
