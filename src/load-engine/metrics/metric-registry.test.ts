import assert from 'node:assert/strict';
import { MetricRegistry } from './metric-registry.ts';

const partOf = (registry: MetricRegistry, tags: Readonly<Record<string, string>>) => registry.seriesOf('key', { name: 'http_reqs', tags });

describe('MetricRegistry', () => {
  it('counts a sample in its metric and in the parts whose tags it bears', () => {
    const registry = new MetricRegistry();
    const part = partOf(registry, { scenario: 'gate', status: '201' });
    registry.add('http_reqs', 1, { scenario: 'gate', status: '201' });
    registry.add('http_reqs', 1, { scenario: 'gate', status: '500' });
    registry.add('http_reqs', 1, {});
    assert.deepEqual([registry.metric('http_reqs')?.series.samples, part?.samples], [3, 1]);
  });

  it('makes a part once', () => {
    const registry = new MetricRegistry();
    assert.equal(partOf(registry, { a: 'b' }), partOf(registry, { a: 'b' }));
    assert.equal(registry.metric('http_reqs')?.parts.length, 1);
  });

  it('keeps last, least and greatest of a gauge, and the share of a rate', () => {
    const registry = new MetricRegistry();
    for (const value of [5, 2, 9, 4]) registry.add('vus', value, {});
    for (const value of [1, 0, 0, 3]) registry.add('checks', value, {});
    const [vus, checks] = [registry.metric('vus')?.series, registry.metric('checks')?.series];
    assert.ok(vus?.type === 'gauge' && checks?.type === 'rate');
    assert.deepEqual([vus.value, vus.min, vus.max, checks.rate, checks.trues], [4, 2, 9, 0.5, 2]);
  });

  it('takes the same declaration twice, and names both types of another', () => {
    const registry = new MetricRegistry();
    registry.declare({ name: 'orders', type: 'counter', contains: 'default' });
    registry.declare({ name: 'orders', type: 'counter', contains: 'default' });
    assert.throws(
      () => registry.declare({ name: 'orders', type: 'trend', contains: 'time' }),
      /is a counter of default already, and can't be a trend of time/,
    );
    assert.throws(() => registry.declare({ name: 'http_reqs', type: 'rate', contains: 'default' }), /is a counter/);
  });

  it('refuses a name that is no identifier', () => {
    for (const name of ['', '1st', 'a-b', 'a'.repeat(129)]) {
      assert.throws(() => new MetricRegistry().declare({ name, type: 'counter', contains: 'default' }), /can't be the name of a metric/);
    }
  });

  it('counts what it can not count as lost', () => {
    const registry = new MetricRegistry();
    registry.add('nobody_declared_me', 1, {});
    registry.add('http_req_duration', Number.NaN, {});
    assert.deepEqual([registry.lost, registry.metric('http_req_duration')?.series.samples], [2, 0]);
  });

  it('tallies checks by name and group', () => {
    const registry = new MetricRegistry();
    registry.check('is 200', '', true);
    registry.check('is 200', '::login', false);
    registry.check('is 200', '', true);
    assert.deepEqual(registry.checks(), [
      { name: 'is 200', group: '', passes: 2, fails: 0 },
      { name: 'is 200', group: '::login', passes: 0, fails: 1 },
    ]);
  });

  it('keeps the number of checks bounded when their names are built from data', () => {
    const registry = new MetricRegistry();
    for (let index = 0; index < 10_050; index += 1) registry.check(`order ${index}`, '', true);
    assert.deepEqual(registry.checks().at(-1), { name: '(further checks)', group: '', passes: 50, fails: 0 });
  });
});
