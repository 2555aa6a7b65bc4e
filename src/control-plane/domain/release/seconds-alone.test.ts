import assert from 'node:assert/strict';
import type { ArmSeries } from '../canary/counter-series.ts';
import { secondsAlone } from './seconds-alone.ts';

const scraped = (...instances: readonly (readonly number[])[]): ArmSeries => ({
  total: instances.map((seconds, i) => ({ labels: { instance: `${i}` }, samples: seconds.map((at) => [at * 1000, 1] as const) })),
  bad: [],
});

describe('secondsAlone', () => {
  const table: readonly (readonly [string, ArmSeries | undefined, number | undefined, number])[] = [
    ['counts the scrapes that only the baseline answered', scraped([5, 10, 15, 20]), 10, 10],
    ['is nothing while both answer', scraped([5, 10]), 10, 0],
    ['counts a scrape once, however many targets answered it', scraped([15, 20], [14, 19]), 10, 10],
    ['counts no time in which nobody answered', scraped([5, 10, 600]), 10, 5],
    ['takes a baseline that is scraped later in the same interval as no one alone', scraped([9]), 7, 0],
    ['knows nothing of a candidate that never answered', scraped([5, 10]), undefined, 0],
    ['knows nothing where no baseline is expected', undefined, 10, 0],
  ];
  for (const [fact, baseline, newest, seconds] of table) {
    it(fact, () => assert.equal(secondsAlone(baseline, newest === undefined ? undefined : newest * 1000, 5000), seconds));
  }
});
