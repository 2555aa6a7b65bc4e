import assert from 'node:assert/strict';
import type { Expression } from './expression.ts';
import { parse } from './parse.ts';
import { print } from './print.ts';
import { refusal } from './testing/refusal.ts';
import { withoutSpans } from './testing/without-spans.ts';

describe('parse', () => {
  const SAME: readonly (readonly [written: string, meant: string])[] = [
    ['  x # a comment\n + \t1 # another', 'x + 1'],
    ['-1^2', '-(1^2)'],
    ['2^3^2', '2^(3^2)'],
    ['2^-3^2', '2^(-(3^2))'],
    ['-a*b', '(-a)*b'],
    ['1-2-3', '(1-2)-3'],
    ['a atan2 b*c', '(a atan2 b)*c'],
    ['a%b/c', '(a%b)/c'],
    ['a or b and c unless d', 'a or ((b and c) unless d)'],
    ['a+b*c == bool d', '(a+(b*c)) == bool d'],
    ['a > 2 and b', '(a > 2) and b'],
    ['a < b > c', '(a < b) > c'],
    ['a + b offset 5m', 'a + (b offset 5m)'],
    ['a AND b OR c UNLESS d', 'a and b or (c unless d)'],
    ['SUM BY (a) (x)', 'sum by (a) (x)'],
    ['sum(x) BY (a)', 'sum by (a) (x)'],
    ['sum by (a,) (x)', 'sum by (a) (x)'],
    ['sum by () (x)', 'sum(x)'],
    ['sum without (by, sum, on, bool) (x)', 'sum without ("by", "sum", "on", "bool") (x)'],
    ['a / ON (b) GROUP_LEFT c', 'a / on (b) group_left () c'],
    ['a + on () 1', 'a + on () 1'],
    ['a + fill_right(2) fill_left(1) b', 'a + fill_left(1) fill_right(2) b'],
    ['{a="b",}', '{a="b"}'],
    ['x{}', 'x'],
    ['{"x"}', 'x'],
    ['{"x", "a"="b"}', 'x{a="b"}'],
    ["x{a='b', c=`d`}", 'x{a="b",c="d"}'],
    ['x{offset="a", by="b", inf="c", nan="d", sum="e", bool="f"}', 'x{"offset"="a","by"="b","inf"="c","nan"="d","sum"="e","bool"="f"}'],
    ['x[90]', 'x[1m30s]'],
    ['x[1.5]', 'x[1500ms]'],
    ['x[1.001]', 'x[1001ms]'],
    ['x[0x10]', 'x[16s]'],
    ['x[1y2w3d4h5m6s7ms]', 'x[33019506.007]'],
    ['x offset 1h @ 10', 'x @ 10 offset 1h'],
    ['x[5m] @ end() offset 1h', 'x[5m] offset 1h @ end()'],
    ['x @ 5m', 'x @ 300'],
    ['x @ -1.2345', 'x @ -1.235'],
    ['x @ START()', 'x @ start()'],
    ['x offset +5m', 'x offset 5m'],
    ['x offset -(-5m)', 'x offset 5m'],
    ['x offset 5m - 3', '(x offset 5m) - 3'],
    ['x offset 5m ^ 3', '(x offset 5m) ^ 3'],
    ['x[5m + 1m * 2 ^ 2]', 'x[5m + (1m * (2 ^ 2))]'],
    ['x[STEP() + range()]', 'x[step() + range()]'],
    ['x[-(5m) + 10m]', 'x[-5m + 10m]'],
    ['x[5m:1m] offset 1d', 'x[300:60] offset 24h'],
    ['0x1F + 017 + 1_000 + .5 + 1e3 + 5. + 08', '31 + 15 + 1000 + 0.5 + 1000 + 5 + 8'],
    ['1e-3 + 1E+2 + 0xab_cd + 1_0.2_5', '0.001 + 100 + 43981 + 10.25'],
    ['iNf + NAN + 5m + 1h30m + 100ms', '+Inf + NaN + 300 + 5400 + 0.1'],
    ['+1 + +Inf', '1 + (+Inf)'],
    ['((x))', 'x'],
    ['round(x)', 'round((x))'],
    ['min_of(step(), max_of(range(), start()))', 'min_of(step(), max_of(range(), start()))'],
    ['sort_by_label(x)', 'sort_by_label(x)'],
    ['sort_by_label(x, "a", "b", "c")', 'sort_by_label(x, "a", "b", "c")'],
    ['label_join(x, "a", "b")', 'label_join(x, "a", "b")'],
    ['info(x)', 'info(x)'],
    ['info(x, {__name__="target_info"})', 'info(x, {"target_info"})'],
    ['info(x, {a=~".*"})', 'info(x, {a=~".*"})'],
    ['histogram_quantiles(x, "q", 0.5)', 'histogram_quantiles(x, "q", 0.5)'],
  ];
  for (const [written, meant] of SAME) {
    it(`reads ${JSON.stringify(written)} as ${meant}`, () => {
      assert.deepEqual(withoutSpans(parse(written)), withoutSpans(parse(meant)));
    });
  }

  const METRICS =
    'sum avg count_values topk limitk offset by without and or unless start end step range fill fill_left fill_right anchored smoothed a:b :';
  for (const name of METRICS.split(' ')) {
    it(`lets a metric bear the name ${name}`, () => {
      const [left, right] = [parse(`${name} + ${name}{a="b"}`), parse(`{"${name}"} + {"${name}",a="b"}`)];
      assert.deepEqual(withoutSpans(left), withoutSpans(right));
    });
  }

  const STRINGS: readonly (readonly [written: string, meaning: string])[] = [
    [String.raw`"\a\b\f\n\r\t\v\\\""`, '\u0007\b\f\n\r\t\v\\"'],
    [String.raw`'\''`, "'"],
    [String.raw`"\x41\u00e9\U0001F600\101"`, 'Aé😀A'],
    [String.raw`"\xc3\xa9 \360\237\230\200"`, 'é 😀'],
    [String.raw`"\xff\xc3"`, '\udcff\udcc3'],
    [String.raw`"\xed\xa0\x80"`, '\udced\udca0\udc80'],
    [String.raw`"\xc0\x80"`, '\udcc0\udc80'],
    ['`\\n\r\n"`', '\\n\r\n"'],
    ['"#no comment"', '#no comment'],
    ['""', ''],
  ];
  for (const [written, meaning] of STRINGS) {
    it(`reads the text ${JSON.stringify(written)} as Go does`, () => {
      assert.deepEqual(withoutSpans(parse(written)), { kind: 'string', value: meaning });
    });
  }

  it('tells where each part stands', () => {
    const text = 'sum by (a) (rate(x{b="c"}[5m] offset 1m)) / -2';
    const found: string[] = [];
    const visit = (part: Expression): void => {
      found.push(text.slice(part.span.start, part.span.end));
      if (part.kind === 'binary') [part.left, part.right].map(visit);
      if (part.kind === 'aggregation') visit(part.operand);
      if (part.kind === 'call') part.args.map(visit);
      if (part.kind === 'range') visit(part.selector);
    };
    visit(parse(text));
    assert.deepEqual(found, [
      text,
      'sum by (a) (rate(x{b="c"}[5m] offset 1m))',
      'rate(x{b="c"}[5m] offset 1m)',
      'x{b="c"}[5m] offset 1m',
      'x{b="c"}',
      '-2',
    ]);
  });

  it('lets the span of an operation begin at the parenthesis of its left operand', () => {
    assert.deepEqual(parse('(a) + (b)').span, { start: 0, end: 9 });
  });

  it('refuses nesting that would exhaust the stack', () => {
    for (const deep of [`${'('.repeat(50_000)}x`, `${'-'.repeat(90_000)}x`, `x[${'('.repeat(90_000)}`, Array(40_000).fill('2').join('^')]) {
      assert.match(refusal(deep).message, /nested more than 200 levels deep/);
    }
  });

  it('refuses a row of operators that would exhaust the stack of whoever evaluates it', () => {
    assert.match(refusal(Array(2_000).fill('x').join('+')).message, /more than 500 operations in a row/);
    assert.match(refusal(`x${'[5m:]'.repeat(2_000)}`).message, /more than 500 operations in a row/);
    assert.equal(print(parse(Array(500).fill('x').join(' + '))).length, 500 * 4 - 3);
  });

  it('refuses an expression that is too long, and a selector with too many matchers', () => {
    assert.match(refusal('x'.repeat(100_001)).message, /100001 characters; at most 100000/);
    assert.match(refusal(`{${'a="b",'.repeat(101)}}`).message, /1:1: parse error: a selector has more than 100 label matchers/);
    assert.match(refusal('{a=~"(.{1000}){51}"}').message, /1:2: parse error: the counted repetitions .* more than 50000 instructions/);
    assert.match(refusal(Array(101).fill('{a=~".{1000}"}').join('+')).message, /come to more than 100000 instructions/);
    assert.match(refusal(`{a=~"${'x'.repeat(16_385)}"}`).message, /at most 16384 are allowed/);
  });
});
