import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { civilTime } from './civil-time.ts';

function fieldsOf(seconds: number): readonly number[] {
  const { year, month, dayOfMonth, dayOfYear, dayOfWeek, daysInMonth, hour, minute } = civilTime(seconds);
  return [year, month, dayOfMonth, dayOfYear, dayOfWeek, daysInMonth, hour, minute];
}

describe('civilTime', () => {
  // The answers are those of Go 1.26 on amd64: time.Unix(int64(seconds), 0).UTC().
  const TABLE: readonly (readonly [seconds: number, ...fields: number[]])[] = [
    [0, 1970, 1, 1, 1, 4, 31, 0, 0],
    [-0.5, 1970, 1, 1, 1, 4, 31, 0, 0],
    [-1.5, 1969, 12, 31, 365, 3, 31, 23, 59],
    [951_782_400, 2000, 2, 29, 60, 2, 29, 0, 0],
    [1_483_191_420, 2016, 12, 31, 366, 6, 31, 13, 37],
    [4_102_444_799, 2099, 12, 31, 365, 4, 31, 23, 59],
    [253_402_300_800, 10000, 1, 1, 1, 6, 31, 0, 0],
    [-62_135_596_801, 0, 12, 31, 366, 0, 31, 23, 59],
    [1e17, 3168875820, 9, 6, 250, 3, 30, 9, 46],
    [-1e18, -31688736537, 3, 10, 69, 2, 31, 22, 13],
    [9.2e18, 291536396232, 8, 31, 244, 5, 31, 11, 33],
    [-9.2e18, -291536392293, 5, 3, 123, 2, 31, 12, 26],
    [Number.NaN, 292277026596, 12, 4, 339, 0, 31, 15, 30],
    [Number.POSITIVE_INFINITY, 292277026596, 12, 4, 339, 0, 31, 15, 30],
    [Number.NEGATIVE_INFINITY, 292277026596, 12, 4, 339, 0, 31, 15, 30],
  ];
  for (const [seconds, ...fields] of TABLE) {
    it(`tells ${fields.slice(0, 3).join('-')} of ${seconds} s`, () => assert.deepEqual(fieldsOf(seconds), fields));
  }

  it('agrees with Date wherever a Date can be', () => {
    fc.assert(
      fc.property(fc.integer({ min: -8_600_000_000_000, max: 8_600_000_000_000 }), (seconds) => {
        const date = new Date(seconds * 1000);
        const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
        const firstOfYear = new Date(0);
        firstOfYear.setUTCFullYear(year, 0, 1);
        const lastOfMonth = new Date(0);
        lastOfMonth.setUTCFullYear(year, month + 1, 0);
        assert.deepEqual(fieldsOf(seconds), [
          year,
          month + 1,
          date.getUTCDate(),
          Math.floor((date.getTime() - firstOfYear.getTime()) / 86_400_000) + 1,
          date.getUTCDay(),
          lastOfMonth.getUTCDate(),
          date.getUTCHours(),
          date.getUTCMinutes(),
        ]);
      }),
    );
  });
});
