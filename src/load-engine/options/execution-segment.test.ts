import assert from 'node:assert/strict';
import { readSegment } from './execution-segment.ts';

describe('readSegment', () => {
  const understood: readonly (readonly [string | undefined, string | undefined, string, string, number])[] = [
    [undefined, undefined, '0:1', '0,1', 1],
    ['', '', '0:1', '0,1', 1],
    ['0:1/4', '0,1/4,1/2,1', '0:1/4', '0,1/4,1/2,1', 0.25],
    ['25%:0.5', '0,2/8,50%,1', '1/4:1/2', '0,1/4,1/2,1', 0.25],
    ['1/3', undefined, '0:1/3', '0,1/3,2/3,1', 1 / 3],
    ['2/4:3/4', undefined, '1/2:3/4', '0,1/4,1/2,3/4,1', 0.25],
    ['1/4:1', '0,1/4,1/2,1', '1/4:1', '0,1/4,1/2,1', 0.75],
    ['99.5%:1', '0,99.5%,1', '199/200:1', '0,199/200,1', 0.005],
  ];
  for (const [segment, sequence, text, divided, fraction] of understood) {
    it(`reads ${segment} of ${sequence}`, () => {
      const reading = readSegment(segment, sequence);
      assert.deepEqual([reading.segment, reading.fraction], [{ segment: text, sequence: divided }, fraction]);
    });
  }

  const refused: readonly (readonly [string, string | undefined, RegExp])[] = [
    ['1/2:1/4', undefined, /executionSegment: "1\/2:1\/4" is no part of a test/],
    ['0:0', undefined, /is no part of a test/],
    ['0:5/4', undefined, /is no part of a test/],
    ['0:1/0', undefined, /is no part of a test/],
    ['a:b', undefined, /is no part of a test/],
    ['0:1/2:1', undefined, /is no part of a test/],
    ['0:1/3', '0,1/2,1', /is no part of executionSegmentSequence "0,1\/2,1"/],
    ['0:1/2', '0,1/2', /does not ascend from 0 to 1/],
    ['0:1/2', '1/2,1', /does not ascend from 0 to 1/],
    ['0:1/2', '0,1/2,1/2,1', /does not ascend from 0 to 1/],
    ['0:1/2', '0,x,1', /does not ascend from 0 to 1/],
    ['1/99991:1/99989', undefined, /divides the test into \d+ cells/],
    ['', '0,1', /has no meaning without executionSegment/],
  ];
  for (const [segment, sequence, problem] of refused) {
    it(`refuses ${segment} of ${sequence}`, () => assert.throws(() => readSegment(segment, sequence), problem));
  }
});
