import assert from 'node:assert/strict';
import { ask, readerOf } from '../evaluate/testing/ask.ts';

const READER = readerOf({ 'x{a="1", b="2"}': [[0, 1]], 'x{a="3", b="4"}': [[0, 2]] });

function joined(args: string): unknown {
  return ask(READER, `label_join(x, ${args})`, 0);
}

describe('label_join', () => {
  it('joins labels in the order named', () =>
    assert.deepEqual(joined('"c", "-", "b", "a"'), { 'x{a=1,b=2,c=2-1}': 1, 'x{a=3,b=4,c=4-3}': 2 }));
  it('takes an absent label for an empty one', () => {
    assert.deepEqual(joined('"c", "-", "a", "none", "b"'), { 'x{a=1,b=2,c=1--2}': 1, 'x{a=3,b=4,c=3--4}': 2 });
  });
  it('takes the target off when nothing is joined', () => assert.deepEqual(joined('"b", ","'), { 'x{a=1}': 1, 'x{a=3}': 2 }));
  it('sets the name of the metric, also of what was computed', () => {
    const asked = ask(READER, 'label_join(-x, "__name__", "_", "__name__", "a")', 0, { options: { delayedNameRemoval: true } });
    assert.deepEqual(asked, { 'x_1{a=1,b=2}': -1, 'x_3{a=3,b=4}': -2 });
  });
  const REFUSED: readonly (readonly [fact: string, args: string, message: string])[] = [
    ['a source without a name', '"c", "-", "a", ""', 'invalid source label name in label_join(): '],
    ['a target without a name', '"", "-", "a"', 'invalid destination label name in label_join(): '],
  ];
  for (const [fact, args, message] of REFUSED) {
    it(`refuses ${fact}`, () => assert.throws(() => joined(args), { code: 'execution', message }));
  }
  it('refuses series that get the same labels', () => {
    const reader = readerOf({ 'y{a="1", same="s"}': [[0, 1]], 'y{a="2", same="s"}': [[0, 1]] });
    assert.throws(() => ask(reader, 'label_join(y, "a", "", "same")', 0), {
      message: 'vector cannot contain metrics with the same labelset',
    });
  });
});
