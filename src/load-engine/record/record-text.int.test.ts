import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inMemoryScript } from '../in-memory-script.ts';
import { manualClock } from '../manual-clock.ts';
import { secretMask } from '../mask-secrets.ts';
import { openOutputs } from '../outputs/open-outputs.ts';
import { loadRecord, optionsFingerprint } from './load-record.ts';
import { readRecord } from './read-record.ts';
import { aRecord, aResult } from './record-fixture.ts';
import { parseRecord, recordText } from './record-text.ts';

describe('recordText', () => {
  it('is read back as it was', () => {
    const record = aRecord({ durations: [1, 2, 250.5], labels: { version: 'v2' } });
    const reading = parseRecord(recordText(record));
    assert.ok(reading.ok);
    assert.deepEqual(reading.record, JSON.parse(JSON.stringify(record)));
  });

  it('holds no key of a certificate, and not which part of the test it was among the options', () => {
    const { options } = loadRecord({
      ...aRecord({ durations: [1] }),
      script: inMemoryScript({ clock: {} as never, iterate: async () => ({ kind: 'completed' }) }),
      options: { vus: 1, tlsAuth: [{ key: 'secret' }], executionSegment: '0:1/2' },
      result: aResult(),
    });
    assert.deepEqual(options, { vus: 1 });
  });

  it('gives options one fingerprint, whatever the order of their names', () => {
    const one = optionsFingerprint({ options: { a: { x: 1, y: [2, { p: 1, q: 2 }] }, b: 2 } });
    assert.equal(optionsFingerprint({ options: { b: 2, a: { y: [2, { q: 2, p: 1 }], x: 1 } } }), one);
    assert.notEqual(optionsFingerprint({ options: { b: 2, a: { y: [{ q: 2, p: 1 }, 2], x: 1 } } }), one);
  });
});

describe('parseRecord', () => {
  const text = recordText(aRecord({ durations: [1, 2, 3] }));
  const refused: readonly (readonly [string, string, RegExp])[] = [
    ['cut off', text.slice(0, -20), /is no JSON: it is cut off/],
    ['with another figure', text.replace('"durationMs":10000', '"durationMs":90000'), /was altered after it was written/],
    ['of a later version', text.replace('load-record/1', 'load-record/2'), /is of the format sluice-load-record\/2, and this engine reads/],
    ['of something else', '{"metrics":{}}', /is no record of a load run/],
    ['that is a number', '1', /is no record of a load run/],
    ['without its duration', text.replace('"durationMs":10000,', ''), /is no whole record: durationMs/],
    ['with a bucket out of reach', text.replace(/"lowest":\d+/, '"lowest":1e9'), /is no whole record: snapshot\.metrics\..*lowest/],
  ];
  for (const [what, altered, problem] of refused) {
    it(`refuses a text ${what}`, () => {
      assert.notEqual(altered, text);
      const reading = parseRecord(altered);
      assert.ok(!reading.ok && problem.test(reading.problem), JSON.stringify(reading).slice(0, 300));
    });
  }
});

describe('readRecord', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'record-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('reads what the output record=FILE wrote, without the secrets', async () => {
    const path = join(folder, 'a.json');
    const mask = secretMask(['tok-12345']);
    const [output] = openOutputs([{ kind: 'record', path }], { workingFolder: folder, clock: manualClock(), log: () => {}, mask });
    assert.ok(output);
    await output.start({ startedAtMs: 0, scriptPath: 'a.ts', options: {}, thresholds: {} });
    const record = { ...aRecord({ durations: [1] }), abortReason: 'no user for tok-12345' };
    assert.deepEqual(await output.finish(aResult(), { checks: [], setupData: undefined, trendStats: [], timeUnit: undefined, record }), []);
    const reading = await readRecord(path);
    assert.ok(reading.ok);
    assert.equal(reading.record.abortReason, 'no user for ***SECRET_REDACTED***');
    assert.deepEqual(await readdir(folder), ['a.json']);
  });

  it('names the file that it can not read', async () => {
    const reading = await readRecord(join(folder, 'missing', 'a.json'));
    assert.ok(!reading.ok && /missing\/a\.json can't be read: ENOENT/.test(reading.problem));
  });
});
