import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { apiHandler } from '../../metrics-engine/http/api-handler.ts';
import { openMetricsEngine } from '../../metrics-engine/metrics-engine.ts';
import { memoryTokenStore } from '../control/ports/testing/memory-token-store.ts';
import { manualClock } from '../control/testing/manual-clock.ts';
import { memoryControlPlane } from '../control/testing/memory-control-plane.ts';
import { createApi } from './create-api.ts';
import { prometheusRoutes } from './prometheus-routes.ts';
import { call } from './testing/call.ts';
import { createTokens } from './tokens/create-tokens.ts';

/** A POST of a form, as Grafana asks. */
function form(fields: Readonly<Record<string, string>>): { method: 'POST'; raw: string; headers: Readonly<Record<string, string>> } {
  return {
    method: 'POST',
    raw: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  };
}

describe('the embedded metrics below /prometheus', () => {
  const clock = manualClock();
  const logged: { readonly message: string; readonly fields: Readonly<Record<string, unknown>> }[] = [];
  const log = (fields: Readonly<Record<string, unknown>>, message: string) => {
    logged.push({ message, fields });
  };
  let server: Server;
  let url: string;
  let token: string;
  let revoke: () => Promise<unknown>;

  before(async () => {
    const engine = await openMetricsEngine({ config: 'scrape_configs: []' });
    engine.writer().write([{ labels: { __name__: 'x', service: 'a' }, value: 7 }], Date.now());
    const tokens = createTokens({ store: memoryTokenStore(), clock, random: randomBytes });
    const created = await tokens.create({ name: 'grafana', role: 'viewer', by: 'test' });
    token = created.text;
    revoke = () => tokens.revoke(created.token.id, 'test');
    const api = createApi({
      controlPlane: memoryControlPlane({ services: [], clock }),
      tokens,
      clock,
      logger: { info: log, warn: log, error: log },
      version: '9.9.9',
      more: [prometheusRoutes({ tokens, answer: apiHandler({ engine: () => engine }) })],
    });
    server = createServer(api).listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/prometheus`;
  });
  after(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  it('answers what Grafana asks when a data source is saved, and then shows a graph', async () => {
    const health = await call(`${url}/api/v1/query`, { token, ...form({ query: '1+1', time: '4' }) });
    assert.deepEqual(health.body, { status: 'success', data: { resultType: 'scalar', result: [4, '2'] } });
    const build = await call(`${url}/api/v1/status/buildinfo`, { token });
    assert.equal('features' in (build.body as { data: object }).data, false);
    const [start, end] = [Date.now() / 1000 - 600, Date.now() / 1000 + 60].map(String);
    const answers = await Promise.all([
      call(`${url}/api/v1/labels`, { token, ...form({ start: start ?? '', end: end ?? '', 'match[]': 'x' }) }),
      call(`${url}/api/v1/label/service/values?start=${start}&end=${end}&match[]=x`, { token }),
      call(`${url}/api/v1/series`, { token, ...form({ start: start ?? '', end: end ?? '', 'match[]': 'x' }) }),
      call(`${url}/api/v1/metadata?limit=1000`, { token }),
      call(`${url}/api/v1/rules?group_limit=40`, { token }),
      call(`${url}/api/v1/query_exemplars`, { token, ...form({ query: 'x', start: start ?? '', end: end ?? '' }) }),
    ]);
    assert.deepEqual(
      answers.map(({ body }) => (body as { data: unknown }).data),
      [['__name__', 'service'], ['a'], [{ __name__: 'x', service: 'a' }], {}, { groups: [] }, []],
    );
    const graph = await call(`${url}/api/v1/query_range`, {
      token,
      ...form({ query: 'sum(x)', start: end ?? '', end: end ?? '', step: '15' }),
    });
    assert.deepEqual((graph.body as { data: { result: { values: [number, string][] }[] } }).data.result[0]?.values[0]?.[1], '7');
    assert.equal(graph.headers['cache-control'], 'no-store');
  });

  it('tells nobody anything without a token, and probes that it lives', async () => {
    for (const asked of [
      `${url}/api/v1/query?query=x`,
      `${url}/api/v1/labels`,
      `${url}/-/reload`,
      url,
      `${url}/-/ready/../../api/v1/labels`,
    ]) {
      const answer = await call(asked);
      assert.deepEqual([answer.status, answer.headers['www-authenticate']], [401, 'Bearer realm="sluice"'], asked);
    }
    for (const probe of ['healthy', 'ready']) assert.equal((await fetch(`${url}/-/${probe}`)).status, 200);
  });

  it('answers problems as Prometheus does, and 404 where nothing is', async () => {
    const bad = await call(`${url}/api/v1/query?query=x{`, { token });
    assert.deepEqual([bad.status, (bad.body as { errorType: string }).errorType], [400, 'bad_data']);
    assert.equal((await call(url, { token })).status, 404);
    assert.equal((await call(`${url}/api/v1/releases`, { token })).status, 404);
  });

  it('counts a question that is posted as no write', async () => {
    for (let asked = 0; asked < 70; asked++)
      assert.equal((await call(`${url}/api/v1/query`, { token, ...form({ query: '1' }) })).status, 200);
    assert.deepEqual(
      logged.filter(({ message }) => message === 'audit'),
      [],
    );
    const last = logged.at(-1)?.fields;
    assert.deepEqual([last?.['path'], last?.['actor'], last?.['status']], ['/prometheus/api/v1/query', 'grafana', 200]);
  });

  it('is closed to a token that was revoked', async () => {
    await revoke();
    assert.equal((await call(`${url}/api/v1/query?query=x`, { token })).status, 401);
  });
});
