import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { ExpositionError } from './exposition-error.ts';
import { parseSeries } from './parse-series.ts';
import { scanExposition, type TimestampUnit } from './scan-exposition.ts';

function read(text: string, unit?: TimestampUnit): readonly (readonly [series: string, value: number, timestampMs: number | undefined])[] {
  return [...scanExposition(text, unit)].map(({ series, value, timestampMs }) => [series, value, timestampMs]);
}

describe('scanExposition', () => {
  it('reads values with and without labels, and passes over comments and blank lines', () => {
    const text = '# HELP a {"\n# TYPE a counter\n\na 1\n  b{x="y"}\t2.5e3  \n\t\n#\nc {x="}"} -0\nlast 4';
    assert.deepEqual(read(text), [
      ['a', 1, undefined],
      ['b{x="y"}', 2500, undefined],
      ['c {x="}"}', -0, undefined],
      ['last', 4, undefined],
    ]);
  });

  it('reads every spelling of what is no finite number', () => {
    assert.deepEqual(
      read('a NaN\na nan\na +Inf\na -inf\na Infinity').map(([, value]) => value),
      [Number.NaN, Number.NaN, Infinity, -Infinity, Infinity],
    );
  });

  it('reads timestamps in milliseconds, or in seconds from OpenMetrics', () => {
    assert.deepEqual(read('a 1 1700000000123'), [['a', 1, 1_700_000_000_123]]);
    assert.deepEqual(read('a 1 -5'), [['a', 1, -5]]);
    assert.deepEqual(read('a 1 1700000000.123', 'seconds'), [['a', 1, 1_700_000_000_123]]);
  });

  it('passes over exemplars and stops at the end mark of OpenMetrics', () => {
    const text = 'a_bucket{le="1"} 3 # {trace_id="4bf9"} 0.67 1.5\na 1 5 # {x="y"} 1\n# EOF\ngarbage {';
    assert.deepEqual(read(text), [
      ['a_bucket{le="1"}', 3, undefined],
      ['a', 1, 5],
    ]);
  });

  it('keeps quoted braces, quotes and backslashes within their label', () => {
    assert.deepEqual(read('a{x="}\\"}\\\\"} 1'), [['a{x="}\\"}\\\\"}', 1, undefined]]);
  });

  const MALFORMED: readonly (readonly [line: string, problem: RegExp])[] = [
    ['a', /expected a value, found "the end/],
    ['a one', /expected a value, found "one"/],
    ['a 0x10', /expected a value/],
    ['a 1,5', /expected a value/],
    ['a 1 soon', /expected a timestamp in milliseconds/],
    ['a 1 1.5', /expected a timestamp in milliseconds/],
    ['a 1 2 3', /unexpected "3"/],
    ['1a 1', /expected a metric name/],
    ['<html>', /expected a metric name/],
    ['a{x="y} 1', /a label value is not closed/],
    ['a{x="y\\"} 1', /a label value is not closed/],
    ['a{x="y" 1', /the labels are not closed/],
    ['a{', /the labels are not closed/],
  ];
  for (const [line, problem] of MALFORMED) {
    it(`refuses ${line} and says in which line`, () => {
      assert.throws(
        () => read(`ok 1\n\n${line}\nok 2`),
        (error: unknown) =>
          error instanceof ExpositionError && error.line === 3 && error.message.startsWith('line 3: ') && problem.test(error.message),
      );
    });
  }

  it('ends on any text, cut off anywhere, in samples or an ExpositionError', () => {
    const whole = 'a{x="y\\n",z="é"} 1 5 # {t="u"} 1\n# EOF\n{__name__="b"} NaN\n';
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.constantFrom(...whole.split('')), { maxLength: 60 }).map((chars) => chars.join('')),
    );
    fc.assert(
      fc.property(hostile, (text) => {
        try {
          for (const { series, line } of scanExposition(text)) parseSeries(series, line);
        } catch (error) {
          assert.ok(error instanceof ExpositionError, String(error));
        }
      }),
    );
  });

  const folder = process.env['CONFORMANCE_DIR'];
  if (folder !== undefined) {
    const files = join(folder, 'promql', 'exposition');
    for (const name of readdirSync(files)) {
      it(`reads every sample of ${name} (CONFORMANCE_DIR)`, () => {
        const text = readFileSync(join(files, name), 'utf8');
        const samples = [...scanExposition(text, name.includes('.om.') ? 'seconds' : 'milliseconds')];
        assert.equal(samples.length, text.split('\n').filter((line) => line !== '' && !line.startsWith('#')).length);
        const series = new Set(samples.map((sample) => JSON.stringify(parseSeries(sample.series, sample.line))));
        assert.equal(series.size, samples.length);
      });
    }
  }
});

describe('parseSeries', () => {
  it('reads names, labels and the three escapes', () => {
    assert.deepEqual(parseSeries('a', 1), { __name__: 'a' });
    assert.deepEqual(parseSeries('a { b = "c" , d="e\\n\\"\\\\\\q", }', 1), { __name__: 'a', b: 'c', d: 'e\n"\\\\q' });
    assert.deepEqual(parseSeries('{__name__="a:b"}', 1), { __name__: 'a:b' });
  });

  it('reads a label value of many megabytes without exhausting the stack', () => {
    const value = 'x\\n'.repeat(2_000_000);
    assert.equal(parseSeries(`a{b="${value}"}`, 1)['b']?.length, 4_000_000);
  });

  it('leaves out labels without a value', () => assert.deepEqual(parseSeries('a{b="",c="d"}', 1), { __name__: 'a', c: 'd' }));

  it('takes names that JavaScript gives a meaning for plain labels', () => {
    assert.deepEqual(Object.entries(parseSeries('a{__proto__="x",constructor="y"}', 1)), [
      ['__name__', 'a'],
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
  });

  const MALFORMED: readonly (readonly [series: string, problem: RegExp])[] = [
    ['a{b}', /expected label="value"/],
    ['a{b=c}', /expected label="value"/],
    ['a{1b="c"}', /expected label="value"/],
    ['a{"b"}', /expected label="value"/],
    ['a{b="c" d="e"}', /expected a comma/],
    ['a{b="c",b="d"}', /comes twice/],
    ['a{__name__="b"}', /comes twice/],
    ['{b="c"}', /has no metric name/],
    ['{}', /has no metric name/],
  ];
  for (const [series, problem] of MALFORMED) {
    it(`refuses ${series}`, () => assert.throws(() => parseSeries(series, 7), problem));
  }
});
