import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { METRIC_NAME } from '../promql/labels.ts';
import type { Labels } from '../query-result.ts';
import type { Exemplar } from './exemplar.ts';
import { ExpositionError } from './exposition-error.ts';
import type { ExpositionFormat } from './exposition-format.ts';
import { LineMemory } from './line-memory.ts';
import type { MetadataLine } from './metadata-line.ts';
import { type ReadExpositionOptions, readExposition } from './read-exposition.ts';

type Told =
  | readonly [series: string, value: number, timestampMs?: number | undefined]
  | { readonly exemplar: Exemplar }
  | { readonly metadata: MetadataLine };

/** Writes labels as a series, to compare by. */
function written(labels: Labels): string {
  const { [METRIC_NAME]: name, ...others } = labels;
  const pairs = Object.entries(others).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return pairs.length === 0 ? (name ?? '') : `${name}{${pairs.join(',')}}`;
}

/** Reads without letting anybody run meanwhile; answers how often that was offered. */
function readWhole<Meaning>(options: ReadExpositionOptions<Meaning>): number {
  return Array.from(readExposition(options)).length;
}

function tell(text: string, format: ExpositionFormat, memory = new LineMemory<string>()): readonly Told[] {
  const told: Told[] = [];
  readWhole({
    bytes: Buffer.from(text, 'latin1'),
    format,
    memory,
    listener: {
      meaningOf: written,
      sample: (series, value, timestampMs) => told.push(timestampMs === undefined ? [series, value] : [series, value, timestampMs]),
      exemplar: (_, exemplar) => told.push({ exemplar }),
      metadata: (metadata) => told.push({ metadata }),
    },
  });
  memory.keepMet();
  return told;
}
const text = (exposition: string, memory?: LineMemory<string>) => tell(exposition, 'text', memory);
const openMetrics = (exposition: string, memory?: LineMemory<string>) => tell(exposition, 'open-metrics', memory);

/** UTF-8, each byte as one character. */
function bytes(exposition: string): string {
  return Buffer.from(exposition, 'utf8').toString('latin1');
}

function refuses(exposition: string, format: ExpositionFormat, problem: RegExp, line = 1): void {
  assert.throws(
    () => tell(exposition, format),
    (error: unknown) => {
      assert.ok(error instanceof ExpositionError, String(error));
      assert.match(error.message, problem);
      assert.equal(error.line, line);
      return true;
    },
  );
}

describe('readExposition of the text format', () => {
  it('tells values with and without labels, and passes over remarks and blank lines', () => {
    assert.deepEqual(text('# remark {"\n#\n\na 1\n  b{x="y"}\t2.5e3  \n\t\nc {x="}"} -0\nlast 4'), [
      ['a', 1],
      ['b{x="y"}', 2500],
      ['c{x="}"}', -0],
      ['last', 4],
    ]);
  });

  it('tells types, help texts and no units', () => {
    assert.deepEqual(text('# HELP a:b x\\\\y\\n\\q"\n# TYPE a:b counter\n# HELP c\n# UNIT c s\n#TYPE c nonsense\n# HELP "d e" f\n'), [
      { metadata: { kind: 'help', family: 'a:b', help: 'x\\y\n\\q"' } },
      { metadata: { kind: 'type', family: 'a:b', type: 'counter' } },
      { metadata: { kind: 'help', family: 'c', help: '' } },
      { metadata: { kind: 'help', family: 'd e', help: 'f' } },
    ]);
    assert.deepEqual(text('# TYPE a untyped\n'), [{ metadata: { kind: 'type', family: 'a', type: 'unknown' } }]);
  });

  const LABELS: readonly (readonly [line: string, series: string])[] = [
    ['a{} 1', 'a'],
    ['a{b="c"}1', 'a{b="c"}'],
    ['a{b="c" d="e"} 1', 'a{b="c",d="e"}'],
    ['a{ b = "c" , } 1', 'a{b="c"}'],
    ['a{d="e",b=""} 1', 'a{d="e"}'],
    ['a{b="}\\"}\\\\\\n\\q"} 1', String.raw`a{b="}\"}\\\n\\q"}`],
    ['a{b="x\ny"} 1', 'a{b="x\\ny"}'],
    ['{"a.b",c="d"} 1', 'a.b{c="d"}'],
    ['{c="d","a b"} 1', 'a b{c="d"}'],
    [bytes('{"größe","läge"="süd"} 1'), 'größe{läge="süd"}'],
    ['a{__proto__="x",constructor="y"} 1', 'a{__proto__="x",constructor="y"}'],
  ];
  for (const [line, series] of LABELS) it(`reads ${JSON.stringify(line)}`, () => assert.deepEqual(text(line), [[series, 1]]));

  it('reads timestamps in milliseconds', () => {
    assert.deepEqual(text('a 1 1700000000123\nb 1\t5 \n'), [
      ['a', 1, 1_700_000_000_123],
      ['b', 1, 5],
    ]);
    assert.deepEqual(text('a 1 999999999999999999'), [['a', 1, 1e18]]);
  });

  it('takes remarks in any encoding', () => assert.deepEqual(text('# \xff\na 1'), [['a', 1]]));

  // Each of them is refused by Prometheus 2.42, too, but for the last, which it takes for a metric of no name.
  const MALFORMED: readonly (readonly [line: string, problem: RegExp])[] = [
    ['a', /expected a value, found the end of the line/],
    ['a one', /expected a value, found "one"/],
    ['a 0x10', /expected a value/],
    ['a 1_0', /expected a value/],
    ['a 1e999', /expected a value/],
    ['a +NaN', /expected a value/],
    ['a .', /expected a value/],
    ['a 1\r', /expected a value/],
    ['a{b="c"}', /expected a value/],
    ['a\0 1', /expected a value/],
    ['a 1 -5', /expected a timestamp in milliseconds/],
    ['a 1 +5', /expected a timestamp in milliseconds/],
    ['a 1 1.5', /expected a timestamp in milliseconds/],
    ['a 1 9999999999999999999', /expected a timestamp in milliseconds/],
    ['a 1 2 3', /expected the end of the line, found "3"/],
    ['a 1 # {x="y"} 1', /expected a timestamp in milliseconds or the end of the line, found "# \{x/],
    ['a 1{', /expected a timestamp/],
    ['1a 1', /expected a metric name, found "1a 1"/],
    ['<html>', /expected a metric name/],
    ['a{b} 1', /expected label="value", found "b\}"/],
    ['a{b=c} 1', /expected label="value"/],
    ['a{1b="c"} 1', /expected label="value"/],
    ['a{,} 1', /expected label="value"/],
    ['a{b="c",,} 1', /expected label="value"/],
    ['a{"b"} 1', /a second metric name, "b"/],
    ['{"a","b"} 1', /a second metric name, "b"/],
    ['{""="x","a"} 1', /has an empty name/],
    ['a{b="c",b="d"} 1', /comes twice/],
    ['a{__name__="b"} 1', /comes twice/],
    ['{b="c"} 1', /has no metric name/],
    ['{} 1', /has no metric name/],
    ['a{b="\xff"} 1', /is not UTF-8/],
    ['# HELP a \xff', /is not UTF-8/],
    ['# TYPE a counter ', /unknown metric type "counter "/],
    ['# TYPE a  counter', /unknown metric type " counter"/],
    ['# TYPE a unknown', /unknown metric type/],
    ['# TYPE a', /unknown metric type ""/],
    ['# HELP 9', /expected a metric name after HELP, found "9"/],
    ['# HELP ', /expected a metric name after HELP/],
    ['a{x="y', /a label value is not closed/],
    ['a{x="y" 1', /the labels are not closed/],
    ['a{', /the labels are not closed/],
    ['{__name__="b"} 1', /has no metric name/],
  ];
  for (const [line, problem] of MALFORMED) {
    it(`refuses ${JSON.stringify(line)} and says in which line`, () => refuses(`ok 1\n\n${line}\n`, 'text', problem, 3));
  }

  it('writes the bounds of histograms and summaries in one way', () => {
    const exposition = [
      'before{le="1"} 0',
      '# TYPE h histogram',
      ...['1', '+1', '0.5', '1000000', '1e6', '0.00001', 'inf', '-Inf', 'none', '-0', '1e21', '123456'].map(
        (le) => `h_bucket{x="${le}",le="${le}"} 1`,
      ),
      '# TYPE s summary',
      's{quantile="1"} 2',
      's{le="1"} 3',
    ];
    assert.deepEqual(
      text(exposition.join('\n'))
        .filter((each) => Array.isArray(each))
        .map(([series]) => /(?:le|quantile)="([^"]*)"/.exec(String(series))?.[1]),
      ['1', '1.0', '1.0', '0.5', '1e+06', '1e+06', '1e-05', '+Inf', '-Inf', 'none', '0.0', '1e+21', '123456.0', '1.0', '1'],
    );
  });

  it('reads a label value of many megabytes without exhausting the stack', () => {
    const [sample] = text(`a{b="${'x\\n'.repeat(2_000_000)}"} 1`);
    assert.ok(Array.isArray(sample));
    assert.equal(sample[0].length, 'a{b=""}'.length + 6_000_000);
  });
});

describe('readExposition of OpenMetrics', () => {
  it('tells samples, times in seconds that are cut to milliseconds, and metadata', () => {
    assert.deepEqual(
      openMetrics('# TYPE a_s counter\n# HELP a_s x\\"y\\n\n# UNIT a_s s\na_s_total 1 1700000000.1239\na_s_created 5 -1.5\nb{} 2\n# EOF\n'),
      [
        { metadata: { kind: 'type', family: 'a_s', type: 'counter' } },
        { metadata: { kind: 'help', family: 'a_s', help: 'x"y\n' } },
        { metadata: { kind: 'unit', family: 'a_s', unit: 's' } },
        ['a_s_total', 1, 1_700_000_000_123],
        ['a_s_created', 5, -1500],
        ['b', 2],
      ],
    );
    assert.deepEqual(openMetrics('# UNIT a \n# EOF'), [{ metadata: { kind: 'unit', family: 'a', unit: '' } }]);
  });

  it('takes a comma behind the last label, as Prometheus does since 3.0', () =>
    assert.deepEqual(openMetrics('a{b="c",} 1 # {d="e",} 2\n# EOF'), [
      ['a{b="c"}', 1],
      { exemplar: { labels: { d: 'e' }, value: 2, timestampMs: undefined } },
    ]));

  it('tells exemplars', () => {
    const exposition = [
      'a_total 1 # {trace_id="4bf9"} 0.67',
      'b_total 1 5 # {x="} # {",} 1 1620000000.1'.replace(',}', '}'),
      'c_total 1 # {} NaN',
      '# EOF',
    ];
    assert.deepEqual(openMetrics(exposition.join('\n')), [
      ['a_total', 1],
      { exemplar: { labels: { trace_id: '4bf9' }, value: 0.67, timestampMs: undefined } },
      ['b_total', 1, 5000],
      { exemplar: { labels: { x: '} # {' }, value: 1, timestampMs: 1_620_000_000_100 } },
      ['c_total', 1],
      { exemplar: { labels: {}, value: Number.NaN, timestampMs: undefined } },
    ]);
  });

  it('tells an exemplar again that stands there still, and another one anew', () => {
    const memory = new LineMemory<string>();
    const of = (exemplar: string) => openMetrics(`a_total 1 # {x="${exemplar}"} 1\n# EOF\n`, memory)[1];
    const [first, again, other] = [of('y'), of('y'), of('z')];
    assert.deepEqual(first, again);
    assert.deepEqual(other, { exemplar: { labels: { x: 'z' }, value: 1, timestampMs: undefined } });
  });

  // Each of them is refused by Prometheus 2.42, too.
  const MALFORMED: readonly (readonly [line: string, problem: RegExp, line?: number])[] = [
    ['a 1\n', /does not end with # EOF/],
    ['', /does not end with # EOF/],
    ['a 1\n# EOF\n\n', /unexpected text behind # EOF/, 3],
    ['a 1\n# EOF\nb 1', /unexpected text behind # EOF/, 3],
    ['a  1', /expected a value/],
    ['a\t1', /expected a space and a value/],
    ['a 1 ', /expected a timestamp in seconds or an exemplar, found the end of the line/],
    [' a 1', /expected a metric name/],
    ['\na 1', /expected a metric name/],
    ['a 1 NaN', /expected a timestamp in seconds/],
    ['a 1 1 ', /expected an exemplar or the end of the line/],
    ['a{b="c" d="e"} 1', /expected a comma or }/],
    ['a{b="c",,} 1', /expected label="value"/],
    ['a{,} 1', /expected label="value"/],
    ['a{b="c", d="e"} 1', /expected label="value"/],
    ['a {b="c"} 1', /expected a value/],
    ['a{b="c"}1', /expected a space and a value/],
    ['a{b="x\ny"} 1', /a label value is not closed/],
    ['a_total 1 # {x="y"}', /expected the exemplar's value/],
    ['a_total 1 # {x="y"} 0.5 x', /expected the exemplar's time/],
    ['a_total 1 # {x="y"} 0.5 1 1', /expected the exemplar's time/],
    ['a_total 1 # {x="y"} 0.5 NaN', /expected the exemplar's time/],
    ['a_total 1 # {x=y} 0.5', /in the exemplar: expected label="value"/],
    ['a_total 1 # {"x"} 0.5', /in the exemplar: a second metric name/],
    ['a_total 1 # {x="y" 0.5', /in the exemplar: expected \{/],
    ['a_total 1 #{x="y"} 0.5', /expected a timestamp in seconds or an exemplar/],
    ['a_total 1 # {x="y"} 0.5 # {x="y"} 0.5', /in the exemplar: unexpected " 0.5 # /],
    ['# TYPE a untyped', /unknown metric type/],
    ['# TYPE a  gauge', /unknown metric type/],
    ['# UNIT a seconds', /the unit "seconds" is not the end of the name "a"/],
    ['# UNIT a', /expected a text after the name in UNIT/],
    ['# HELP a', /expected a text after the name in HELP/],
    ['# remark', /expected # HELP, # TYPE, # UNIT or # EOF, found "# remark"/],
    ['#TYPE a gauge', /expected # HELP/],
    ['a 1\n#  EOF', /expected # HELP/, 2],
    ['a 1\r', /expected a value/],
  ];
  for (const [lines, problem, line] of MALFORMED) {
    const isWhole = /EOF/.test(problem.source);
    it(`refuses ${JSON.stringify(lines)}`, () => refuses(isWhole ? lines : `${lines}\n# EOF\n`, 'open-metrics', problem, line));
  }
});

describe('readExposition from memory', () => {
  const lines = [
    '# TYPE a counter',
    'a 1',
    'a{b="c"} 2 5',
    'ab 3',
    '# HELP d e',
    'd {x="y"} 4',
    'd{x="y"}5',
    '{"e"} 6',
    'd 7',
    'd \t{x="y"} 8',
    'd\t9',
    'd  10',
  ];

  it('tells the same of lines that it knows, in whatever order they come, whether some are missing or new', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.constantFrom(...lines, 'new 7', '', '# remark'))), (expositions) => {
        const memory = new LineMemory<string>();
        for (const each of expositions) assert.deepEqual(text(each.join('\n'), memory), text(each.join('\n')));
      }),
    );
  });

  it('tells the same of OpenMetrics that it knows, sound or not', () => {
    const known = [
      '# TYPE a counter',
      '# HELP a b',
      'a 1',
      'a 1 5',
      'a{b="c"} 2',
      'a{b="c"} 2 # {d="e"} 3',
      'a{b="c"} 2 1 # {d="e"} 4 5',
      'ab 3',
      '{"a"} 4',
    ];
    const rare = ['a  1', 'a\t1', ' a 1', '', 'a {b="c"} 1', '# remark'];
    const line = fc.oneof({ weight: 20, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: fc.constantFrom(...rare) });
    fc.assert(
      fc.property(fc.array(fc.array(line), { maxLength: 6 }), (expositions) => {
        const memory = new LineMemory<string>();
        for (const each of expositions) {
          const exposition = Buffer.from([...each, '# EOF'].join('\n'));
          assert.deepEqual(readOrProblem(exposition, 'open-metrics', memory), readOrProblem(exposition, 'open-metrics'));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('tells the same of damaged expositions, and after them, as without a memory', () => {
    const whole = `# TYPE a counter\n${lines.join('\n')}\n`;
    const mutation = fc.tuple(fc.constantFrom('change', 'lose', 'double', 'cut'), fc.nat(whole.length - 1), fc.nat(255), fc.nat(20));
    fc.assert(
      fc.property(fc.array(fc.array(mutation, { maxLength: 2 }), { maxLength: 6 }), (expositions) => {
        const memory = new LineMemory<string>();
        for (const mutations of expositions) {
          const exposition = mutations.reduce(mutate, Buffer.from(whole));
          assert.deepEqual(readOrProblem(exposition, 'text', memory), readOrProblem(exposition, 'text'));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('asks what labels mean once in a series’ life', () => {
    let asked = 0;
    const memory = new LineMemory<number>();
    const read = (exposition: string) => {
      readWhole({
        bytes: Buffer.from(exposition),
        format: 'text',
        memory,
        listener: { meaningOf: () => ++asked, sample: () => undefined, exemplar: () => undefined, metadata: () => undefined },
      });
      memory.keepMet();
    };
    read(lines.join('\n'));
    assert.equal(asked, 8);
    read(lines.toReversed().join('\n'));
    assert.equal(asked, 8);
    read('a 1');
    assert.equal(memory.size, 1);
    read(lines.join('\n'));
    assert.equal(asked, 15);
  });

  it('rests while it reads many new lines, and hardly while it reads them again', () => {
    const memory = new LineMemory<string>();
    const listener = { meaningOf: () => '', sample: () => undefined, exemplar: () => undefined, metadata: () => undefined };
    const bytes = Buffer.from(Array.from({ length: 10_000 }, (_, index) => `a{b="${index}"} 1\n`).join(''));
    const [first, second] = [1, 2].map(() => readWhole({ bytes, format: 'text', memory, listener }));
    assert.deepEqual([first, second], [20, 0]);
  });

  it('forgets what a failed reading brought, and keeps the rest', () => {
    const memory = new LineMemory<string>();
    text('a 1\nb 2', memory);
    assert.throws(() => text('b 1\nc 2\nd', memory));
    memory.dropNew();
    assert.equal(memory.size, 2);
    assert.deepEqual(text('a 1\nb 2\nc 3', memory), [
      ['a', 1],
      ['b', 2],
      ['c', 3],
    ]);
  });
});

describe('readExposition of anything', () => {
  const whole = '# TYPE a histogram\n# HELP a b\\n\na_bucket{le="1",z="é"} 1.5e3 5 # {t="u"} 1 2.5\n{"q.r"} NaN\n# EOF\n';

  it('ends in samples or an ExpositionError on any bytes', () => {
    const hostile = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((each) => Buffer.from(each)),
      fc.array(fc.constantFrom(...whole.split('')), { maxLength: 60 }).map((chars) => Buffer.from(chars.join(''))),
      fc.nat(whole.length).map((length) => Buffer.from(whole).subarray(0, length)),
    );
    fc.assert(fc.property(hostile, fc.constantFrom<ExpositionFormat>('text', 'open-metrics'), endsInSamplesOrError), { numRuns: 500 });
  });

  it('ends on a thousand sound expositions with some bytes changed, lost, doubled or moved', () => {
    const position = fc.nat(whole.length - 1);
    const mutation = fc.tuple(fc.constantFrom('change', 'lose', 'double', 'cut'), position, fc.nat(255), fc.nat(20));
    fc.assert(
      fc.property(
        fc.array(mutation, { minLength: 1, maxLength: 4 }),
        fc.constantFrom<ExpositionFormat>('text', 'open-metrics'),
        (mutations, format) => {
          endsInSamplesOrError(mutations.reduce(mutate, Buffer.from(whole.repeat(3))), format);
        },
      ),
      { numRuns: 1000 },
    );
  });

  const folder = process.env['CONFORMANCE_DIR'];
  if (folder !== undefined) {
    const files = join(folder, 'promql', 'exposition');
    for (const name of readdirSync(files)) {
      it(`reads every sample of ${name} (CONFORMANCE_DIR), twice`, () => {
        const exposition = readFileSync(join(files, name), 'latin1');
        const memory = new LineMemory<string>();
        const [first, second] = [1, 2].map(() => tell(exposition, name.includes('.om.') ? 'open-metrics' : 'text', memory));
        assert.deepEqual(first, second);
        const samples = (first ?? []).filter((each) => Array.isArray(each));
        assert.equal(samples.length, exposition.split('\n').filter((line) => line !== '' && !line.startsWith('#')).length);
        assert.equal(new Set(samples.map(([series]) => series)).size, samples.length);
      });
    }
  }
});

function endsInSamplesOrError(exposition: Buffer, format: ExpositionFormat): void {
  try {
    tell(exposition.toString('latin1'), format);
  } catch (error) {
    assert.ok(error instanceof ExpositionError, String(error));
  }
}

/** What is told of a damaged exposition, or what is wrong with it. */
function readOrProblem(exposition: Buffer, format: ExpositionFormat, memory = new LineMemory<string>()): readonly Told[] | string {
  try {
    return tell(exposition.toString('latin1'), format, memory);
  } catch (error) {
    memory.dropNew();
    return String(error);
  }
}

type Mutation = readonly [kind: string, at: number, byte: number, length: number];

function mutate(exposition: Buffer, [kind, at, byte, length]: Mutation): Buffer {
  const piece = exposition.subarray(at, at + length);
  const [before, after] = [exposition.subarray(0, at), exposition.subarray(at + length)];
  if (kind === 'change') return Buffer.concat([before, Buffer.of(byte), exposition.subarray(at + 1)]);
  if (kind === 'lose') return Buffer.concat([before, after]);
  return kind === 'double' ? Buffer.concat([before, piece, piece, after]) : before;
}
