import assert from 'node:assert/strict';
import { eventually } from '../event-store/testing/eventually.ts';
import { type RunningPostgres, startPostgres } from '../event-store/testing/start-postgres.ts';
import { type Answer, type Sending, send } from './testing/http-client.ts';
import { type TestProcess, testProcess } from './testing/test-process.ts';
import { type Upstream, upstream } from './testing/upstream.ts';

const adminToken = 'admin-token-for-tests';

describe('LinkFlow as a process for each service, on one PostgreSQL', function () {
  this.timeout(120_000);
  let postgres: RunningPostgres;
  let world: Upstream;
  let hanging = true;
  let asked = 0;
  const processes: TestProcess[] = [];
  let gatewayUrl: string;
  let adminUrl: string;
  let token: string;

  async function start(service: string, variables: Readonly<Record<string, string>>): Promise<TestProcess> {
    const started = await testProcess(new URL(`./${service}/main.ts`, import.meta.url), {
      LINKFLOW_LOG_LEVEL: 'fatal',
      DATABASE_URL: postgres.connectionString,
      ...variables,
    });
    processes.push(started);
    return started;
  }

  before(async () => {
    [postgres, world] = await Promise.all([
      startPostgres(),
      upstream((_request, response) => {
        asked += 1;
        if (!hanging) response.end('ok');
      }),
    ]);
    const auth = await start('auth', { LINKFLOW_AUTH_PORT: '0' });
    const authUrl = String(auth.ready['auth']);
    const keys = { LINKFLOW_JWKS_URL: `${authUrl}/.well-known/jwks.json` };
    const workflow = await start('workflow', { ...keys, LINKFLOW_WORKFLOW_PORT: '0' });
    const workflowUrl = (workflow.ready['workflow'] as Record<string, string>)['v1'] ?? '';
    const execution = { ...keys, LINKFLOW_EXECUTION_PORT: '0', LINKFLOW_WORKFLOW_URL: workflowUrl, LINKFLOW_EXECUTION_LEASE_MS: '1000' };
    const executions = [await start('execution', execution), await start('execution', execution)];
    const gateway = await start('gateway', {
      ...keys,
      LINKFLOW_GATEWAY_PORT: '0',
      LINKFLOW_ADMIN_PORT: '0',
      LINKFLOW_ADMIN_TOKEN: adminToken,
      LINKFLOW_AUTH_URL: authUrl,
      LINKFLOW_WORKFLOW_URL: workflowUrl,
      LINKFLOW_EXECUTION_URL: String(executions[0]?.ready['execution']),
    });
    gatewayUrl = String(gateway.ready['gateway']);
    adminUrl = String(gateway.ready['admin']);
    const v2 = await start('workflow', { ...keys, LINKFLOW_WORKFLOW_PORT: '0', LINKFLOW_VERSION: 'v2' });
    const url = (v2.ready['workflow'] as Record<string, string>)['v2'];
    await send('PUT', `${adminUrl}/admin/v1/services/workflow-service/versions/v2`, { token: adminToken, body: { url } });
    const body = { email: 'ada@example.test', password: 'correct horse battery' };
    await api('POST', '/auth/register', { body });
    token = String((await api('POST', '/auth/login', { body })).body['accessToken']);
  });
  after(async () => {
    for (const one of processes.toReversed()) assert.equal(await one.end('SIGTERM'), 0);
    await world.close();
    await postgres.stop();
  });

  function api(method: string, path: string, sending: Sending = {}): Promise<Answer> {
    return send(method, `${gatewayUrl}/api/v1${path}`, { ...(token === undefined ? {} : { token }), ...sending });
  }

  it('lets every version read at once what another one wrote', async () => {
    const { id } = (await api('POST', '/workflows', { body: { name: 'W' } })).body;
    for (const [version, name] of [
      ['v2', 'second'],
      ['v1', 'third'],
      ['v2', 'fourth'],
    ] as const) {
      const other = version === 'v1' ? 'v2' : 'v1';
      assert.equal((await api('PATCH', `/workflows/${String(id)}`, { body: { name }, headers: { 'x-version': version } })).status, 200);
      assert.equal((await api('GET', `/workflows/${String(id)}`, { headers: { 'x-version': other } })).body['name'], name);
    }
  });

  it('rebuilds its read model by one command', async () => {
    const before = (await api('GET', '/workflows')).body;
    const rebuild = await testProcess(new URL('./workflow/rebuild-main.ts', import.meta.url), { DATABASE_URL: postgres.connectionString });
    assert.deepEqual(rebuild.ready, { event: 'rebuilt', workflows: 1 });
    assert.deepEqual((await api('GET', '/workflows')).body, before);
  });

  it('goes on with an execution in another process while its own one is dead', async () => {
    const nodes = [{ id: 'call', type: 'http-request', name: 'Call', parameters: { url: `${world.url}/x` } }];
    const { id } = (await api('POST', '/workflows', { body: { name: 'W', nodes } })).body;
    await api('POST', `/workflows/${String(id)}/activate`);
    const requested = await api('POST', '/executions', { body: { workflowId: id } });
    assert.equal(requested.status, 202, requested.text);
    await eventually('the node is waiting', () => asked === 1);
    const index = processes.findIndex(({ ready }) => 'execution' in ready);
    const [dying] = processes.splice(index, 1);
    const survivor = processes[index];
    hanging = false;
    await dying?.end('SIGKILL');
    await eventually('the other process has ended it', async () => {
      const { body } = await send('GET', `${String(survivor?.ready['execution'])}/api/v1/executions/${String(requested.body['id'])}`, {
        token,
      });
      return body['status'] === 'succeeded';
    });
    assert.equal(asked, 2);
  });
});
