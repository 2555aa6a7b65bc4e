import assert from 'node:assert/strict';
import { QueryError } from '../query-result.ts';
import { parse } from './parser.ts';
import { print } from './printer.ts';

function refusal(expression: string): { readonly code: string; readonly message: string } {
  try {
    parse(expression);
  } catch (error) {
    if (error instanceof QueryError) return { code: error.code, message: error.message };
    throw error;
  }
  return assert.fail(`${expression} was parsed`);
}

describe('parse', () => {
  const READINGS: readonly (readonly [written: string, meant: string])[] = [
    ['x', 'x'],
    ['  x # a comment\n + \t1', 'x + 1'],
    ['-1^2', '-1 ^ 2'],
    ['(-1)^2', '(-1) ^ 2'],
    ['2^3^2', '2 ^ 3 ^ 2'],
    ['(2^3)^2', '(2 ^ 3) ^ 2'],
    ['1-(2-3)', '1 - (2 - 3)'],
    ['(1-2)-3', '1 - 2 - 3'],
    ['a or b and c unless d', 'a or b and c unless d'],
    ['(a or b) and c', '(a or b) and c'],
    ['a+b*c == bool d', 'a + b * c == bool d'],
    ['a > 2 and b', 'a > 2 and b'],
    ['+x', 'x'],
    ['--x', '--x'],
    ['0x1F + 017 + 1_000 + .5 + 1e3', '31 + 15 + 1000 + 0.5 + 1000'],
    ['iNf + nan + 5m', '+Inf + NaN + 300'],
    ['x[90]', 'x[1m30s]'],
    ['x[1.5]', 'x[1s500ms]'],
    ['x[30d] offset 1w', 'x[30d] offset 1w'],
    ['x offset -5m @ 12.5', 'x @ 12.500 offset -5m'],
    ['x @ start() offset 0s', 'x @ start()'],
    ['{__name__=~"a.*",b!="c",}', '{__name__=~"a.*", b!="c"}'],
    ['{"x.y", "l.m"="v"}', '{__name__="x.y", "l.m"="v"}'],
    [`x{a='\\'"', b=\`\\n\`, c="\\x41\\u00e9\\U0001F600\\101"}`, 'x{a="\'\\"", b="\\\\n", c="Aé😀A"}'],
    ['SUM BY (a, b) (x)', 'sum by (a, b) (x)'],
    ['sum(x) without (a)', 'sum without (a) (x)'],
    ['sum by () (x)', 'sum(x)'],
    ['topk(2, x)', 'topk(2, x)'],
    ['sum', '{__name__="sum"}'],
    ['a / on (x) group_left (y) b', 'a / on (x) group_left (y) b'],
    ['a / ignoring (x) group_right b', 'a / ignoring (x) group_right () b'],
    ['a and ignoring () b', 'a and b'],
    ['a and on () b', 'a and on () b'],
    ['round(x)', 'round(x)'],
    ['round(x, 0.1)', 'round(x, 0.1)'],
    ['histogram_quantile(0.95, sum by (le) (rate(x_bucket[5m])))', 'histogram_quantile(0.95, sum by (le) (rate(x_bucket[5m])))'],
  ];
  for (const [written, meant] of READINGS) {
    it(`reads ${JSON.stringify(written)} as ${meant}`, () => assert.equal(print(parse(written)), meant));
  }

  const MALFORMED: readonly (readonly [written: string, problem: RegExp])[] = [
    ['', /1:1: expected an expression, found the end/],
    ['x +', /1:4: expected an expression/],
    ['x\n  y', /2:3: unexpected identifier "y"/],
    ['(x', /1:3: expected "\)"/],
    ['x)', /1:2: unexpected operator "\)"/],
    ['5minutes', /1:1: unexpected "5minutes"/],
    ['"open', /1:1: this string is not closed/],
    ['x{a="b\nc"}', /1:5: this string is not closed/],
    ['"\\q"', /1:2: unknown escape \\q/],
    ['"\\UFFFFFFFF"', /unknown escape/],
    ['x{a}', /expected one of = != =~ !~/],
    ['x{a=b}', /expected a quoted label value/],
    ['x{1="b"}', /expected a label name/],
    ['x{a="b" c="d"}', /expected ","/],
    ['x{a=~"("}', /1:6: malformed regular expression/],
    ['{}', /1:1: a selector needs a metric name/],
    ['{a=~".*"}', /a selector needs a metric name/],
    ['x{__name__="y"}', /the metric name is set twice/],
    ['x[0s]', /longer than nothing/],
    ['x[y]', /expected a duration/],
    ['x[5m', /expected "]"/],
    ['x offset', /expected a duration/],
    ['x offset 1m offset 2m', /offset is set twice/],
    ['x @ 1 @ 2', /@ is set twice/],
    ['x @ y', /expected a time in seconds/],
    ['x offset 1m [5m]', /a range stands before offset/],
    ['sum(x)[5m]', /a range may only follow a plain selector/],
    ['x[5m] + 1', /must be scalars or instant vectors/],
    ['-x[5m]', /a sign may only precede/],
    ['-"x"', /a sign may only precede/],
    ['1 > 2', /needs bool/],
    ['x + bool y', /bool may only follow a comparison/],
    ['1 and x', /does not take a scalar/],
    ['x + on (a) 1', /need an instant vector on both sides/],
    ['x and on (a) group_left () y', /take no group modifier/],
    ['x / on (a) group_left (a) y', /stands in on and in the group modifier/],
    ['x / on (1) y', /expected a label name/],
    ['rate(x)', /argument 1 of rate\(\) must be a range of samples, not an instant vector/],
    ['rate(x[5m], 1)', /takes 1 argument\(s\), not 2/],
    ['round()', /takes 1 to 2 argument\(s\), not 0/],
    ['nonsense(x)', /unknown function nonsense\(\)/],
    ['sum(1)', /the operand of sum must be an instant vector, not a scalar/],
    ['sum(x, y)', /sum takes 1 argument\(s\), not 2/],
    ['topk(x, y)', /the parameter of topk must be a scalar/],
    ['topk(x)', /topk takes 2 argument\(s\), not 1/],
    ['x ~ y', /unexpected "~ y"/],
  ];
  for (const [written, problem] of MALFORMED) {
    it(`refuses ${JSON.stringify(written)} and says where`, () => {
      const { code, message } = refusal(written);
      assert.equal(code, 'bad-query');
      assert.match(message, problem);
    });
  }

  const UNSUPPORTED: readonly (readonly [written: string, construct: string])[] = [
    ['max_over_time(x[1h:5m])', 'a subquery'],
    ['sum(x)[1h:]', 'a subquery'],
    ['label_replace(x, "a", "b", "c", "d")', 'the function label_replace()'],
    ['count_values("a", x)', 'the aggregation count_values'],
    ['limitk by (a) (1, x)', 'the aggregation limitk'],
    ['(x atan2 y)', 'the operator atan2'],
    ['x + fill(0) y', 'the modifier fill'],
  ];
  for (const [written, construct] of UNSUPPORTED) {
    it(`says that ${construct} is not supported`, () => {
      const { code, message } = refusal(written);
      assert.equal(code, 'unsupported');
      assert.ok(message.includes(construct), message);
    });
  }

  it('refuses nesting that would exhaust the stack', () => {
    assert.match(refusal(`${'('.repeat(100_000)}x`).message, /nested more than 200 levels/);
    assert.match(refusal(`${'-'.repeat(100_000)}x`).message, /nested more than 200 levels/);
    assert.match(refusal(Array.from({ length: 100_000 }, () => '2').join('^')).message, /nested more than 200 levels/);
  });

  it('refuses an expression of more than a million characters', () => {
    assert.match(refusal('x'.repeat(1_000_001)).message, /more than 1000000 characters/);
  });
});
