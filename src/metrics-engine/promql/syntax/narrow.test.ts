import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { childrenOf } from './children.ts';
import type { Expression, VectorSelector } from './expression.ts';
import { narrow, narrowTree } from './narrow.ts';
import { arbitraryExpression } from './testing/arbitrary-expression.ts';

const TO_V2 = [{ name: 'version', operator: '=', value: 'v2' }] as const;

describe('narrow', () => {
  const NARROWED: readonly (readonly [whole: string, narrowed: string])[] = [
    [
      'sum(rate(good[5m])) / sum(rate(total{job="a"}[5m] offset 1m))',
      'sum(rate(good{version="v2"}[5m])) / sum(rate(total{job="a",version="v2"}[5m] offset 1m))',
    ],
    ['x > -y ^ scalar(z)', 'x{version="v2"} > -y{version="v2"} ^ scalar(z{version="v2"})'],
    ['topk(scalar(k), x)', 'topk(scalar(k{version="v2"}), x{version="v2"})'],
    ['max_over_time((x + y)[1h:5m] @ end())', 'max_over_time((x{version="v2"} + y{version="v2"})[1h:5m] @ end())'],
    ['a + on (b) group_left fill (0) c', 'a{version="v2"} + on (b) group_left () fill (0) c{version="v2"}'],
    ['info(x, {a="b"})', 'info(x{version="v2"}, {a="b"})'],
    ['{"my.metric"}', '{__name__="my.metric",version="v2"}'],
    ['1 + 2', '1 + 2'],
    ['"x"', '"x"'],
  ];
  for (const [whole, narrowed] of NARROWED) {
    it(`makes ${narrowed} of ${whole}`, () => assert.equal(narrow(whole, TO_V2), narrowed));
  }

  it('keeps a constraint that stands already, so that a contradiction finds nothing', () => {
    assert.equal(narrow('x{version="v1"}', TO_V2), 'x{version="v1",version="v2"}');
  });

  it('does not repeat a matcher that stands already', () => {
    assert.equal(narrow('x{version="v2"}', TO_V2), 'x{version="v2"}');
  });

  it('quotes values so that they cannot break out of the selector', () => {
    assert.equal(narrow('x', [{ name: 'v', operator: '=', value: '"} or y{a="' }]), 'x{v="\\"} or y{a=\\""}');
  });

  it('leaves no selector of any expression without the matcher, but for the filter of info()', () => {
    const check = fc.property(arbitraryExpression, (tree) => {
      for (const { matchers } of selectorsOf(narrowTree(tree, TO_V2))) assert.deepEqual(matchers.at(-1), TO_V2[0]);
    });
    fc.assert(check);
  });
});

function selectorsOf(tree: Expression): readonly VectorSelector[] {
  if (tree.kind === 'selector') return [tree];
  const children = tree.kind === 'call' && tree.name === 'info' ? tree.args.slice(0, 1) : childrenOf(tree);
  return children.flatMap(selectorsOf);
}
