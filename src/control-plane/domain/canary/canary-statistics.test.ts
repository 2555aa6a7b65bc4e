import assert from 'node:assert/strict';
import type { CanaryObjective } from './canary-objective.ts';
import { defaultCanaryPolicy } from './canary-policy.ts';
import { dispersion } from './dispersion.ts';
import { judgeCanary } from './judge-canary.ts';
import { logEvidence, type MixtureProcess, observeLook, type ProcessDesign, startProcess } from './mixture-process.ts';
import { observeCanary } from './observe.ts';
import type { Scrape, Tally } from './tally.ts';
import { askedAt, errors, givenCanary, latency, scrapeAt } from './testing/given-canary.ts';
import { drawBinomial, seededRandom } from './testing/seeded-random.ts';

/** The bad share of each arm at a time, in seconds since the start. */
type Shares = (seconds: number) => { readonly candidate: number; readonly baseline: number };

/** Scrapes every 5 s of a service with 100 requests a second, a tenth of them to the candidate. */
function scrapesOf(random: () => number, seconds: number, shares: Shares): readonly Scrape[] {
  return Array.from({ length: seconds / 5 }, (_, i) => {
    const at = (i + 1) * 5;
    const { candidate, baseline } = shares(at);
    return scrapeAt(at, [drawBinomial(random, 50, candidate), 50], [drawBinomial(random, 450, baseline), 450]);
  });
}

/** In which second each of `runs` canaries is blocked; undefined where it isn't. */
function blockTimes(objective: CanaryObjective, runs: number, seconds: number, shares: Shares): readonly (number | undefined)[] {
  return Array.from({ length: runs }, (_, run) => {
    const scrapes = scrapesOf(seededRandom(run + 1), seconds, shares);
    const { block, startedMs } = observeCanary(givenCanary([objective]), { objective: objective.name, scrapes });
    return block === undefined ? undefined : (block.atMs - startedMs) / 1000;
  });
}

function median(times: readonly (number | undefined)[]): number {
  return times.map((time) => time ?? Infinity).toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Infinity;
}

function blocked(times: readonly (number | undefined)[]): number {
  return times.filter((time) => time !== undefined).length;
}

/** Of 120 canaries with a chance of 1 % each, so many are blocked with a chance of about 1 in 1,000. */
const tooManyOf120 = 6;

describe('canary statistics', () => {
  it('blocks hardly any healthy candidate, looked at after each of 480 scrapes', () => {
    const times = blockTimes(errors, 120, 2400, () => ({ candidate: 0.005, baseline: 0.005 }));
    assert.ok(blocked(times) < tooManyOf120, `${blocked(times)} of 120`);
  });

  it('blocks hardly any healthy candidate through drift and an incident that both versions share', () => {
    const times = blockTimes(errors, 120, 2400, (at) => {
      const share = at % 1200 > 1080 ? 0.05 : 0.002 + 0.004 * (at / 2400);
      return { candidate: share, baseline: share };
    });
    assert.ok(blocked(times) < tooManyOf120, `${blocked(times)} of 120`);
  });

  it('blocks hardly any candidate at the edge of the tolerance', () => {
    const times = blockTimes(errors, 60, 2400, () => ({ candidate: 0.0065, baseline: 0.005 }));
    assert.ok(blocked(times) < 5, `${blocked(times)} of 60`);
  });

  it('keeps to alpha without any tolerance', () => {
    const strict: ProcessDesign = {
      direction: 'block',
      rho: 1,
      delta: 0,
      startMass: 0.75,
      restartScaleSeconds: 300,
      cap: Math.log(10),
      blockSeconds: 0,
    };
    const crossed = Array.from({ length: 300 }, (_, run) =>
      everReaches(
        strict,
        Math.log(100),
        scrapesOf(seededRandom(run + 7), 3600, () => ({ candidate: 0.005, baseline: 0.005 })),
      ),
    );
    assert.ok(crossed.filter(Boolean).length < 10);
  });

  it('finds 2 % failures beside 0.1 % within the minute in the middle, and always within 5 minutes', () => {
    const times = blockTimes(errors, 100, 300, () => ({ candidate: 0.02, baseline: 0.001 }));
    assert.equal(blocked(times), 100);
    assert.ok(median(times) >= 20 && median(times) <= 60, `median ${median(times)} s`);
  });

  it('finds 8 % slow requests beside 2 % within the minute in the middle, and always within 5 minutes', () => {
    const times = blockTimes(latency, 100, 300, () => ({ candidate: 0.08, baseline: 0.02 }));
    assert.equal(blocked(times), 100);
    assert.ok(median(times) >= 15 && median(times) <= 50, `median ${median(times)} s`);
  });

  it('finds a defect that appears after 20 minutes of health', () => {
    const times = blockTimes(errors, 60, 1800, (at) => ({ candidate: at > 1200 ? 0.02 : 0.001, baseline: 0.001 }));
    assert.equal(blocked(times), 60);
    assert.ok(median(times) >= 1215 && median(times) <= 1320, `median ${median(times)} s`);
  });

  it('certifies a healthy candidate in a minute or two, and blocks none', () => {
    const seconds = Array.from({ length: 60 }, (_, run) =>
      certifiedAfter(scrapesOf(seededRandom(run + 1), 600, () => ({ candidate: 0.001, baseline: 0.001 }))),
    );
    assert.ok(median(seconds) >= 60 && median(seconds) <= 120, `median ${median(seconds)} s`);
    assert.equal(blocked(seconds), 60);
  });

  it('certifies hardly any candidate that is at the objective', () => {
    const design: ProcessDesign = {
      direction: 'promote',
      rho: 0,
      delta: 0.01,
      startMass: 1,
      restartScaleSeconds: 300,
      cap: undefined,
      blockSeconds: 0,
    };
    const certified = Array.from({ length: 300 }, (_, run) =>
      everReaches(
        design,
        Math.log(20),
        scrapesOf(seededRandom(run + 3), 1800, () => ({ candidate: 0.01, baseline: 0.01 })),
      ),
    );
    const count = certified.filter(Boolean).length;
    // 5 % of 300 is 15; 28 or more have a chance below 1 in 1,000.
    assert.ok(count < 28, `${count} of 300`);
  });

  it('needs phi where failures come in bursts of eight, and with it blocks hardly any healthy candidate', () => {
    const phi = dispersion(burstyHistory(seededRandom(99)), 5).phi;
    assert.ok(phi > 8 && phi < 16, `phi ${phi}`);
    const blind = Array.from({ length: 60 }, (_, run) => everBlocked({ ...errors, phi: 1 }, burstyScrapes(seededRandom(run + 1))));
    const aware = Array.from({ length: 60 }, (_, run) => everBlocked({ ...errors, phi }, burstyScrapes(seededRandom(run + 1))));
    assert.ok(blind.filter(Boolean).length > 10, `${blind.filter(Boolean).length} blind`);
    assert.ok(aware.filter(Boolean).length < 4, `${aware.filter(Boolean).length} aware`);
  });
});

function everReaches(design: ProcessDesign, limit: number, scrapes: readonly Scrape[]): boolean {
  let process: MixtureProcess = startProcess(design);
  return scrapes.some(({ candidate, baseline }, i) => {
    process = observeLook(design, process, { seconds: (i + 1) * 5, candidate, baseline, phi: 1 });
    return logEvidence(design, process) >= limit;
  });
}

/** Whether a canary without any tolerance is ever blocked. */
function everBlocked(objective: CanaryObjective, scrapes: readonly Scrape[]): boolean {
  const strict = { tolerance: { ratio: 1, budgetShare: 0 } };
  return observeCanary(givenCanary([objective], strict), { objective: objective.name, scrapes }).block !== undefined;
}

/** In which second a canary is certified; undefined where it is blocked, or never certified. */
function certifiedAfter(scrapes: readonly Scrape[]): number | undefined {
  let state = givenCanary([errors], { advanceOn: defaultCanaryPolicy.advanceOn });
  const found = scrapes.findIndex((scrape, i) => {
    state = observeCanary(state, { objective: 'errors', scrapes: [scrape] });
    const step = { minimumRequests: 0, minimumSeconds: 0, startedMs: state.startedMs };
    return judgeCanary(state, askedAt((i + 1) * 5, { step })).verdict === 'pass';
  });
  return found === -1 ? undefined : (found + 1) * 5;
}

/** Failures that come eight at a time, 0.5 % of the requests. */
function bursty(random: () => number, total: number): Tally {
  return { bad: Math.min(total, 8 * drawBinomial(random, total, 0.005 / 8)), total };
}

function burstyScrapes(random: () => number): readonly Scrape[] {
  return Array.from({ length: 720 }, (_, i) => {
    const [candidate, baseline] = [bursty(random, 50), bursty(random, 450)];
    return scrapeAt((i + 1) * 5, [candidate.bad, 50], [baseline.bad, 450]);
  });
}

/** Two hours of nine pods. */
function burstyHistory(random: () => number): ReadonlyMap<string, ReadonlyMap<number, Tally>> {
  const pods = Array.from({ length: 9 }, (_, pod) => `pod-${pod}`);
  return new Map(pods.map((pod) => [pod, new Map(Array.from({ length: 1440 }, (_, slot) => [slot, bursty(random, 50)]))]));
}
