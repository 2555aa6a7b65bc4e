import assert from 'node:assert/strict';
import { createTracedFetch } from '../../telemetry/traced-fetch.ts';
import { quietTelemetry } from '../testing/quiet-telemetry.ts';
import { type Upstream, upstream } from '../testing/upstream.ts';
import { Problem } from './problem.ts';
import { serviceClient } from './service-call.ts';

const call = { path: '/things/1', token: 't', requestId: 'request-1' };

function clientOf(url: string, deadlineMs = 2000) {
  const telemetry = quietTelemetry('caller');
  const fetch = createTracedFetch({ tracer: telemetry.tracing.tracer });
  return {
    metrics: telemetry.metrics,
    client: serviceClient({ service: 'thing-service', baseUrl: () => url, fetch, metrics: telemetry.metrics, deadlineMs }),
  };
}

async function kindOf(answering: Promise<unknown>): Promise<string> {
  return answering.then(
    () => 'answered',
    (error: unknown) => (error instanceof Problem ? error.kind : String(error)),
  );
}

describe('serviceClient', () => {
  const open: Upstream[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((server) => server.close()));
  });

  it('carries token, request id and answers with status and body', async () => {
    const server = await upstream((request, response) =>
      response.end(JSON.stringify([request.headers.authorization, request.headers['x-request-id']])),
    );
    open.push(server);
    const { client } = clientOf(server.url);
    assert.deepEqual(await client.get(call), { status: 200, body: ['Bearer t', 'request-1'] });
    client.close();
  });

  it('says whether the other one was silent or not there', async () => {
    const silent = await upstream(() => undefined);
    open.push(silent);
    assert.equal(await kindOf(clientOf(silent.url, 50).client.get(call)), 'upstream-timeout');
    const gone = await upstream(() => undefined);
    await gone.close();
    assert.equal(await kindOf(clientOf(gone.url).client.get(call)), 'upstream-refused');
  });

  it('answers a 5xx as it is, and leaves the other one alone after many of them', async () => {
    let asked = 0;
    const failing = await upstream((_request, response) => {
      asked += 1;
      response.statusCode = 500;
      response.end('not json');
    });
    open.push(failing);
    const { client, metrics } = clientOf(failing.url);
    assert.deepEqual(await client.get(call), { status: 500, body: undefined });
    const kinds = [];
    for (let index = 0; index < 20; index += 1) kinds.push(await kindOf(client.get(call)));
    assert.equal(kinds.at(-1), 'unavailable');
    assert.ok(asked < 15, `asked ${asked} times`);
    assert.match(await metrics.registry.metrics(), /linkflow_circuit_open\{target="thing-service"[^}]*\} 1/);
    client.close();
  });
});
