import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { CSV_HEADER, csvLines } from './csv-lines.ts';
import { metricLine, pointLines } from './json-lines.ts';
import type { Sample } from './load-output.ts';
import { CSV_TIME_FORMATS } from './output-spec.ts';

const DURATION = { name: 'http_req_duration', type: 'trend', contains: 'time' } as const;
const AT = Date.UTC(2026, 10, 25, 1, 2, 3, 45);

const sample = (changes: Partial<Sample> = {}): Sample => ({
  metric: DURATION,
  value: 12.5,
  tags: { status: '200', method: 'GET' },
  atMs: AT,
  metadata: undefined,
  ...changes,
});

describe('metricLine', () => {
  it('declares a metric with its thresholds, and the parts of it that have some', () => {
    const line = metricLine(DURATION, {
      http_req_duration: ['avg<1000'],
      'http_req_duration{scenario:gate,status:200}': ['p(95)<200'],
      'http_reqs{scenario:gate}': ['count>1'],
      http_reqs: ['count>1'],
    });
    assert.ok(line.endsWith('}\n'));
    assert.deepEqual(JSON.parse(line), {
      type: 'Metric',
      metric: 'http_req_duration',
      data: {
        name: 'http_req_duration',
        type: 'trend',
        contains: 'time',
        tainted: null,
        thresholds: ['avg<1000'],
        submetrics: [
          {
            name: 'http_req_duration{scenario:gate,status:200}',
            suffix: 'scenario:gate,status:200',
            tags: { scenario: 'gate', status: '200' },
            thresholds: ['p(95)<200'],
          },
        ],
      },
    });
  });

  it('has no parts and an empty list where there are no thresholds', () => {
    const { data } = JSON.parse(metricLine(DURATION, {})) as { data: unknown };
    assert.deepEqual(data, { ...DURATION, tainted: null, thresholds: [], submetrics: null });
  });
});

describe('pointLines', () => {
  it('writes a sample with its moment in RFC 3339', () => {
    assert.deepEqual(JSON.parse(pointLines()(sample({ metadata: { trace_id: 'ab' } }))), {
      type: 'Point',
      metric: 'http_req_duration',
      data: { time: '2026-11-25T01:02:03.045Z', value: 12.5, tags: { status: '200', method: 'GET' }, metadata: { trace_id: 'ab' } },
    });
  });

  it('has null where a sample bears no tags, and no metadata where there is none', () => {
    const { data } = JSON.parse(pointLines()(sample({ tags: {} }))) as { data: unknown };
    assert.deepEqual(data, { time: '2026-11-25T01:02:03.045Z', value: 12.5, tags: null });
  });

  it('shows the nanoseconds of a moment between two milliseconds', () => {
    assert.match(pointLines()(sample({ atMs: AT + 0.25 })), /"time":"2026-11-25T01:02:03\.045250000Z"/);
  });

  it('is one line of JSON whatever tags and values there are', () => {
    const line = pointLines();
    const tags = fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), { noNullPrototype: true });
    fc.assert(
      fc.property(tags, fc.double({ noNaN: true, noDefaultInfinity: true }), (tags, value) => {
        const text = line(sample({ tags, value }));
        assert.equal(text.indexOf('\n'), text.length - 1);
        const { data } = JSON.parse(text) as { data: { value: number; tags: Record<string, string> | null } };
        assert.equal(data.value, value + 0);
        assert.deepEqual(
          Object.entries(data.tags ?? {}).map(([name]) => name),
          Object.keys(tags),
        );
      }),
    );
  });
});

describe('csvLines', () => {
  it('has the columns of k6', () => {
    assert.equal(
      CSV_HEADER,
      'metric_name,timestamp,metric_value,check,error,error_code,expected_response,group,method,name,proto,scenario,service,status,subproto,tls_version,url,extra_tags,metadata\n',
    );
  });

  it('puts the system tags into their columns and all others into one', () => {
    const tags = { url: 'http://x/', status: '200', team: 'a&b', scenario: 'gate', color: 'red' };
    const text = csvLines('unix')(sample({ tags, metadata: { vu: '3', iter: '7' } }));
    assert.equal(text, `http_req_duration,${AT / 1000 - 0.045},12.500000,,,,,,,,,gate,,200,,,http://x/,team=a%26b&color=red,vu=3&iter=7\n`);
  });

  const times: Readonly<Record<string, string>> = {
    unix: '1795568523',
    unix_milli: '1795568523045',
    unix_micro: '1795568523045250',
    unix_nano: '1795568523045250000',
    rfc3339: '2026-11-25T01:02:03Z',
    rfc3339_nano: '2026-11-25T01:02:03.045250000Z',
  };
  for (const format of CSV_TIME_FORMATS) {
    it(`writes a moment as ${format}`, () => {
      assert.equal(csvLines(format)(sample({ atMs: AT + 0.25 })).split(',')[1], times[format]);
    });
  }

  it('quotes what would break a line, so that it has as many cells as the header whatever a tag holds', () => {
    const line = csvLines('unix');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (url, extra) => {
        const cells = readCsvLine(line(sample({ tags: { url, extra } })));
        assert.deepEqual([cells.length, cells[16]], [CSV_HEADER.split(',').length, url]);
      }),
    );
  });
});

/** The cells of one record by RFC 4180. */
function readCsvLine(text: string): readonly string[] {
  const cells: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^,"\n]*))(,|\n$)/gy;
  for (const [, quoted, plain] of text.matchAll(cell)) cells.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
  return cells;
}
