import assert from 'node:assert/strict';
import { describeFailure } from './describe-failure.ts';

describe('describeFailure', () => {
  it('adds what caused it', () => {
    assert.equal(describeFailure(new Error('a', { cause: new Error('b', { cause: new Error('c') }) })), 'a: b: c');
    assert.equal(describeFailure(new Error('a', { cause: 'b' })), 'a');
  });

  it('takes the first of several attempts', () =>
    assert.equal(describeFailure(new AggregateError([new Error('refused'), new Error('unreachable')])), 'refused'));
});
