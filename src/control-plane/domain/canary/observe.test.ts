import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { objectiveShares } from './canary-objective.ts';
import { defaultCanaryPolicy } from './canary-policy.ts';
import { startCanary } from './canary-state.ts';
import { totalEvidence } from './objective-evidence.ts';
import { observeCanary } from './observe.ts';
import { errors, givenCanary, latency, repeatedly, scrapeAt, startedMs } from './testing/given-canary.ts';

const healthy = { candidate: [0, 50], baseline: [1, 450] } as const;
const bad = { candidate: [5, 50], baseline: [1, 450] } as const;

describe('startCanary', () => {
  it('refuses an impossible policy and objectives with every fault', () => {
    const policy = { ...defaultCanaryPolicy, alpha: 0, unacceptable: { ratio: 1, budgetShare: 0 } };
    assert.throws(() => startCanary({ policy, objectives: [{ ...errors, budget: 0, phi: 0.5 }, errors], startedMs }), {
      name: 'RangeError',
      message: /alpha must be.*unacceptable must be.*errors is given twice.*budget must be.*phi must be/,
    });
    assert.throws(() => startCanary({ policy: defaultCanaryPolicy, objectives: [], startedMs }), /at least one objective/);
  });

  it('gives errors half of alpha and shares the rest', () => {
    assert.deepEqual(objectiveShares([errors, latency, { ...latency, name: 'webhooks' }]), [0.5, 0.25, 0.25]);
    assert.deepEqual(objectiveShares([latency]), [1]);
    assert.deepEqual(
      objectiveShares([
        { ...errors, weight: 3 },
        { ...latency, weight: 1 },
      ]),
      [0.75, 0.25],
    );
  });
});

describe('observeCanary', () => {
  it('blocks a candidate that fails ten times as often as the objective allows, and names the objective', () => {
    const state = repeatedly(givenCanary([latency, errors]), 1, healthy);
    const blocked = observeCanary(state, { objective: 'errors', scrapes: [10, 15, 20, 25].map((at) => scrapeAt(at, [10, 50], [0, 450])) });
    assert.equal(blocked.block?.objective, 'errors');
    assert.equal(blocked.block?.candidate.bad, 30);
  });

  it('stays blocked when the evidence falls again', () => {
    const blocked = repeatedly(givenCanary(), 10, bad);
    const later = repeatedly(blocked, 400, healthy, 50);
    assert.ok(totalEvidence(later.policy, later.objectives) < Math.log(100));
    assert.deepEqual(later.block, blocked.block);
  });

  it('counts a scrape once, however often it is handed in', () => {
    const once = repeatedly(givenCanary(), 8, bad);
    assert.deepEqual(repeatedly(once, 8, bad), once);
  });

  it('comes to the same state scrape by scrape and all at once, in any order', () => {
    const scrape = fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }));
    fc.assert(
      fc.property(fc.array(scrape, { maxLength: 20 }), (counts) => {
        const scrapes = counts.map(([ours, theirs], i) => scrapeAt((i + 1) * 5, [ours, 50], [theirs, 450]));
        const looks = [errors, latency].map(({ name }) => ({ objective: name, scrapes: scrapes.toReversed() }));
        const allAtOnce = observeCanary(givenCanary([errors, latency]), ...looks);
        const oneByOne = scrapes.reduce(
          (state, one) => observeCanary(state, { objective: 'errors', scrapes: [one] }, { objective: 'latency', scrapes: [one] }),
          givenCanary([errors, latency]),
        );
        assert.deepEqual(allAtOnce, oneByOne);
      }),
      { numRuns: 30 },
    );
  });

  it('survives being stored as JSON between looks', () => {
    const half = repeatedly(givenCanary([errors, latency]), 30, healthy);
    const stored = JSON.parse(JSON.stringify(half)) as typeof half;
    assert.deepEqual(repeatedly(stored, 30, bad, 150).objectives, repeatedly(half, 30, bad, 150).objectives);
  });

  it('keeps its size however long it watches', () => {
    const [long, short] = [1500, 200].map((times) => JSON.stringify(repeatedly(givenCanary(), times, healthy)).length);
    assert.ok((long ?? Infinity) < (short ?? 0) * 1.2);
  });

  it('counts nothing of the warm-up', () => {
    const state = repeatedly(givenCanary([errors], { warmUpSeconds: 30 }), 6, bad);
    assert.deepEqual(state, givenCanary([errors], { warmUpSeconds: 30 }));
  });

  it('does not blame the candidate for an incident that both versions share', () => {
    const state = repeatedly(givenCanary(), 200, { candidate: [10, 50], baseline: [90, 450] });
    assert.equal(state.block, undefined);
  });

  it('does blame a candidate that breaks its objective after the baseline has gone', () => {
    const compared = repeatedly(givenCanary(), 120, healthy);
    const alone = repeatedly(compared, 20, { candidate: [0, 500], baseline: [0, 0] }, 600);
    const broken = repeatedly(alone, 20, { candidate: [15, 500], baseline: [0, 0] }, 700);
    assert.equal(alone.block, undefined);
    assert.equal(broken.block?.cause, 'alone');
  });

  it('watches alone through stray requests to an idle baseline', () => {
    const broken = repeatedly(givenCanary(), 40, { candidate: [15, 500], baseline: [0, 2] });
    assert.equal(broken.block?.cause, 'alone');
  });

  it('does not take a quiet baseline of a small service for an absent one', () => {
    const scrapes = Array.from({ length: 400 }, (_, i) => scrapeAt((i + 1) * 5, [i % 4 === 0 ? 1 : 0, 2], i % 3 === 0 ? [1, 4] : [0, 0]));
    const state = observeCanary(givenCanary(), { objective: 'errors', scrapes });
    assert.notEqual(state.block?.cause, 'alone');
  });

  it('refuses objectives it does not have and impossible counts', () => {
    assert.throws(() => observeCanary(givenCanary(), { objective: 'speed', scrapes: [] }), /no objective speed; it has errors/);
    const look = { objective: 'errors', scrapes: [scrapeAt(5, [3, 2], [0, 0])] };
    assert.throws(() => observeCanary(givenCanary(), look), /impossible counts for errors/);
  });
});
