import assert from 'node:assert/strict';
import { ask, every, readerOf } from '../evaluate/testing/ask.ts';

const READER = readerOf({ 'x{a="1"}': every(60, [-1.5, 2.5, 4]), 'y{a="1"}': [[60, 9]], step_of: every(60, [1, 5, 0]) });

describe('a function of each value', () => {
  it('computes it at each instant, and takes the name off', () => {
    assert.deepEqual(ask(READER, 'abs(x)', [0, 120, 60]), { '{a=1}': [1.5, 2.5, 4] });
  });
  it('has no value where its operand has none', () => {
    assert.deepEqual(ask(READER, 'sqrt(y)', [0, 120, 60]), { '{a=1}': ['_', 3, 3] });
  });
  it('joins series that differ in their name only, where they never meet', () => {
    const reader = readerOf({
      'b{a="1"}': [
        [0, 1],
        [30, 'stale'],
      ],
      'c{a="1"}': [[60, -2]],
    });
    assert.deepEqual(ask(reader, 'abs({a="1"})', [0, 60, 60]), { '{a=1}': [1, 2] });
  });
  it('refuses them where they meet', () => {
    assert.throws(() => ask(READER, 'abs({a="1"})', 60), {
      code: 'execution',
      message: 'vector cannot contain metrics with the same labelset',
    });
  });
  it('keeps the name until the end with delayed name removal', () => {
    const asked = ask(READER, 'label_replace(abs(x), "name", "$1", "__name__", "(.*)")', 120, { options: { delayedNameRemoval: true } });
    assert.deepEqual(asked, { '{a=1,name=x}': 4 });
  });
});

describe('round', () => {
  it('rounds to whole numbers, halves upward', () => assert.deepEqual(ask(READER, 'round(x)', [0, 120, 60]), { '{a=1}': [-1, 3, 4] }));
  it('rounds to multiples of a step that may change from instant to instant', () => {
    assert.deepEqual(ask(READER, 'round(x, scalar(step_of))', [0, 120, 60]), { '{a=1}': [-1, 5, Number.NaN] });
  });
});
