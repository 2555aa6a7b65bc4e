import assert from 'node:assert/strict';
import { eventually } from '../../event-store/testing/eventually.ts';
import type { FaultSet } from '../kit/faults/fault-set.ts';
import type { RunningService } from '../kit/running-service.ts';
import type { Storage } from '../kit/store/open-storage.ts';
import { type Answer, type Sending, send } from '../testing/http-client.ts';
import { memoryStorage } from '../testing/memory-storage.ts';
import { quietTelemetry } from '../testing/quiet-telemetry.ts';
import { type TokenIssuer, tokenIssuer } from '../testing/token-issuer.ts';
import { startWorkflowService } from './start-workflow-service.ts';
import { workflowKind, workflowStream } from './workflow-kind.ts';
import { rebuildWorkflowReadModel } from './workflow-projection.ts';
import { workflowReadModel } from './workflow-read-model.ts';

const node = { id: 'a', type: 'set', name: 'A', parameters: { values: {} } };
const withNode = { name: 'W', nodes: [node] };

function state(url: string, body: unknown): Promise<Answer> {
  return send('POST', `${url}/_pact/provider-states`, { body });
}

describe('workflow service', () => {
  let storage: Storage;
  let issuer: TokenIssuer;
  let service: RunningService;
  let token: string;
  let users = 0;

  async function start(options: { faults?: FaultSet; providerStates?: boolean } = {}): Promise<RunningService> {
    return startWorkflowService({
      ...storage,
      telemetry: quietTelemetry('workflow-service'),
      host: '127.0.0.1',
      port: 0,
      keys: issuer.keys,
      ...options,
    });
  }

  before(async () => {
    storage = await memoryStorage();
    issuer = await tokenIssuer();
    service = await start();
  });
  beforeEach(async () => {
    users += 1;
    token = await issuer.tokenOf(`user-${users}`);
  });
  after(async () => {
    await service.close();
    await storage.close();
  });

  const call = (method: string, path: string, sending: Sending = {}): Promise<Answer> =>
    send(method, `${service.url}/api/v1/workflows${path}`, { token, ...sending });
  async function created(body: unknown = withNode): Promise<string> {
    const answer = await call('POST', '', { body });
    assert.equal(answer.status, 201);
    return String(answer.body['id']);
  }

  it('creates a draft from name and description alone, and shows it at once', async () => {
    const answer = await call('POST', '', { body: { name: 'Load Test', description: 'Test' } });
    assert.equal(answer.status, 201);
    const { id, createdAt, updatedAt, ...rest } = answer.body;
    assert.equal(answer.headers.get('location'), `/api/v1/workflows/${String(id)}`);
    assert.deepEqual(rest, {
      version: 1,
      userId: `user-${users}`,
      name: 'Load Test',
      description: 'Test',
      status: 'draft',
      nodes: [],
      connections: [],
    });
    const shown = await call('GET', `/${String(id)}`);
    assert.deepEqual(shown.body, { id, ...rest, createdAt, updatedAt });
    assert.deepEqual(Object.keys(shown.body), [
      'id',
      'version',
      'userId',
      'name',
      'description',
      'status',
      'nodes',
      'connections',
      'createdAt',
      'updatedAt',
    ]);
    assert.equal(shown.headers.get('etag'), '"1"');
    assert.match((await send('GET', `${service.url}/metrics`)).text, /linkflow_workflows_created_total\{status="draft"/);
  });

  it('refuses what is no workflow and names each place', async () => {
    const answer = await call('POST', '', { body: { name: ' ', nodes: [{ id: 'a b', type: 'set', name: 'A' }], nmae: 'x' } });
    assert.equal(answer.status, 400);
    const paths = (answer.body['errors'] as { path: string }[]).map(({ path }) => path);
    assert.ok(paths.includes('name') && paths.includes('nodes.0.id'), paths.join());
    assert.equal((await call('POST', '', { body: { ...withNode, connections: [{ from: 'a', to: 'zz' }] } })).status, 400);
  });

  it('activates and deactivates, and refuses a transition that is none', async () => {
    const id = await created();
    assert.equal((await call('POST', `/${id}/deactivate`)).status, 409);
    assert.equal((await call('POST', `/${id}/activate`)).body['status'], 'active');
    const again = await call('POST', `/${id}/activate`);
    assert.deepEqual([again.status, again.body['type']], [409, 'urn:linkflow:problem:invalid-state-transition']);
    assert.equal((await call('POST', `/${id}/deactivate`)).body['status'], 'inactive');
    assert.equal((await call('POST', `/${await created({ name: 'empty' })}/activate`)).status, 409);
  });

  it('changes what PATCH names and replaces everything with PUT', async () => {
    const id = await created({ ...withNode, description: 'before' });
    const patched = await call('PATCH', `/${id}`, { body: { name: 'New' } });
    assert.deepEqual([patched.body['name'], patched.body['description'], patched.body['version']], ['New', 'before', 2]);
    const put = await call('PUT', `/${id}`, { body: { name: 'Whole' } });
    assert.deepEqual([put.body['name'], put.body['description'], put.body['nodes']], ['Whole', '', []]);
  });

  it('refuses a change of a version that is gone: 412 by If-Match, 409 by the body', async () => {
    const id = await created();
    await call('PATCH', `/${id}`, { body: { name: 'Second' } });
    const stale = await call('PATCH', `/${id}`, { body: { name: 'Late' }, headers: { 'if-match': '"1"' } });
    assert.deepEqual([stale.status, stale.body['currentVersion']], [412, 2]);
    assert.equal((await call('PATCH', `/${id}`, { body: { name: 'Late', version: 1 } })).status, 409);
    assert.equal((await call('PATCH', `/${id}`, { body: { name: 'Third' }, headers: { 'if-match': '"2"' } })).status, 200);
    assert.equal((await call('PATCH', `/${id}`, { body: { name: 'x' }, headers: { 'if-match': 'junk' } })).status, 400);
  });

  it('lets one of two simultaneous changes of one version through', async () => {
    const id = await created();
    const change = (name: string) => call('PATCH', `/${id}`, { body: { name }, headers: { 'if-match': '"1"' } });
    const statuses = (await Promise.all([change('one'), change('two')])).map(({ status }) => status).toSorted((a, b) => a - b);
    assert.deepEqual(statuses, [200, 412]);
  });

  it('carries out simultaneous changes one after the other when nobody expects a version', async () => {
    const id = await created();
    const answers = await Promise.all(['one', 'two', 'three'].map((description) => call('PATCH', `/${id}`, { body: { description } })));
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 200],
    );
    assert.equal((await call('GET', `/${id}`)).body['version'], 4);
  });

  it('hides a workflow from everybody but its owner', async () => {
    const id = await created();
    const stranger = await issuer.tokenOf('stranger');
    for (const [method, path] of [
      ['GET', ''],
      ['PATCH', ''],
      ['DELETE', ''],
      ['POST', '/activate'],
    ] as const) {
      const answer = await send(method, `${service.url}/api/v1/workflows/${id}${path}`, {
        token: stranger,
        ...(method === 'PATCH' ? { body: { name: 'x' } } : {}),
      });
      assert.equal(answer.status, 404, method);
    }
    assert.equal((await call('GET', '/no%20such%20id')).status, 404);
    assert.equal((await send('GET', `${service.url}/api/v1/workflows/${id}`)).status, 401);
  });

  it('deletes for good', async () => {
    const id = await created();
    assert.equal((await call('DELETE', `/${id}`)).status, 204);
    assert.deepEqual([(await call('GET', `/${id}`)).status, (await call('DELETE', `/${id}`)).status], [404, 404]);
    assert.deepEqual((await call('GET', '')).body['items'], []);
  });

  it('lists the own workflows in pages, newest first, without their nodes', async () => {
    const ids = [];
    for (let index = 0; index < 5; index += 1) ids.push(await created());
    await call('POST', `/${ids[0] ?? ''}/activate`);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const { body } = await call('GET', `?limit=2${cursor === undefined ? '' : `&cursor=${cursor}`}`);
      const items = body['items'] as Record<string, unknown>[];
      assert.ok(items.length <= 2 && items.every((item) => !('nodes' in item)));
      seen.push(...items.map(({ id }) => String(id)));
      cursor = body['nextCursor'] as string | undefined;
    } while (cursor !== undefined);
    assert.deepEqual(seen.toSorted(), ids.toSorted());
    assert.equal(((await call('GET', '?status=active')).body['items'] as unknown[]).length, 1);
    assert.deepEqual([(await call('GET', '?limit=1000')).status, (await call('GET', '?cursor=junk')).status], [400, 400]);
  });

  it('reads an aggregate of many events from a snapshot, and answers the same', async () => {
    const id = await created();
    for (let index = 0; index < 60; index += 1) await call('PATCH', `/${id}`, { body: { description: `change ${index}` } });
    assert.equal((await storage.store.loadSnapshot(workflowStream(id)))?.version, 50);
    const fresh = await start();
    const answer = await send('PATCH', `${fresh.url}/api/v1/workflows/${id}`, { token, body: { name: 'After' } });
    assert.deepEqual([answer.body['version'], answer.body['description']], [62, 'change 59']);
    await fresh.close();
  });

  it('shows what another process appended, and rebuilds its read model from the events', async () => {
    const id = 'from-elsewhere';
    const data = { id, userId: `user-${users}`, name: 'Elsewhere', description: '', nodes: [], connections: [] };
    await storage.store.append({ id: workflowStream(id), type: workflowKind.type }, 0, [{ type: 'workflow.workflow.created.v1', data }]);
    await eventually('the projection has seen the event', async () => (await call('GET', `/${id}`)).status === 200);
    const before = await call('GET', '');
    const count = await rebuildWorkflowReadModel({ store: storage.store, readModel: workflowReadModel(storage.database) });
    assert.ok(count > 10);
    assert.deepEqual((await call('GET', '')).body, before.body);
  });

  it('breaks its contract only when started to do so', async () => {
    const id = await created();
    const broken = await start({ faults: { contractBreak: { rename: { name: 'title' }, omit: ['nodes'] } } });
    const { body } = await send('GET', `${broken.url}/api/v1/workflows/${id}`, { token });
    assert.ok(body['title'] === 'W' && !('name' in body) && !('nodes' in body));
    await broken.close();
  });

  describe('provider states', () => {
    it('are not there unless asked for', async () => {
      assert.equal((await state(service.url, { state: 'A workflow exists', action: 'setup' })).status, 404);
    });

    it('make a workflow exist for whom the verification says, and not exist', async () => {
      const provider = await start({ providerStates: true });
      const get = async (bearer: string) => send('GET', `${provider.url}/api/v1/workflows/123`, { token: bearer });
      const ui = await issuer.tokenOf('workflow-ui');
      assert.deepEqual((await state(provider.url, { state: 'A workflow exists', action: 'setup' })).body, {
        id: '123',
        userId: 'workflow-ui',
      });
      const shown = await get(ui);
      assert.deepEqual([shown.status, shown.body['id'], shown.body['status']], [200, '123', 'draft']);
      assert.equal((shown.body['nodes'] as unknown[]).length, 2);
      await state(provider.url, { state: 'A workflow exists', params: { userId: 'other' }, action: 'setup' });
      assert.deepEqual([(await get(ui)).status, (await get(await issuer.tokenOf('other'))).status], [404, 200]);
      await state(provider.url, { state: 'No workflow exists', action: 'setup' });
      assert.equal((await get(await issuer.tokenOf('other'))).status, 404);
      await state(provider.url, { state: 'A workflow exists', action: 'setup' });
      await state(provider.url, { state: 'A workflow exists', action: 'teardown' });
      assert.equal((await get(ui)).status, 404);
      assert.equal((await state(provider.url, { state: 'Pigs fly', action: 'setup' })).status, 400);
      await provider.close();
    });
  });
});
