import assert from 'node:assert/strict';
import { openModel } from './open-model.ts';
import { requestMix } from './request-mix.ts';
import { trafficCounter } from './traffic-counts.ts';

describe('openModel', () => {
  it('makes requests due by the clock alone', () => {
    const model = openModel({ requestsPerSecond: 200, startMs: 1000 });
    assert.deepEqual(
      [1000, 1010, 1015, 1500].map((ms) => model.due(ms)),
      [0, 2, 1, 97],
    );
  });

  it('lets go what a pause of the process piled up beyond a second', () => {
    const model = openModel({ requestsPerSecond: 200, startMs: 0 });
    assert.equal(model.due(60_000), 200);
    assert.equal(model.due(60_010), 2);
  });
});

describe('requestMix', () => {
  it('has the exact shares in every round of twenty', () => {
    const mix = requestMix();
    for (let round = 0; round < 5; round += 1) {
      const actions = Array.from({ length: 20 }, () => mix.next());
      const count = (action: string) => actions.filter((one) => one === action).length;
      assert.deepEqual(['get', 'list', 'create', 'toggle'].map(count), [14, 3, 2, 1]);
    }
  });
});

describe('trafficCounter', () => {
  it('tells the last seconds from the whole', () => {
    const counter = trafficCounter();
    counter.add('200');
    assert.deepEqual(counter.sinceLast(), { 200: 1 });
    counter.add('500');
    assert.deepEqual(counter.sinceLast(), { 500: 1 });
    assert.deepEqual(counter.total(), { 200: 1, 500: 1 });
  });
});
