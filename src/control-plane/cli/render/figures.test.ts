import assert from 'node:assert/strict';
import { count, instant, quantity, stretch, timeOfDay } from './figures.ts';

describe('figures', () => {
  it('show a quantity in its unit', () => {
    const table: readonly (readonly [number | undefined, string | undefined, string])[] = [
      [0.0012, 'ratio', '0.12 %'],
      [412, 'milliseconds', '412 ms'],
      [0.412, 'seconds', '412 ms'],
      [30, 'seconds', '30 s'],
      [600, 'seconds', '10 min'],
      [8431, 'requests', '8,431'],
      [12, undefined, '12'],
      [1.5, 'requests', '1.5'],
    ];
    for (const [value, unit, text] of table) assert.equal(quantity(value, unit), text);
  });

  it('show what was not measured as a dash, never as 0', () => {
    assert.deepEqual(
      [quantity(undefined, 'ratio'), quantity(Number.NaN, 'ratio'), count(undefined), stretch(undefined)],
      ['–', '–', '–', '–'],
    );
  });

  it('show instants in UTC and say so', () => {
    assert.equal(instant(1_700_000_000_000), '2023-11-14 22:13:20Z');
    assert.equal(timeOfDay(1_700_000_000_000), '22:13:20Z');
  });
});
