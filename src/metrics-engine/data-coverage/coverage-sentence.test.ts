import assert from 'node:assert/strict';
import { coverageSentence } from './coverage-sentence.ts';

const DAY = 86_400_000;

describe('coverageSentence', () => {
  const KNOWN: readonly (readonly [coveredMs: number, windowMs: number, sentence: string])[] = [
    [600_000, 30 * DAY, '10 minutes of 30 days'],
    [615_000, 30 * DAY, '10 minutes of 30 days'],
    [0, 30 * DAY, 'nothing of 30 days'],
    [30 * DAY, 30 * DAY, 'all of 30 days'],
    [30 * DAY - 1, 30 * DAY, '29 days of 30 days'],
    [5_400_000, DAY, '1.5 hours of 1 day'],
    [1_000, 300_000, '1 second of 5 minutes'],
    [250, 500, '0.2 seconds of 0.5 seconds'],
    [1, DAY, 'less than 0.1 seconds of 1 day'],
  ];
  for (const [coveredMs, windowMs, sentence] of KNOWN) it(sentence, () => assert.equal(coverageSentence(coveredMs, windowMs), sentence));
});
