import assert from 'node:assert/strict';
import { choose, eligible } from './dns-choice.ts';

const both = ['fd00::1', '10.0.0.1', 'fd00::2', '10.0.0.2'];

describe('eligible', () => {
  it('holds a name to its policy', () => {
    assert.deepEqual(eligible(both, 'preferIPv4'), ['10.0.0.1', '10.0.0.2']);
    assert.deepEqual(eligible(both, 'preferIPv6'), ['fd00::1', 'fd00::2']);
    assert.deepEqual(eligible(['fd00::1'], 'preferIPv4'), ['fd00::1']);
    assert.deepEqual(eligible(['10.0.0.1'], 'preferIPv6'), ['10.0.0.1']);
    assert.deepEqual(eligible(['fd00::1'], 'onlyIPv4'), []);
    assert.deepEqual(eligible(['10.0.0.1'], 'onlyIPv6'), []);
    assert.deepEqual(eligible(both, 'any'), both);
  });
});

describe('choose', () => {
  it('takes the first, one by chance, or one after the other', () => {
    const names = ['a', 'b', 'c'];
    assert.deepEqual(
      [0, 1, 2].map((turn) => choose(names, 'first', turn, 0.9)),
      ['a', 'a', 'a'],
    );
    assert.deepEqual(
      [0, 0.34, 0.99].map((chance) => choose(names, 'random', 0, chance)),
      names,
    );
    assert.deepEqual(
      [0, 1, 2, 3].map((turn) => choose(names, 'roundRobin', turn, 0)),
      [...names, 'a'],
    );
  });

  it('has nothing to take where there is nothing', () => {
    for (const select of ['first', 'random', 'roundRobin'] as const) assert.equal(choose([], select, 0, 0), undefined);
  });
});
