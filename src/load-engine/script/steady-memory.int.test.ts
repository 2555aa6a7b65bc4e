import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { MetricRegistry } from '../metrics/metric-registry.ts';
import { startTestTarget } from '../test-target.ts';
import type { VirtualUser } from '../virtual-user.ts';
import { iterationContext, openFixture } from './script-fixture.ts';

const script = `
import http from 'k6/http';
import { check, group } from 'k6';
import { Trend } from 'k6/metrics';
const sizes = new Trend('sizes');
export default function () {
  group('read', () => {
    const got = http.get(__ENV.URL, { headers: { 'X-Round': String(__ITER % 7) }, tags: { kind: 'read' } });
    check(got, { ok: (r) => r.status === 200, 'has items': (r) => r.json('items.#') === 50 });
    sizes.add(got.body.length, { kind: 'read' });
  });
  http.post(__ENV.URL, JSON.stringify({ round: __ITER }), { headers: { 'Content-Type': 'application/json' } });
}`;

const rounds = 250;
const mebibyte = 2 ** 20;
const body = JSON.stringify({ items: Array.from({ length: 50 }, (_, id) => ({ id, name: `item ${id}` })) });

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

async function goRound(user: VirtualUser): Promise<number> {
  const { signal } = new AbortController();
  for (let round = 0; round < rounds; round += 1) {
    const outcome = await user.iterate(iterationContext({ iterationInScenario: round }), undefined, signal);
    assert.equal(outcome.kind, 'completed');
  }
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

describe('a virtual user', () => {
  it('takes no more memory after more iterations, the memory of its sandbox included', async () => {
    const target = await startTestTarget((request, response) => {
      request.resume();
      response.end(body);
    });
    await using fixture = await openFixture(script, { env: { URL: target.baseUrl } });
    const user = await fixture.script.createVirtualUser(1, fixture.facts, new MetricRegistry());
    try {
      await goRound(user);
      const [first, second, third] = [await goRound(user), await goRound(user), await goRound(user)];
      const grown = Math.min(second, third) - first;
      assert.ok(grown < 0.5 * mebibyte, `it grew by ${Math.round(grown / 1024)} KiB in ${rounds} iterations`);
    } finally {
      await user.dispose();
      await target.close();
    }
  }).timeout(60_000);
});
