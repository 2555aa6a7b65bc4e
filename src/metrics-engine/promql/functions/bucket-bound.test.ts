import assert from 'node:assert/strict';
import { parseBound } from './bucket-bound.ts';

describe('parseBound', () => {
  // What Go's strconv.ParseFloat answers.
  const TABLE: readonly (readonly [text: string, bound: number | undefined])[] = [
    ['0.1', 0.1],
    ['.2', 0.2],
    ['2.', 2],
    ['1e0', 1],
    ['2.0E-1', 0.2],
    ['-.2', -0.2],
    ['+Inf', Number.POSITIVE_INFINITY],
    ['inf', Number.POSITIVE_INFINITY],
    ['-INFINITY', Number.NEGATIVE_INFINITY],
    ['NaN', Number.NaN],
    ['0x1p-2', 0.25],
    ['-0x.8p1', -1],
    ['1_000', 1000],
    ['0x_1p-2', 0.25],
    ['1__0', undefined],
    ['_1', undefined],
    ['1_', undefined],
    ['+NaN', undefined],
    ['0b1', undefined],
    ['', undefined],
    ['.', undefined],
    ['e1', undefined],
    [' 1', undefined],
    ['1s', undefined],
    ['0x10', undefined],
    ['0xp1', undefined],
    ['1e999', undefined],
    ['Hello World', undefined],
  ];
  for (const [text, bound] of TABLE) it(`reads ${JSON.stringify(text)} as ${bound}`, () => assert.deepEqual(parseBound(text), bound));
});
