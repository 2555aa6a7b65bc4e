import assert from 'node:assert/strict';
import { capital, joinSentences } from './join-sentences.ts';

describe('joinSentences', () => {
  it('ends each text and begins each but the first with a capital', () => {
    assert.equal(joinSentences(['burn rate 0', 'error rate: 1 %.', '']), 'burn rate 0. Error rate: 1 %.');
    assert.equal(joinSentences([]), '');
  });
});

describe('capital', () => {
  it('leaves the names of metrics and services as they are', () => {
    assert.equal(capital('contract gate'), 'Contract gate');
    assert.equal(capital('http_reqs holds'), 'http_reqs holds');
    assert.equal(capital('workflow-service v2 keeps'), 'workflow-service v2 keeps');
  });
});
