import assert from 'node:assert/strict';
import { durationMs } from './duration.ts';

describe('durationMs', () => {
  const table: readonly (readonly [unknown, number | undefined])[] = [
    [1500, 1500],
    ['1500', 1500],
    ['60s', 60_000],
    ['1m30s', 90_000],
    ['500ms', 500],
    ['1.5h', 5_400_000],
    ['2d', 172_800_000],
    ['10us', 0.01],
    ['10µs', 0.01],
    ['5ns', 0.000005],
    [0, 0],
    ['', undefined],
    ['soon', undefined],
    ['5 s', undefined],
    ['-5s', undefined],
    [-1, undefined],
    [Number.NaN, undefined],
    [null, undefined],
    [{}, undefined],
  ];
  for (const [given, ms] of table) {
    it(`reads ${JSON.stringify(given)} as ${ms}`, () => {
      const read = durationMs(given);
      if (ms === undefined || read === undefined) assert.equal(read, ms);
      else assert.ok(Math.abs(read - ms) < 1e-9);
    });
  }
});
