import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { parseDuration } from './duration.ts';

describe('parseDuration', () => {
  const table: readonly (readonly [unknown, number | undefined])[] = [
    ['1m30s', 90_000],
    ['500ms', 500],
    ['1.5h', 5_400_000],
    ['1d', 86_400_000],
    ['0s', 0],
    ['250us', 0.25],
    ['100', 100],
    ['1.', undefined],
    [' 2s ', 2000],
    ['10µs', 0.01],
    [0, 0],
    [Number.NaN, undefined],
    [null, undefined],
    [{}, undefined],
    [250, 250],
    ['', undefined],
    ['5 m', undefined],
    ['5x', undefined],
    ['m5', undefined],
    ['-5s', undefined],
    [-1, undefined],
    [Number.POSITIVE_INFINITY, undefined],
    [true, undefined],
  ];
  for (const [written, ms] of table) it(`reads ${JSON.stringify(written)} as ${ms}`, () => assert.equal(parseDuration(written), ms));

  it('adds the parts up', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), (minutes, seconds) => {
        assert.equal(parseDuration(`${minutes}m${seconds}s`), minutes * 60_000 + seconds * 1000);
      }),
    );
  });
});
