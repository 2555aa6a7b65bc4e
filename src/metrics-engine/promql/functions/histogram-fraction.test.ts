import assert from 'node:assert/strict';
import { answerTo, ask, every, readerOf } from '../evaluate/testing/ask.ts';

const READER = readerOf({
  'h_bucket{le="1"}': every(60, [1, 4]),
  'h_bucket{le="2"}': every(60, [2, 4]),
  'h_bucket{le="+Inf"}': every(60, [4, 4]),
});

describe('histogram_fraction', () => {
  it('answers one series a histogram, without name and bound', () => {
    assert.deepEqual(ask(READER, 'histogram_fraction(0, 2, h_bucket)', [0, 60, 60]), { '{}': [0.5, 1] });
  });
  it('takes bounds that change from instant to instant', () => {
    assert.deepEqual(ask(READER, 'histogram_fraction(0, 1 - time() / 120, h_bucket)', [0, 60, 60]), { '{}': [0.25, 0.5] });
  });
  it('leaves series without a bound out, and warns', () => {
    const { warnings } = answerTo(readerOf({ x: [[0, 1]] }), 'histogram_fraction(0, 1, x)', 0);
    assert.deepEqual(warnings, ['PromQL warning: bucket label "le" is missing or has a malformed value of "" (1:26)']);
  });
});
