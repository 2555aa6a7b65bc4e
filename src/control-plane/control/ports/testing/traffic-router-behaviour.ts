import assert from 'node:assert/strict';
import { SourceError } from '../source-error.ts';
import type { TrafficRouter } from '../traffic-router.ts';

/** A router under test, with the means to feed it that are not part of the port. */
export interface RouterUnderTest {
  readonly router: TrafficRouter;
  /** A service that the router governs and that has no version yet. */
  readonly service: string;
  register(version: string, url: string): Promise<void>;
  /** Sends requests of users to the service, one after another. */
  send(requests: number): Promise<void>;
  close(): Promise<void>;
}

/** What every traffic router does, whatever moves the traffic below it. `open` answers a fresh one for each fact. */
export function describeTrafficRouter(name: string, open: () => Promise<RouterUnderTest>): void {
  describe(`traffic router: ${name}`, () => {
    let under: RouterUnderTest;
    const read = () => under.router.read(under.service);
    const setWeightsAt = (expectedRevision: number, weights: Readonly<Record<string, number>>) =>
      under.router.setWeights(under.service, weights, { reason: 'step 1 of release r-1', expectedRevision });
    const setWeights = async (weights: Readonly<Record<string, number>>) => setWeightsAt((await read()).revision, weights);

    beforeEach(async () => {
      under = await open();
      await under.register('v1', 'http://127.0.0.1:9001');
      await under.register('v2', 'http://127.0.0.1:9002');
    });
    afterEach(() => under.close());

    it('gives all traffic to the first version that is registered', async () => {
      assert.deepEqual((await read()).weights, { v1: 100, v2: 0 });
    });

    it('tells where each version is reached, those without traffic included', async () => {
      const { urls } = await read();
      assert.deepEqual(Object.keys(urls).toSorted(), ['v1', 'v2']);
      assert.deepEqual(new URL(urls.v2 ?? '').href, 'http://127.0.0.1:9002/');
    });

    it('sets all weights at once', async () => {
      await setWeights({ v1: 90, v2: 10 });
      assert.deepEqual((await read()).weights, { v1: 90, v2: 10 });
    });

    it('gives 0 to a version that is left out', async () => {
      await setWeights({ v2: 100 });
      assert.deepEqual((await read()).weights, { v1: 0, v2: 100 });
    });

    it('may be told the same weights again', async () => {
      await setWeights({ v1: 75, v2: 25 });
      const once = await read();
      await setWeights({ v1: 75, v2: 25 });
      const { revision, ...twice } = await read();
      assert.deepEqual({ ...twice, revision: once.revision }, once);
      assert.ok(revision > once.revision, 'a write that changes nothing must make older ones stale all the same');
    });

    it('refuses weights that were decided on an older revision, those that it had already among them', async () => {
      const { revision } = await read();
      await setWeightsAt(revision, { v1: 100 });
      for (const late of [{ v1: 90, v2: 10 }, { v1: 100 }]) await assert.rejects(setWeightsAt(revision, late), isChange);
      assert.deepEqual((await read()).weights, { v1: 100, v2: 0 });
    });

    it('applies one of two writes that were decided on the same revision', async () => {
      const { revision } = await read();
      const writes = await Promise.allSettled([setWeightsAt(revision, { v1: 90, v2: 10 }), setWeightsAt(revision, { v1: 80, v2: 20 })]);
      assert.deepEqual(writes.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
    });

    it('counts the requests that each version was exposed to', async () => {
      assert.deepEqual((await read()).exposed, { v1: 0, v2: 0 });
      await setWeights({ v1: 75, v2: 25 });
      await under.send(8);
      assert.deepEqual((await read()).exposed, { v1: 6, v2: 2 });
    });

    const refusals: readonly (readonly [string, Readonly<Record<string, number>>])[] = [
      ['a version that is not registered', { v1: 90, v9: 10 }],
      ['weights that sum to less than 100', { v1: 90, v2: 9 }],
      ['weights that sum to more than 100', { v1: 90, v2: 11 }],
      ['a weight below 0', { v1: 110, v2: -10 }],
      ['no weights', {}],
    ];
    for (const [what, weights] of refusals) {
      it(`refuses ${what} for good and leaves the traffic as it was`, async () => {
        await setWeights({ v1: 90, v2: 10 });
        await assert.rejects(setWeights(weights), isRefusal);
        assert.deepEqual((await read()).weights, { v1: 90, v2: 10 });
      });
    }

    it('refuses a service that it does not govern', async () => {
      await assert.rejects(under.router.read('no-such-service'), isRefusal);
      await assert.rejects(under.router.setWeights('no-such-service', { v1: 100 }, { reason: 'step', expectedRevision: 1 }), isRefusal);
    });
  });
}

function isChange(error: unknown): boolean {
  assert.ok(error instanceof SourceError, `${String(error)} is no SourceError`);
  assert.deepEqual([error.code, error.retryable], ['router-changed', true], error.message);
  return true;
}

function isRefusal(error: unknown): boolean {
  assert.ok(error instanceof SourceError, `${String(error)} is no SourceError`);
  assert.deepEqual([error.code, error.retryable], ['router-refused', false], error.message);
  return true;
}
