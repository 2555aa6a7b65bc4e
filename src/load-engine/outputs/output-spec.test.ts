import assert from 'node:assert/strict';
import { readOutputSpecs } from './output-spec.ts';
import { parseOutput } from './parse-output.ts';

describe('parseOutput', () => {
  const csv = { kind: 'csv', path: 'file.csv', timeFormat: 'unix', saveIntervalMs: 1000 };
  const understood: readonly (readonly [string, unknown])[] = [
    ['json', { kind: 'json', path: '-' }],
    ['json=/dev/stdout', { kind: 'json', path: '-' }],
    ['summary-export=/dev/stdout', { kind: 'summary-export', path: '-' }],
    ['json=-', { kind: 'json', path: '-' }],
    ['json=a=b.json.gz', { kind: 'json', path: 'a=b.json.gz' }],
    ['csv', csv],
    ['csv=x.csv', { ...csv, path: 'x.csv' }],
    ['csv=file_name=x.csv,save_interval=250ms,time_format=rfc3339', { ...csv, path: 'x.csv', saveIntervalMs: 250, timeFormat: 'rfc3339' }],
    ['csv=save_interval=2s,x.csv', { ...csv, path: 'x.csv', saveIntervalMs: 2000 }],
    ['summary-export=s.json', { kind: 'summary-export', path: 's.json' }],
  ];
  for (const [text, spec] of understood) {
    it(`reads ${text} into what a request may hold`, () => {
      const reading = parseOutput(text, {});
      assert.deepEqual(reading, { ok: true, spec });
      assert.deepEqual(readOutputSpecs([spec]), [spec]);
    });
  }

  it('takes the variables of k6, and what stands in the argument before them', () => {
    const environment = { K6_CSV_FILENAME: 'env.csv', K6_CSV_TIME_FORMAT: 'unix_nano', K6_CSV_SAVE_INTERVAL: '5s' };
    const expected = { kind: 'csv', path: 'env.csv', timeFormat: 'unix_nano', saveIntervalMs: 5000 };
    assert.deepEqual(parseOutput('csv', environment), { ok: true, spec: expected });
    assert.deepEqual(parseOutput('csv=time_format=unix', environment), { ok: true, spec: { ...expected, timeFormat: 'unix' } });
  });

  const refused: readonly (readonly [string, RegExp])[] = [
    ['jsno=x', /there is no output "jsno" \(json, csv.*did you mean "json"/],
    ['', /there is no output ""/],
    ['toString', /there is no output/],
    ['cloud', /not sent to Grafana Cloud; --out json/],
    ['influxdb=http://x', /InfluxDB is not written to/],
    ['summary-export', /needs a file/],
    ['csv=time_format=iso', /"iso" is none of unix/],
    ['csv=save_interval=soon', /no save_interval/],
    ['csv=color=red', /there is no "color" \(file_name/],
  ];
  for (const [text, problem] of refused) {
    it(`refuses ${text}`, () => {
      const reading = parseOutput(text, {});
      assert.ok(!reading.ok);
      assert.match(reading.problem, problem);
    });
  }
});

describe('readOutputSpecs', () => {
  it('reads no outputs from a request that names none', () => assert.deepEqual(readOutputSpecs(undefined), []));

  for (const [value, problem] of [
    [{}, /must be a list/],
    [[1], /outputs\[0\] must be an object/],
    [[{ kind: 'toString' }], /there is no output "toString"/],
    [[{ kind: 'json' }], /outputs\[0\]\.path must be a string/],
    [[{ kind: 'csv', path: 'x', timeFormat: 'unix', saveIntervalMs: '1' }], /saveIntervalMs must be a number/],
  ] as const) {
    it(`refuses ${JSON.stringify(value)}`, () => assert.throws(() => readOutputSpecs(value), problem));
  }
});
