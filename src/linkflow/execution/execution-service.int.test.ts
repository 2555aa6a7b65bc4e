import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { eventually } from '../../event-store/testing/eventually.ts';
import type { RunningService } from '../kit/running-service.ts';
import type { Storage } from '../kit/store/open-storage.ts';
import { type Answer, type Sending, send } from '../testing/http-client.ts';
import { memoryStorage } from '../testing/memory-storage.ts';
import { quietTelemetry } from '../testing/quiet-telemetry.ts';
import { type StandInPlatform, standInPlatform } from '../testing/stand-in-platform.ts';
import { type Upstream, upstream } from '../testing/upstream.ts';
import { executionReadModel } from './execution-read-model.ts';
import type { RunnableConnection, RunnableNode } from './runnable-workflow.ts';
import { startExecutionService } from './start-execution-service.ts';

interface Seen {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly key: unknown;
  readonly body: string;
}

function undo(path: string): RunnableNode['parameters'] {
  return { rollback: { url: `{{input.url}}${path}`, method: 'DELETE' } };
}

function http(id: string, path: string, parameters: RunnableNode['parameters'] = {}): RunnableNode {
  return { id, type: 'http-request', parameters: { url: `{{input.url}}${path}`, ...parameters } };
}

describe('execution service', () => {
  let storage: Storage;
  let platform: StandInPlatform;
  let world: Upstream;
  let service: RunningService;
  let token: string;
  let users = 0;
  let seen: Seen[] = [];
  const held: ServerResponse[] = [];

  before(async () => {
    [storage, platform] = await Promise.all([memoryStorage(), standInPlatform()]);
    world = await upstream((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        seen.push({
          method: request.method,
          path: request.url,
          key: request.headers['idempotency-key'],
          body: Buffer.concat(chunks).toString(),
        });
        if (request.url === '/hang') return void held.push(response);
        if (request.url === '/moved') response.writeHead(302, { location: '/ok' });
        else if (request.url === '/away') response.writeHead(302, { location: 'http://example.test/' });
        else response.writeHead(request.url === '/broken' ? 500 : 200, { 'content-type': 'application/json' });
        response.end(request.url === '/long' ? 'x'.repeat(2_000_000) : JSON.stringify({ price: 7 }));
      });
    });
    service = await startExecutionService({
      ...storage,
      telemetry: quietTelemetry('execution-service'),
      host: '127.0.0.1',
      port: 0,
      keys: platform.issuer.keys,
      workflowUrl: () => platform.url,
      maxRunsOfUser: 2,
      leaseMs: 600,
      compensationTries: 2,
    });
  });
  beforeEach(async () => {
    users += 1;
    token = await platform.issuer.tokenOf(`user-${users}`);
    seen = [];
  });
  after(async () => {
    await service.close();
    await Promise.all([storage.close(), platform.close(), world.close()]);
  });

  const call = (method: string, path: string, sending: Sending = {}): Promise<Answer> =>
    send(method, `${service.url}/api/v1/executions${path}`, { token, ...sending });

  async function requested(
    nodes: readonly RunnableNode[],
    connections: readonly RunnableConnection[] = [],
    input: object = {},
  ): Promise<string> {
    platform.put({ workflowId: `w${users}`, nodes, connections });
    const answer = await call('POST', '', { body: { workflowId: `w${users}`, input: { url: world.url, ...input } } });
    assert.equal(answer.status, 202, answer.text);
    assert.equal(answer.headers.get('location'), `/api/v1/executions/${String(answer.body['id'])}`);
    return String(answer.body['id']);
  }

  async function ended(id: string): Promise<Answer['body']> {
    let body: Answer['body'] = {};
    await eventually('the execution has ended', async () => {
      ({ body } = await call('GET', `/${id}`));
      return body['finishedAt'] !== undefined;
    });
    return body;
  }

  async function reasonFor(node: RunnableNode): Promise<string> {
    return ((await ended(await requested([node])))['failure'] as { reason: string }).reason;
  }

  async function rows(table: string, id: string): Promise<number> {
    return (await storage.database.query(`select 1 from execution_service.${table} where execution_id = $1`, [id])).length;
  }

  it('runs a workflow: calls, computes, branches, and shows every output', async () => {
    const nodes: readonly RunnableNode[] = [
      http('fetch', '/item', { method: 'POST', body: { name: '{{input.name}}' } }),
      { id: 'is-dear', type: 'if', parameters: { left: '{{nodes.fetch.output.body.price}}', operator: 'greater-than', right: 5 } },
      { id: 'yes', type: 'set', parameters: { values: { text: '{{input.name}} costs {{nodes.fetch.output.body.price}}' } } },
      { id: 'no', type: 'set', parameters: { values: {} } },
      { id: 'pause', type: 'delay', parameters: { ms: 1 } },
    ];
    const connections: readonly RunnableConnection[] = [
      { from: 'fetch', to: 'is-dear' },
      { from: 'is-dear', to: 'yes', branch: 'true' },
      { from: 'is-dear', to: 'no', branch: 'false' },
      { from: 'yes', to: 'pause' },
    ];
    const id = await requested(nodes, connections, { name: 'Tea' });
    const body = await ended(id);
    assert.equal(body['status'], 'succeeded');
    const output = body['output'] as Record<string, unknown>;
    assert.deepEqual(output['yes'], { text: 'Tea costs 7' });
    assert.ok(!('no' in output));
    assert.deepEqual(seen, [{ method: 'POST', path: '/item', key: `${id}:fetch`, body: '{"name":"Tea"}' }]);
    assert.deepEqual([await rows('results', id), await rows('reservations', id)], [1, 0]);
    await eventually('its duration is measured', async () =>
      /linkflow_execution_duration_seconds_count\{[^}]*status="succeeded"/.test((await send('GET', `${service.url}/metrics`)).text),
    );
  });

  it('undoes what was done when a node fails, the last first, and leaves nothing behind', async () => {
    const nodes = [
      http('one', '/one', undo('/one')),
      http('two', '/two', undo('/two/{{nodes.two.output.body.price}}')),
      http('three', '/broken'),
    ];
    const id = await requested(nodes, [
      { from: 'one', to: 'two' },
      { from: 'two', to: 'three' },
    ]);
    const body = await ended(id);
    assert.equal(body['status'], 'failed');
    assert.deepEqual(body['failure'], { step: 'execute-nodes', nodeId: 'three', reason: 'The answer was 500' });
    assert.deepEqual(
      seen.map(({ method, path }) => `${method ?? ''} ${path ?? ''}`),
      ['GET /one', 'GET /two', 'GET /broken', 'DELETE /two/7', 'DELETE /one'],
    );
    assert.deepEqual(
      (body['nodes'] as { status: string }[]).map(({ status }) => status),
      ['rolled-back', 'rolled-back', 'failed'],
    );
    assert.deepEqual([await rows('results', id), await rows('reservations', id)], [0, 0]);
  });

  it('says what could not be undone', async () => {
    const nodes = [http('one', '/one', { rollback: { url: '{{input.url}}/broken' } }), http('two', '/broken')];
    const body = await ended(await requested(nodes, [{ from: 'one', to: 'two' }]));
    assert.deepEqual([body['status'], body['notCompensated']], ['failed', ['execute-nodes']]);
  });

  it('fails a node that calls where it may not, is led elsewhere, waits too long or gets too much', async () => {
    assert.match(await reasonFor({ id: 'a', type: 'http-request', parameters: { url: 'http://example.test/' } }), /not on the list/);
    assert.match(await reasonFor(http('a', '/away')), /redirects to http:\/\/example\.test/);
    assert.match(await reasonFor(http('a', '/hang', { timeoutMs: 40 })), /within 40 ms/);
    assert.match(await reasonFor(http('a', '/long')), /longer than/);
    assert.match(await reasonFor(http('a', '/x', { method: 'TRACE' })), /parameters are not valid/);
  });

  it('follows a redirect within the same origin', async () => {
    assert.equal((await ended(await requested([http('a', '/moved')])))['status'], 'succeeded');
    assert.deepEqual(
      seen.map(({ path }) => path),
      ['/moved', '/ok'],
    );
  });

  it('holds a user to a number of executions at a time, and lets others run', async () => {
    const hanging = [http('a', '/hang', { timeoutMs: 30_000 })];
    const ids = [await requested(hanging), await requested(hanging)];
    await eventually('both are waiting', () => seen.length === 2);
    const third = await ended(await requested([]));
    assert.deepEqual([third['status'], (third['failure'] as { step: string }).step], ['failed', 'reserve-resources']);
    token = await platform.issuer.tokenOf('somebody-else');
    assert.equal((await ended(await requested([])))['status'], 'succeeded');
    token = await platform.issuer.tokenOf(`user-${users}`);
    for (const response of held.splice(0)) response.end();
    for (const id of ids) assert.equal((await ended(id))['status'], 'succeeded');
  });

  it('refuses what can not be run, before anything is started', async () => {
    platform.put({ workflowId: 'resting', nodes: [], connections: [], status: 'draft' });
    platform.put({ workflowId: 'foreign', nodes: [{ id: 'a', type: 'teleport', parameters: {} }], connections: [] });
    const status = async (body: unknown) => (await call('POST', '', { body })).status;
    assert.deepEqual([await status({ workflowId: 'resting' }), await status({ workflowId: 'foreign' })], [422, 422]);
    assert.deepEqual(
      [await status({ workflowId: 'none' }), await status({}), await status({ workflowId: 'x', extra: 1 })],
      [404, 400, 400],
    );
    assert.equal((await send('POST', `${service.url}/api/v1/executions`, { body: { workflowId: 'none' } })).status, 401);
    assert.deepEqual((await call('GET', '')).body['items'], []);
  });

  it('takes a request with the same Idempotency-Key for the same one, and refuses another under it', async () => {
    platform.put({ workflowId: 'once', nodes: [http('a', '/once')], connections: [] });
    const headers = { 'idempotency-key': 'order-4711' };
    const run = (input: object) => call('POST', '', { body: { workflowId: 'once', input: { url: world.url, ...input } }, headers });
    const [one, two] = [await run({}), await run({})];
    assert.equal(one.body['id'], two.body['id']);
    await ended(String(one.body['id']));
    assert.equal(seen.length, 1);
    assert.equal((await run({ other: true })).status, 409);
  });

  it('shows an execution to who requested it only, and lists in pages', async () => {
    const ids = [await requested([]), await requested([]), await requested([])];
    for (const id of ids) await ended(id);
    const first = await call('GET', '?limit=2');
    const second = await call('GET', `?limit=2&cursor=${String(first.body['nextCursor'])}`);
    const listed = [first, second].flatMap(({ body }) => body['items'] as { id: string; status: string }[]);
    assert.deepEqual(listed.map(({ id }) => id).toSorted(), ids.toSorted());
    assert.equal(((await call('GET', '?status=failed')).body['items'] as unknown[]).length, 0);
    assert.equal(((await call('GET', `?workflowId=w${users}`)).body['items'] as unknown[]).length, 3);
    assert.equal((await call('GET', '?cursor=junk')).status, 400);
    const stranger = await platform.issuer.tokenOf('stranger');
    assert.equal((await send('GET', `${service.url}/api/v1/executions/${ids[0] ?? ''}`, { token: stranger })).status, 404);
    assert.equal((await call('GET', '/no%20id')).status, 404);
  });

  it('drops an announced execution whose request never came', async () => {
    const readModel = executionReadModel(storage.database);
    await readModel.announce({ id: 'never', userId: 'u', workflowId: 'w', workflowVersion: 1, requestedAt: new Date(0) });
    await eventually('it is gone', async () => !(await readModel.unfinished()).includes('never'));
  });
});
