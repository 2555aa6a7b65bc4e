import assert from 'node:assert/strict';
import { joinSentences } from './join-sentences.ts';

describe('joinSentences', () => {
  it('ends each text and begins each but the first with a capital', () => {
    assert.equal(joinSentences(['burn rate 0', 'error rate: 1 %.', '']), 'burn rate 0. Error rate: 1 %.');
    assert.equal(joinSentences([]), '');
  });
});
