import assert from 'node:assert/strict';
import { disagreement, meanOf } from './disagreement.ts';

const answers = (series: Readonly<Record<string, readonly (readonly [number, number])[]>>) =>
  new Map(Object.entries(series).map(([name, samples]) => [name, new Map(samples)]));

describe('disagreement', () => {
  it('is none of what is the same, and of nothing', () => {
    assert.equal(disagreement(answers({ a: [[1, 2]] }), answers({ a: [[1, 2]] })), 0);
    assert.equal(disagreement(answers({}), answers({})), 0);
  });

  it('is the largest relative one of all numbers', () => {
    assert.equal(disagreement(answers({ a: [[1, 100]], b: [[1, 4]] }), answers({ a: [[1, 99]], b: [[1, 3]] })), 0.25);
  });

  it('is whole where one has what the other has not, or no number', () => {
    assert.equal(disagreement(answers({ a: [[1, 2]] }), answers({})), 1);
    assert.equal(disagreement(answers({ a: [[1, 2]] }), answers({ a: [[2, 2]] })), 1);
    assert.equal(disagreement(answers({ a: [[1, Number.NaN]] }), answers({ a: [[1, 2]] })), 1);
  });
});

describe('the mean of answers', () => {
  it('is that of all series', () => {
    assert.equal(
      meanOf(
        answers({
          a: [[1, 1]],
          b: [
            [1, 2],
            [2, 6],
          ],
        }),
      ),
      3,
    );
    assert.ok(Number.isNaN(meanOf(answers({}))));
  });
});
