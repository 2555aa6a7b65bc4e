import assert from 'node:assert/strict';
import { ask, readerOf } from '../evaluate/testing/ask.ts';

const READER = readerOf({
  'x{a="1"}': [
    [10, 1],
    [70, 2],
  ],
});
const RANGE = [30, 90, 30] as const;

describe('timestamp', () => {
  it('is when the sample of a selector was scraped, without the name', () =>
    assert.deepEqual(ask(READER, 'timestamp((x))', RANGE), { '{a=1}': [10, 10, 70] }));
  it('follows an offset', () => assert.deepEqual(ask(READER, 'timestamp(x offset 30s)', RANGE), { '{a=1}': ['_', 10, 10] }));
  it('follows @', () => assert.deepEqual(ask(READER, 'timestamp(x @ 69)', RANGE), { '{a=1}': [10, 10, 10] }));
  it('is the instant itself for what is computed', () => {
    assert.deepEqual(ask(READER, 'timestamp(-x)', RANGE), { '{a=1}': [30, 60, 90] });
    assert.deepEqual(ask(READER, 'timestamp(timestamp(x))', RANGE), { '{a=1}': [30, 60, 90] });
    assert.deepEqual(ask(READER, 'timestamp(-x @ 69)', RANGE), { '{a=1}': [30, 60, 90] });
    assert.deepEqual(ask(READER, 'timestamp(vector(1))', RANGE), { '{}': [30, 60, 90] });
    assert.deepEqual(ask(READER, 'timestamp(+x)', RANGE), { '{a=1}': [30, 60, 90] });
  });
});
