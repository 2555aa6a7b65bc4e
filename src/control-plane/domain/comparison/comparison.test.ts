import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { type ComparedPair, fewestPairs } from './compared-pair.ts';
import { flipInterval } from './flip-interval.ts';
import { flipPValues } from './flip-p-values.ts';
import { judgeComparison } from './judge-comparison.ts';

const policy = { alpha: 0.05, latencyMargin: 0.05, errorMargin: 0.001 };
const figures = (p95: number, errorRatio = 0) => ({ requests: 500, p50: p95 / 2, p95, p99: p95 * 1.5, errorRatio });
const pair = (base: number, head: number, errors: readonly [number, number] = [0, 0]): ComparedPair => ({
  base: figures(base, errors[0]),
  head: figures(head, errors[1]),
});

/** A small linear congruential generator (Knuth's MMIX constants), so that the simulations are the same everywhere. */
function chance(seed: number): () => number {
  let state = BigInt(seed);
  return () => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
    return Number(state >> 11n) / 2 ** 53;
  };
}

/** A machine with noise of heavy tails, a drift, and moods that last over several runs; which side runs first is a fair coin. */
function runPairs(
  next: () => number,
  pairs: number,
  slowdown: number,
  errors: readonly [number, number] = [0, 0],
): readonly ComparedPair[] {
  let mood = 1;
  const run = (factor: number, errorRatio: number) => {
    mood *= 1.03;
    if (next() < 0.15) mood = 0.7 + next();
    const noise = next() < 0.1 ? 1 + 3 * next() : 0.9 + 0.2 * next();
    return { ...figures(100 * mood * noise * factor, errorRatio), p99: 150 * mood * noise * factor * (0.8 + 0.6 * next()) };
  };
  return Array.from({ length: pairs }, () => {
    if (next() < 0.5) return { base: run(1, errors[0]), head: run(slowdown, errors[1]) };
    const head = run(slowdown, errors[1]);
    return { base: run(1, errors[0]), head };
  });
}

const blocked = (pairs: readonly ComparedPair[]): boolean =>
  judgeComparison(pairs, policy).reasons.some(({ verdict }) => verdict === 'fail');

describe('judgeComparison', () => {
  it('blocks a head that is worse in every pair, with numbers', () => {
    const { reasons } = judgeComparison(
      Array.from({ length: 8 }, (_, index) => pair(100 + index, (100 + index) * (1.2 + index / 100))),
      policy,
    );
    assert.deepEqual(
      reasons.map(({ verdict }) => verdict),
      ['fail', 'fail', 'fail', 'pass'],
    );
    assert.equal(
      reasons[1]?.sentence,
      "p95 is worse than the base's by more than 5 %: +23.5 % [+21.3 %, +25.7 %] (8 pairs of runs, n = 4,000 and 4,000; chance of a false block at most 5 %).",
    );
  });

  it('blocks a head that fails more often', () => {
    const { differences } = judgeComparison(
      Array.from({ length: 8 }, () => pair(100, 100, [0.001, 0.02])),
      policy,
    );
    assert.deepEqual(
      differences.map(({ measure, verdict }) => `${measure} ${verdict}`),
      ['p50 pass', 'p95 pass', 'p99 pass', 'error ratio fail'],
    );
  });

  it('passes a head that is better', () => assert.equal(blocked(Array.from({ length: 8 }, () => pair(100, 50))), false));

  it('passes a head that is worse within the margin', () =>
    assert.equal(blocked(Array.from({ length: 8 }, () => pair(100, 104.9))), false));

  it('is inconclusive on too few pairs for its alpha', () => {
    const { reasons } = judgeComparison([pair(100, 300), pair(100, 300)], policy);
    assert.deepEqual(
      reasons.map(({ rule, verdict }) => [rule, verdict]),
      [...['p50', 'p95', 'p99', 'error'].map(() => ['compared', 'inconclusive']), ['too-few-pairs', 'inconclusive']],
    );
    assert.equal(reasons.at(-1)?.limit, 7);
    assert.equal(fewestPairs(0.01), 9);
  });

  for (const [what, value] of [
    ['absent', undefined],
    ['zero', 0],
    ['not a number', Number.NaN],
  ] as const) {
    it(`is inconclusive where a quantile is ${what}`, () => {
      const pairs = [...Array.from({ length: 7 }, () => pair(100, 100)), { base: figures(100), head: { ...figures(100), p95: value } }];
      const { reasons } = judgeComparison(pairs, policy);
      assert.deepEqual(
        reasons.filter(({ verdict }) => verdict === 'inconclusive').map(({ rule }) => rule),
        ['nothing-to-compare'],
      );
    });
  }

  it('blocks at most alpha of the heads that are the same, on a machine that drifts, has moods and heavy tails', () => {
    const next = chance(7);
    const runs = 2000;
    const blocks = Array.from({ length: runs }, () => runPairs(next, 8, 1)).filter(blocked).length;
    // Four standard deviations of a binomial above alpha.
    assert.ok(blocks / runs <= policy.alpha + 4 * Math.sqrt((policy.alpha * 0.95) / runs), `${blocks} of ${runs}`);
  });

  it('blocks at most alpha of the heads that are worse by exactly the margin', () => {
    const next = chance(11);
    const runs = 2000;
    const blocks = Array.from({ length: runs }, () => runPairs(next, 8, 1.05)).filter(blocked).length;
    assert.ok(blocks / runs <= policy.alpha + 4 * Math.sqrt((policy.alpha * 0.95) / runs), `${blocks} of ${runs}`);
    assert.ok(blocks > 0, 'a test that never blocks shows nothing');
  });

  it('finds a head that takes half as long again, on a machine with a tenth of noise', () => {
    const next = chance(13);
    const runs = 300;
    const quiet = (slowdown: number) => Array.from({ length: 8 }, () => pair(95 + 10 * next(), (95 + 10 * next()) * slowdown));
    const found = Array.from({ length: runs }, () => quiet(1.5)).filter(blocked).length;
    assert.equal(found, runs);
  });
});

const sampling = (low: number, high: number) => {
  const interval = { low, high };
  return { p50: interval, p95: interval, p99: interval, 'error ratio': { low: 0.01, high: 0.03 } };
};
const one = {
  base: { ...figures(100, 0.02), sampling: sampling(80, 125) },
  head: { ...figures(100, 0.02), sampling: sampling(80, 125) },
};

describe('samplingInterval', () => {
  it('gives a single pair an interval of its ratio, and no verdict', () => {
    const { differences, reasons } = judgeComparison([one], policy);
    const p95 = differences[1];
    assert.ok(p95 !== undefined && p95.low !== null && p95.high !== null);
    // Both runs lie within a factor of 1.25 either way: together within a factor of exp(√2 · ln 1.25).
    assert.ok(Math.abs(p95.high - Math.expm1(Math.SQRT2 * Math.log(1.25))) < 1e-12);
    assert.ok(Math.abs(p95.low - Math.expm1(-Math.SQRT2 * Math.log(1.25))) < 1e-12);
    assert.ok(reasons.every(({ verdict }) => verdict === 'inconclusive'));
  });

  it('is of the plain difference for error ratios', () => {
    const error = judgeComparison([one], policy).differences[3];
    assert.ok(Math.abs((error?.high ?? 0) - Math.SQRT2 * 0.01) < 1e-12);
  });

  it('says nothing where the runs keep no samples', () => {
    const { differences } = judgeComparison([pair(100, 100)], policy);
    assert.deepEqual([differences[1]?.low, differences[1]?.high], [null, null]);
  });
});

describe('flipPValues', () => {
  it('is 2^-pairs where one measure always has the same sign', () => assert.deepEqual(flipPValues([[3, 1, 2]]), [1 / 8]));

  it('is 1 without pairs', () => assert.deepEqual(flipPValues([[]]), [1]));

  it('counts all flips: the known answer for 1, 2, -3', () => {
    // Sums under the eight choices of signs: 0, -2, -4, -6, 6, 4, 2, 0; five of them are at least 0.
    assert.deepEqual(flipPValues([[1, 2, -3]]), [5 / 8]);
  });

  it('calls no head worse more often than alpha where margins differ, whatever the noise: sizes for which the greatest of all measures did', () => {
    const sizes = [
      [-0.08716, -0.95523, -0.84071, -0.13968, 0.84577, 0.10615],
      [-0.15088, -0.53057, -1.18107, -13.40588, 0.36153, 0.89758],
      [0.20147, 2.76185, 2.02879, -4.17208, -1.65898, 0.10445],
    ];
    const margins = [0.04304, 0.07779, 0];
    const orders = Array.from({ length: 2 ** 6 }, (_, order) =>
      sizes.map((row, measure) => row.map((size, run) => ((order >> run) % 2 === 1 ? -size : size) - (margins[measure] ?? 0))),
    );
    const found = orders.filter((differences) => flipPValues(differences).some((chanceOf) => chanceOf <= 0.05)).length;
    assert.ok(found / orders.length <= 0.05, `${found} of ${orders.length} orders`);
    assert.ok(
      orders.some((differences) => flipPValues(differences).some((chanceOf) => chanceOf <= 0.1)),
      'a test that finds nothing shows nothing',
    );
  });

  it('never gives a measure less in company than alone', () => {
    const values = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(values, values, (one, other) => {
        const [together = 0] = flipPValues([one, other]);
        const [alone = 0] = flipPValues([one]);
        assert.ok(together >= alone);
      }),
    );
  });
});

describe('flipInterval', () => {
  it('has no ends where the pairs are too few', () => assert.deepEqual(flipInterval([1, 2], 0.025), { low: -Infinity, high: Infinity }));

  it('gives the least and the greatest value at a tail of 2^-n', () => {
    assert.deepEqual(flipInterval([4, 1, 2, 8, 6], 1 / 32), { low: 1, high: 8 });
  });

  it('refutes exactly the shifts that the flips refute', () => {
    const values = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 5, maxLength: 8 });
    fc.assert(
      fc.property(values, fc.integer({ min: -25, max: 25 }), (differences, whole) => {
        const shift = whole + 0.321;
        const tail = 0.1;
        const { low } = flipInterval(differences, tail);
        const [p = 1] = flipPValues([differences.map((difference) => difference - shift)]);
        assert.equal(shift < low, p <= tail);
      }),
    );
  });
});
