import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { NotationError } from './notation-error.ts';
import { parseSeriesNotation } from './series-notation.ts';

describe('the notation of series', () => {
  const known: readonly (readonly [string, unknown])[] = [
    ['m 1 2 3', { labels: { __name__: 'm' }, points: [1, 2, 3] }],
    ['m{a="b",c=\'d\'} 1+2x3', { labels: { __name__: 'm', a: 'b', c: 'd' }, points: [1, 3, 5, 7] }],
    ['{} 5', { labels: {}, points: [5] }],
    ['{"my.metric", "label x"="y"} 5-1x2', { labels: { __name__: 'my.metric', 'label x': 'y' }, points: [5, 4, 3] }],
    ['m _ _x2 stale 3x2', { labels: { __name__: 'm' }, points: ['gap', 'gap', 'gap', 'stale', 3, 3, 3] }],
    ['m{empty=""} NaN Inf -inf 1e3 .5', { labels: { __name__: 'm' }, points: [Number.NaN, Infinity, -Infinity, 1000, 0.5] }],
    ['m 0x10', { labels: { __name__: 'm' }, points: Array.from({ length: 11 }, () => 0) }],
    ['m {{schema:1 sum:3}} 2', { labels: { __name__: 'm' }, points: ['native histogram', 2] }],
    ['m {{sum:2}}+{{sum:3}}x2', { labels: { __name__: 'm' }, points: ['native histogram', 'native histogram', 'native histogram'] }],
    ['m{a="}\\"{"} 1', { labels: { __name__: 'm', a: '}"{' }, points: [1] }],
  ];
  for (const [line, expected] of known) it(`reads ${line}`, () => assert.deepEqual(parseSeriesNotation(line), expected));

  it('adds up a sequence one by one, so that it ends where promtool’s ends', () => {
    const { points } = parseSeriesNotation('m 0+0.1x10');
    assert.equal(points[10], 0.9999999999999999);
  });

  for (const line of [
    '',
    '5',
    'm 1+x3',
    'm 1..2',
    'm{a=b} 1',
    'm{a="b" 1',
    'm{a="b} 1',
    'm one',
    'm 1x2x3',
    'm 1x99999999',
    'm {{sum:1}}z',
  ])
    it(`refuses ${JSON.stringify(line)}`, () => assert.throws(() => parseSeriesNotation(line), NotationError));

  it('answers or refuses whatever stands there', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (line) => {
        try {
          parseSeriesNotation(line);
        } catch (error) {
          assert.ok(error instanceof NotationError, String(error));
        }
      }),
    );
  });
});
