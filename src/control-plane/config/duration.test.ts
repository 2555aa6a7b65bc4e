import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { byteSize } from './byte-size.ts';
import { durationSeconds } from './duration.ts';

describe('durationSeconds', () => {
  it('reads what people write', () => {
    const table: readonly (readonly [string, number])[] = [
      ['0s', 0],
      ['30s', 30],
      ['5m', 300],
      ['1h', 3600],
      ['1h30m', 5400],
      ['500ms', 0.5],
      ['7d', 604_800],
      ['1.5h', 5400],
    ];
    for (const [text, seconds] of table) assert.equal(durationSeconds(text), seconds, text);
  });

  it('refuses a number without a unit, and everything else', () => {
    for (const text of ['', '30', 's', '-5s', '5 m', '5M', '1h 30m', '5sx', 'Infinitys', '1e3s'])
      assert.equal(durationSeconds(text), undefined, text);
  });

  it('adds up its parts', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(1000), fc.nat(1000), (h, m, s) => durationSeconds(`${h}h${m}m${s}s`) === h * 3600 + m * 60 + s),
    );
  });
});

describe('byteSize', () => {
  it('reads binary units', () => {
    assert.deepEqual(['1KiB', '512MiB', '1.5 GiB'].map(byteSize), [1024, 536_870_912, 1_610_612_736]);
  });

  it('refuses decimal units, so that MB is never taken for MiB, and bare numbers', () => {
    for (const text of ['1MB', '512', '1 TB', '', '-1MiB']) assert.equal(byteSize(text), undefined, text);
  });
});
