import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { parse } from './parse.ts';
import { print } from './print.ts';
import { arbitraryExpression } from './testing/arbitrary-expression.ts';
import { withoutSpans } from './testing/without-spans.ts';

describe('print', () => {
  it('writes what parses to the same tree', () => {
    const check = fc.property(arbitraryExpression, (tree) => assert.deepEqual(withoutSpans(parse(print(tree))), withoutSpans(tree)));
    fc.assert(check, { numRuns: 500 });
  });

  it('writes the same text after parsing it again', () => {
    const check = fc.property(arbitraryExpression, (tree) => assert.equal(print(parse(print(tree))), print(tree)));
    fc.assert(check, { numRuns: 100 });
  });

  const FORMATS: readonly (readonly [written: string, printed: string])[] = [
    ['x{a="b" , c!~"d"}', 'x{a="b",c!~"d"}'],
    ['{__name__="x"}', 'x'],
    ['{__name__="my.metric",a="b"}', '{__name__="my.metric",a="b"}'],
    ['{"on"}', '{__name__="on"}'],
    ['{"label.x"="y"}', '{"label.x"="y"}'],
    ['sum by(a,"b.c",inf_)(x)', 'sum by (a, "b.c", inf_) (x)'],
    ['sum(x)without(a)', 'sum without (a) (x)'],
    ['count_values("v",x)', 'count_values("v", x)'],
    ['x offset 90m @ 12.5', 'x @ 12.500 offset 1h30m'],
    ['rate(x[300]offset -5m)', 'rate(x[5m] offset -5m)'],
    ['x[30d]', 'x[30d]'],
    ['x[14d]', 'x[2w]'],
    ['(a+b)[1h:]', '(a + b)[1h:]'],
    ['a[1h:5m]@end()offset 1m', 'a[1h:5m] @ end() offset 1m'],
    ['x[5m*2]', 'x[5m * 2]'],
    ['x[(5m+step())*2]', 'x[(5m + step()) * 2]'],
    ['x offset (5m*1.5)', 'x offset (5m * 1.5)'],
    ['x offset -min_of(step(),-5s)', 'x offset -min_of(step(), -5s)'],
    ['a+on(b)group_left(c)fill(0)d', 'a + on (b) group_left (c) fill (0) d'],
    ['a+fill_left(1)fill_right(-inf)d', 'a + fill_left (1) fill_right (-Inf) d'],
    ['a/ignoring(b)group_right c', 'a / ignoring (b) group_right () c'],
    ['a>bool 1', 'a > bool 1'],
    ['(-1)^2', '(-1) ^ 2'],
    ['-(1^2)', '-1 ^ 2'],
    ['2^(3^4)', '2 ^ 3 ^ 4'],
    ['1-(2-3)', '1 - (2 - 3)'],
    ['(1-2)-3', '1 - 2 - 3'],
    ['info(x,{__name__="target_info",a=~".*"})', 'info(x, {__name__="target_info",a=~".*"})'],
    ["'\\xff\\u00e9'", '"\\xffé"'],
  ];
  for (const [written, printed] of FORMATS) {
    it(`writes ${written} as ${printed}`, () => {
      assert.equal(print(parse(written)), printed);
      assert.equal(print(parse(printed)), printed);
    });
  }
});
