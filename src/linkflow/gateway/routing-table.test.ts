import assert from 'node:assert/strict';
import { emptyRouting, registerVersion, type ServiceRouting, setWeights, unregisterVersion } from './routing-table.ts';

const v1 = { version: 'v1', url: 'http://127.0.0.1:1' };
const v2 = { version: 'v2', url: 'http://127.0.0.1:2' };
const both = registerVersion(registerVersion(emptyRouting, v1), v2);

function weighted(weights: Record<string, number>): ServiceRouting {
  const change = setWeights(both, weights);
  assert.ok(change.ok);
  return change.routing;
}

function refusalOf(change: ReturnType<typeof setWeights>): string {
  return change.ok ? 'accepted' : change.refusal.kind;
}

describe('registerVersion', () => {
  it('gives the first version all the traffic and each later one none', () => {
    assert.deepEqual(both.weights, { v1: 100, v2: 0 });
    assert.equal(both.revision, 2);
  });

  it('changes nothing when it is repeated', () => {
    assert.equal(registerVersion(both, v2), both);
  });

  it('keeps the weight of a version that moves to another URL', () => {
    const moved = registerVersion(weighted({ v1: 90, v2: 10 }), { ...v2, url: 'http://127.0.0.1:3' });
    assert.deepEqual(moved.weights, { v1: 90, v2: 10 });
    assert.equal(moved.versions[1]?.url, 'http://127.0.0.1:3');
  });
});

describe('setWeights', () => {
  it('takes a registered version that is not named to 0', () => {
    assert.deepEqual(weighted({ v2: 100 }).weights, { v1: 0, v2: 100 });
  });

  it('counts a repetition as a write', () => {
    const routing = weighted({ v1: 90, v2: 10 });
    const again = setWeights(routing, { v1: 90, v2: 10 });
    assert.deepEqual(again, { ok: true, routing: { ...routing, revision: routing.revision + 1 } });
  });

  it('refuses what was decided on another revision', () => {
    assert.ok(setWeights(both, { v1: 90, v2: 10 }, both.revision).ok);
    for (const revision of [both.revision - 1, both.revision + 1])
      assert.equal(refusalOf(setWeights(both, { v1: 90, v2: 10 }, revision)), 'stale');
  });

  it('refuses a sum that is not 100 and a version nobody registered', () => {
    assert.equal(refusalOf(setWeights(both, { v1: 90, v2: 5 })), 'bad-weights');
    assert.equal(refusalOf(setWeights(both, { v1: 90, v3: 10 })), 'unknown-version');
  });
});

describe('unregisterVersion', () => {
  it('refuses a version that carries weight', () => {
    assert.equal(refusalOf(unregisterVersion(weighted({ v1: 90, v2: 10 }), 'v2')), 'carries-weight');
  });

  it('takes a version without weight out', () => {
    const change = unregisterVersion(both, 'v2');
    assert.ok(change.ok);
    assert.deepEqual(change.routing.weights, { v1: 100 });
  });

  it('refuses a version nobody registered', () => {
    assert.equal(refusalOf(unregisterVersion(both, 'v9')), 'unknown-version');
  });
});
