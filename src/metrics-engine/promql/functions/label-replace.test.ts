import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { ask, readerOf } from '../evaluate/testing/ask.ts';

const READER = readerOf({ 'x{src="value-10", dst="old"}': [[0, 1]], 'x{src="value-20", dst="old"}': [[0, 2]] });

function replaced(args: string): unknown {
  return ask(READER, `label_replace(x, ${args})`, 0);
}

describe('label_replace', () => {
  it('sets a label from groups of another', () => {
    assert.deepEqual(replaced('"dst", "new-$1", "src", "value-(.*)"'), {
      'x{dst=new-10,src=value-10}': 1,
      'x{dst=new-20,src=value-20}': 2,
    });
    assert.deepEqual(replaced('"dst", "${n}!", "src", "value-(?P<n>.*)"'), { 'x{dst=10!,src=value-10}': 1, 'x{dst=20!,src=value-20}': 2 });
  });
  it('matches the whole value or not at all', () => {
    assert.deepEqual(replaced('"dst", "new", "src", "alue-.*"'), { 'x{dst=old,src=value-10}': 1, 'x{dst=old,src=value-20}': 2 });
  });
  it('takes an absent label for an empty one', () => {
    assert.deepEqual(replaced('"dst", "new", "none", "(.*)"'), { 'x{dst=new,src=value-10}': 1, 'x{dst=new,src=value-20}': 2 });
  });
  it('takes a label off by an empty replacement', () => {
    assert.deepEqual(replaced('"dst", "", "dst", ".*"'), { 'x{src=value-10}': 1, 'x{src=value-20}': 2 });
  });
  it('sets the name of the metric, also of what was computed', () => {
    assert.deepEqual(ask(READER, 'label_replace(-x, "__name__", "y", "dst", "old")', 0), {
      'y{dst=old,src=value-10}': -1,
      'y{dst=old,src=value-20}': -2,
    });
    const delayed = ask(READER, 'label_replace(-x, "__name__", "neg_$1", "__name__", "(.*)")', 0, {
      options: { delayedNameRemoval: true },
    });
    assert.deepEqual(delayed, { 'neg_x{dst=old,src=value-10}': -1, 'neg_x{dst=old,src=value-20}': -2 });
  });
  it('leaves the mark of delayed name removal where no name is set', () => {
    assert.deepEqual(ask(READER, 'label_replace(-x, "a", "b", "", "")', 0, { options: { delayedNameRemoval: true } }), {
      '{a=b,dst=old,src=value-10}': -1,
      '{a=b,dst=old,src=value-20}': -2,
    });
  });
  it('takes any Unicode text for a name', () => {
    assert.deepEqual(replaced('"überschrift", "1", "", ""'), {
      'x{dst=old,src=value-10,überschrift=1}': 1,
      'x{dst=old,src=value-20,überschrift=1}': 2,
    });
  });
  it('joins series that get the same labels and never meet', () => {
    const reader = readerOf({
      'x{i="1"}': [
        [0, 2],
        [30, 'stale'],
      ],
      'x{i="2"}': [[60, 4]],
    });
    assert.deepEqual(ask(reader, 'label_replace(x, "i", "", "", "")', [0, 60, 60]), { 'x{}': [2, 4] });
  });
  const REFUSED: readonly (readonly [fact: string, args: string, message: string])[] = [
    ['series that get the same labels', '"src", "", "", ""', 'vector cannot contain metrics with the same labelset'],
    ['a malformed pattern', '"dst", "$1", "src", "(.*"', 'invalid regular expression in label_replace(): (.*'],
    ['a target that is no Unicode', '"\\xff", "", "src", ".*"', 'invalid destination label name in label_replace(): \udcff'],
    ['a target without a name', '"", "", "src", ".*"', 'invalid destination label name in label_replace(): '],
  ];
  for (const [fact, args, message] of REFUSED) {
    it(`refuses ${fact}`, () => assert.throws(() => replaced(args), { code: 'execution', message }));
  }
  it('refuses a malformed pattern even where there are no series', () => {
    assert.throws(() => ask(READER, 'label_replace(nothing, "a", "", "b", "(")', 0), { code: 'execution' });
  });
  it('gives back a label that is replaced by all of itself', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (value) => {
        const reader = readerOf({});
        reader.series({ __name__: 'x', a: value }).append(0, 1);
        const copied = ask(reader, 'label_replace(label_replace(x, "b", "$0", "a", ".*"), "a", "", "", "")', 0);
        assert.deepEqual(copied, { [`x{b=${value}}`]: 1 });
      }),
    );
  });
});
