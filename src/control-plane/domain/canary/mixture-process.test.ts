import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { Direction } from './effect-grid.ts';
import { effectGrid } from './effect-grid.ts';
import { logEvidence, observeLook, type ProcessDesign, type ProcessLook, startProcess } from './mixture-process.ts';
import golden from './testing/golden-vectors.json' with { type: 'json' };

const design: ProcessDesign = {
  direction: 'block',
  rho: 1,
  delta: 0,
  startMass: 0.75,
  restartScaleSeconds: 300,
  cap: Math.log(100) / 2,
  blockSeconds: 0,
};

function look(seconds: number, bad: number, total: number, baselineBad: number, baselineTotal: number, phi = 1): ProcessLook {
  return { seconds, candidate: { bad, total }, baseline: { bad: baselineBad, total: baselineTotal }, phi };
}

function evidenceAfter(given: ProcessDesign, looks: readonly ProcessLook[]): number {
  return logEvidence(
    given,
    looks.reduce((process, next) => observeLook(given, process, next), startProcess(given)),
  );
}

describe('mixture process against independently computed evidence', () => {
  for (const { rows, cap, direction, ...rest } of golden.vectors) {
    const given: ProcessDesign = { ...rest, direction: direction as Direction, cap: cap ?? undefined };
    it(`agrees after each of ${rows.length} scrapes: ${direction}, rho ${rest.rho}, delta ${rest.delta}`, () => {
      let process = startProcess(given);
      for (const [seconds = 0, bad = 0, total = 0, baselineBad = 0, baselineTotal = 0, expected = Number.NaN] of rows) {
        process = observeLook(given, process, look(seconds, bad, total, baselineBad, baselineTotal));
        const found = logEvidence(given, process);
        assert.ok(Math.abs(found - expected) < 1e-9, `after ${seconds} s: ${found}, not ${expected}`);
      }
    });
  }
});

describe('mixture process', () => {
  it('puts shares of exactly 1 on each grid', () => {
    for (const direction of ['block', 'promote'] as const) {
      const sum = effectGrid(direction).reduce((so, { logShare }) => so + Math.exp(logShare), 0);
      assert.ok(Math.abs(sum - 1) < 1e-12);
    }
  });

  it('gathers nothing from a scrape in which an arm had no requests', () => {
    const silent = evidenceAfter(design, [look(5, 0, 0, 3, 400), look(10, 7, 50, 0, 0)]);
    assert.ok(Math.abs(silent - evidenceAfter(design, [look(5, 0, 0, 0, 0), look(10, 0, 0, 0, 0)])) < 1e-15);
  });

  it('gathers evidence against a constant without any baseline', () => {
    const given = { ...design, rho: 0, delta: 0.01 };
    assert.ok(evidenceAfter(given, [look(5, 20, 50, 0, 0)]) > evidenceAfter(given, [look(5, 0, 50, 0, 0)]));
  });

  it('bets nothing on an effect that no share can have: 100 times 1 % and more', () => {
    const found = evidenceAfter({ ...design, rho: 0, delta: 0.5 }, [look(5, 50, 50, 0, 0)]);
    assert.ok(Number.isFinite(found));
  });

  it('never blocks on fewer than three bad blocks, however bad they are', () => {
    const limit = Math.log(100);
    assert.ok(evidenceAfter(design, [look(5, 500, 500, 0, 4500), look(10, 500, 500, 0, 4500)]) < limit);
    assert.ok(
      evidenceAfter(
        design,
        [5, 10, 15].map((at) => look(at, 500, 500, 0, 4500)),
      ) >= limit,
    );
  });

  it('caps a block of a minute as one, whatever number of scrapes it holds', () => {
    const minute = { ...design, blockSeconds: 60 };
    const bad = Array.from({ length: 24 }, (_, i) => look((i + 1) * 5, 50, 50, 0, 450));
    assert.ok(evidenceAfter(minute, bad) < Math.log(100));
    assert.ok(evidenceAfter(design, bad) > Math.log(100));
  });

  it('divides evidence by phi', () => {
    const uncapped = { ...design, cap: undefined, startMass: 1 };
    const bursty = evidenceAfter(uncapped, [look(5, 6, 50, 0, 450, 3)]);
    const third = evidenceAfter(uncapped, [look(5, 2, 50 / 3, 0, 150, 1)]);
    assert.ok(Math.abs(bursty - third) < 1e-12);
  });

  it('notices a defect after an hour of health sooner for the wealth it held back', () => {
    const healthy = Array.from({ length: 720 }, (_, i) => look((i + 1) * 5, i % 20 === 0 ? 1 : 0, 50, i % 2 === 0 ? 1 : 0, 450));
    const bad = Array.from({ length: 24 }, (_, i) => look(3600 + (i + 1) * 5, 1, 50, 1, 450));
    assert.ok(evidenceAfter(design, [...healthy, ...bad]) > evidenceAfter({ ...design, startMass: 1 }, [...healthy, ...bad]) + 1);
  });

  it('has an expectation of at most 1 after one scrape whenever the candidate keeps the bound', () => {
    const shares = fc.tuple(fc.double({ min: 0.01, max: 0.6, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(shares, fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }), ([baselineShare, slack], nc, ns) => {
        const kept = { ...design, startMass: 1, rho: 1.1, delta: 0.02 };
        const candidateShare = Math.min(1, (kept.rho * baselineShare + kept.delta) * slack);
        assert.ok(expectedEvidence(kept, candidateShare, baselineShare, nc, ns) <= 1 + 1e-9);
      }),
      { numRuns: 60 },
    );
  });

  it('has an expectation of at most 1 for promotion whenever the candidate is at or beyond the bound', () => {
    const shares = fc.tuple(fc.double({ min: 0.01, max: 0.4, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(shares, fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }), ([baselineShare, excess], nc, ns) => {
        const broken: ProcessDesign = { ...design, direction: 'promote', startMass: 1, cap: undefined, rho: 1.5, delta: 0.05 };
        const bound = broken.rho * baselineShare + broken.delta;
        assert.ok(expectedEvidence(broken, bound + (1 - bound) * excess, baselineShare, nc, ns) <= 1 + 1e-9);
      }),
      { numRuns: 60 },
    );
  });
});

/** The exact expectation of E after one scrape of binomial arms, by enumeration. */
function expectedEvidence(given: ProcessDesign, candidateShare: number, baselineShare: number, nc: number, ns: number): number {
  let sum = 0;
  for (let bad = 0; bad <= nc; bad++) {
    for (let baselineBad = 0; baselineBad <= ns; baselineBad++) {
      const chance = binomial(nc, bad, candidateShare) * binomial(ns, baselineBad, baselineShare);
      sum += chance * Math.exp(evidenceAfter(given, [look(5, bad, nc, baselineBad, ns)]));
    }
  }
  return sum;
}

function binomial(n: number, x: number, p: number): number {
  let coefficient = 1;
  for (let i = 0; i < x; i++) coefficient = (coefficient * (n - i)) / (i + 1);
  return coefficient * p ** x * (1 - p) ** (n - x);
}
