import assert from 'node:assert/strict';
import { takesGzip } from './takes-gzip.ts';

describe('takesGzip', () => {
  const KNOWN: readonly (readonly [accepted: string | undefined, takes: boolean])[] = [
    [undefined, false],
    ['', false],
    ['gzip', true],
    ['br, GZIP', true],
    ['deflate, gzip;q=1.0, *;q=0.5', true],
    ['*', true],
    ['gzip;q=0', false],
    ['gzip; q=0.000', false],
    ['gzip;q=0, *', false],
    ['*;q=0', false],
    ['identity', false],
    ['xgzip', false],
    ['gzip;level=1', false],
  ];
  for (const [accepted, takes] of KNOWN) {
    it(`answers ${takes} to ${JSON.stringify(accepted)}`, () => assert.equal(takesGzip({ 'accept-encoding': accepted }), takes));
  }
});
