import assert from 'node:assert/strict';
import { nextInstant, stampFor } from './scrape-grid.ts';

describe('the scrape grid', () => {
  it('has its instants at multiples of the interval, the next strictly after now', () => {
    assert.equal(nextInstant(1_700_000_001_234, 5000), 1_700_000_005_000);
    assert.equal(nextInstant(1_700_000_005_000, 5000), 1_700_000_010_000);
  });

  it('lets a scrape that begins a little late pass for its instant, and no other', () => {
    assert.equal(stampFor(10_000, 10_000, 5000), 10_000);
    assert.equal(stampFor(10_000, 10_002, 5000), 10_000);
    assert.equal(stampFor(10_000, 10_003, 5000), 10_003);
  });

  it('lets no more than a hundredth of a short interval pass', () => {
    assert.equal(stampFor(10_000, 10_001, 100), 10_000);
    assert.equal(stampFor(10_000, 10_002, 100), 10_002);
  });
});
