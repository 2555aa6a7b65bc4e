import assert from 'node:assert/strict';
import { countFigure, durationFigure, numberFigure, percentFigure } from './figures.ts';

describe('percentFigure', () => {
  const table: readonly (readonly [number, string])[] = [
    [0, '0 %'],
    [1, '100 %'],
    [0.612, '61.2 %'],
    [0.95, '95 %'],
    [0.999, '99.9 %'],
    [0.99953, '99.953 %'],
    [0.001, '0.1 %'],
    [0.00042, '0.042 %'],
    [0.0208, '2.08 %'],
    [0.333333, '33.3 %'],
    [0.666666, '66.7 %'],
    [1.5, '150 %'],
  ];
  for (const [ratio, text] of table) it(`writes ${ratio} as ${text}`, () => assert.equal(percentFigure(ratio), text));
});

describe('countFigure', () => {
  it('puts commas between thousands and rounds fractions', () => {
    assert.deepEqual([0, 12, 999, 1204, 1234567, 99.6, -1500].map(countFigure), ['0', '12', '999', '1,204', '1,234,567', '100', '-1,500']);
  });
});

describe('durationFigure', () => {
  it('takes the largest readable unit', () => {
    assert.deepEqual([0, 45, 119, 720, 3600, 12_600, 86_400, 2_592_000].map(durationFigure), [
      '0 s',
      '45 s',
      '119 s',
      '12 min',
      '1 h',
      '3.5 h',
      '1 d',
      '30 d',
    ]);
  });
});

describe('numberFigure', () => {
  it('keeps three significant digits', () => {
    assert.deepEqual([0, 1, 14.4, 0.012345, 1204.4, 3.999].map(numberFigure), ['0', '1', '14.4', '0.0123', '1,204', '4']);
  });
});
