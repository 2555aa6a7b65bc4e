import assert from 'node:assert/strict';
import type { CounterSeries } from './counter-series.ts';
import { dispersion } from './dispersion.ts';
import type { Tally } from './tally.ts';
import { targetTallies } from './target-tallies.ts';
import { drawBinomial, seededRandom } from './testing/seeded-random.ts';

/** Whether a pod is ill in a slot: for 24 slots, one block in forty. */
function ill(slot: number, pod: number): boolean {
  return (Math.floor(slot / 24) * 7 + pod * 3) % 40 === 0;
}

/** A pod's counter that rises by 100 every 15 s. */
function steadyPod(instance: string): CounterSeries {
  return { labels: { job: 'workflow-service', instance }, samples: [0, 1, 2, 3].map((i) => [i * 15_000, i * 100] as const) };
}

type Draw = (slot: number, pod: number) => number;

/** Pods with 100 requests a scrape and as many bad ones as drawn, over a number of scrapes. */
function history(pods: number, scrapes: number, draw: Draw): ReadonlyMap<string, ReadonlyMap<number, Tally>> {
  return new Map(
    Array.from({ length: pods }, (_, pod) => [
      `pod-${pod}`,
      new Map(Array.from({ length: scrapes }, (_, slot) => [slot, { bad: draw(slot, pod), total: 100 }])),
    ]),
  );
}

describe('dispersion', () => {
  it('is 4 without any history, and says so', () => {
    const found = dispersion(new Map(), 15);
    assert.equal(found.phi, 4);
    assert.match(found.source, /no history/);
    assert.equal(found.blockSeconds, 0);
  });

  it('is close to 1 for independent requests with a long history', () => {
    const random = seededRandom(1);
    const { phi, source, blockSeconds } = dispersion(
      history(9, 1440, () => drawBinomial(random, 100, 0.005)),
      5,
    );
    assert.ok(phi >= 1 && phi < 1.5, `${phi}`);
    assert.match(
      source,
      /^between 9 pods of the baseline: [\d,]+ bad of 1,296,000 requests in 2 h, scatter [\d.]+, [\d.]+, [\d.]+, [\d.]+ in blocks of 1, 4, 16, 64 scrapes$/,
    );
    assert.equal(blockSeconds, 0);
  });

  it('cancels drift and incidents that all pods share', () => {
    const random = seededRandom(2);
    const { phi } = dispersion(
      history(9, 1440, (slot) => drawBinomial(random, 100, slot % 240 > 220 ? 0.1 : 0.002 + slot * 2e-6)),
      5,
    );
    assert.ok(phi < 1.6, `${phi}`);
  });

  it('is about the size of the bursts, and half as much again, where failures come in bursts', () => {
    const random = seededRandom(3);
    const { phi } = dispersion(
      history(9, 1440, () => 5 * drawBinomial(random, 100, 0.001)),
      5,
    );
    assert.ok(phi > 6 && phi < 9, `${phi}`);
  });

  it('asks for blocks of a minute where failures of a pod hang together for minutes', () => {
    const random = seededRandom(4);
    const { phi, blockSeconds } = dispersion(
      history(9, 1440, (slot, pod) => drawBinomial(random, 100, ill(slot, pod) ? 0.1 : 0.001)),
      5,
    );
    assert.ok(phi > 10, `${phi}`);
    assert.equal(blockSeconds, 60);
  });

  it('compares a single pod with itself from one block to the next', () => {
    const random = seededRandom(5);
    const calm = dispersion(
      history(1, 1440, () => drawBinomial(random, 100, 0.005)),
      5,
    );
    const bursty = dispersion(
      history(1, 1440, () => 5 * drawBinomial(random, 100, 0.001)),
      5,
    );
    assert.ok(calm.phi < 2, `${calm.phi}`);
    assert.ok(bursty.phi > 6 && bursty.phi < 10, `${bursty.phi}`);
    assert.match(calm.source, /^of the baseline from one stretch of time to the next/);
  });

  it('compares pods that replaced one another over time, not with each other', () => {
    const random = seededRandom(6);
    const first = history(1, 720, () => drawBinomial(random, 100, 0.005)).get('pod-0') ?? new Map<number, Tally>();
    const second = new Map([...first].map(([slot, tally]) => [slot + 720, tally]));
    assert.match(
      dispersion(
        new Map([
          ['a', first],
          ['b', second],
        ]),
        5,
      ).source,
      /one stretch of time to the next/,
    );
  });

  it('takes its history from raw counters of the pods', () => {
    const tallies = targetTallies({ total: [steadyPod('b:1'), steadyPod('b:2')], bad: [] }, 15_000);
    assert.equal(tallies.size, 2);
    assert.match(dispersion(tallies, 15).source, /^between 2 pods of the baseline: 0 bad of 600 requests in 45 s/);
  });

  it('leans on the prior while there have been few failures', () => {
    const { phi } = dispersion(
      history(9, 20, (slot, pod) => (slot === 3 && pod === 1 ? 1 : 0)),
      15,
    );
    assert.ok(phi > 3.5 && phi <= 4.1, `${phi}`);
  });

  it('is never below 1, even where failures are spread more evenly than chance would', () => {
    const { phi } = dispersion(
      history(10, 2000, () => 1),
      5,
    );
    assert.ok(phi >= 1 && phi < 1.1, `${phi}`);
  });
});
