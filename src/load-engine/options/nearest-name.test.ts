import assert from 'node:assert/strict';
import { nearestName, suggestion } from './nearest-name.ts';

describe('nearestName', () => {
  const known = ['rate', 'duration', 'preAllocatedVUs', 'maxVUs'];

  it('finds swapped letters and wrong case', () => {
    assert.equal(nearestName('duratoin', known), 'duration');
    assert.equal(nearestName('preallocatedVus', known), 'preAllocatedVUs');
  });

  it('finds a missing letter of a short name', () => assert.equal(nearestName('rat', known), 'rate'));

  it('suggests nothing for a name that is like none', () => {
    assert.equal(nearestName('banana', known), undefined);
    assert.equal(suggestion('banana', known), '');
  });

  it('ends the message that refuses a name', () => assert.equal(suggestion('maxVus', known), '; did you mean "maxVUs"?'));
});
