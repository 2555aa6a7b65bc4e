import assert from 'node:assert/strict';
import { answerTo, ask, readerOf } from '../evaluate/testing/ask.ts';

const READER = readerOf({
  'x{cpu="10", z="a"}': [[0, 5]],
  'x{cpu="2", z="b"}': [[0, Number.NaN]],
  'x{cpu="2", z="a"}': [[0, 1]],
  'x{z="c"}': [[0, 9]],
});

function orderOf(text: string): readonly string[] {
  return Object.keys(ask(READER, text, 0) as object);
}

const [TEN, TWO_B, TWO_A, NONE] = ['x{cpu=10,z=a}', 'x{cpu=2,z=b}', 'x{cpu=2,z=a}', 'x{z=c}'];

describe('the functions of order', () => {
  it('sort by value, NaN last', () => assert.deepEqual(orderOf('sort(x)'), [TWO_A, TEN, NONE, TWO_B]));
  it('sort by value from the largest on, NaN last', () => assert.deepEqual(orderOf('sort_desc(x)'), [NONE, TEN, TWO_A, TWO_B]));
  it('sort by a label in its natural order, then by all labels', () => {
    assert.deepEqual(orderOf('sort_by_label(x, "cpu")'), [NONE, TWO_A, TWO_B, TEN]);
  });
  it('sort by several labels', () => assert.deepEqual(orderOf('sort_by_label(x, "z", "cpu")'), [TWO_A, TEN, TWO_B, NONE]));
  it('sort by labels the other way round', () => {
    assert.deepEqual(orderOf('sort_by_label_desc(x, "cpu")'), [TEN, TWO_B, TWO_A, NONE]);
  });
  it('sort by all labels when none is named', () => assert.deepEqual(orderOf('sort_by_label(x)'), [TEN, TWO_A, TWO_B, NONE]));
  it('change nothing in a range, and say so', () => {
    const { warnings, ...answer } = answerTo(READER, '1 + sort(x)', [0, 60, 60]);
    assert.deepEqual(warnings, ['PromQL warning: sort is ineffective for range queries since results are always ordered by labels (1:5)']);
    assert.equal(answer.kind === 'vector' ? answer.columns.length : 0, 4);
  });
});
