import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../../event-store/testing/eventually.ts';
import { type Answer, send } from '../testing/http-client.ts';
import { type StandInPlatform, standInPlatform } from '../testing/stand-in-platform.ts';
import { type TestProcess, testProcess } from '../testing/test-process.ts';
import { type Upstream, upstream } from '../testing/upstream.ts';

const main = new URL('./main.ts', import.meta.url);

describe('execution service, killed in the middle of an execution', function () {
  this.timeout(120_000);
  let folder: string;
  let platform: StandInPlatform;
  let world: Upstream;
  let hangs = true;
  let brokenAfterwards = false;
  const seen: string[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'linkflow-execution-'));
    platform = await standInPlatform();
    hangs = true;
    seen.splice(0);
    world = await upstream((request, response) => {
      seen.push(`${request.method ?? ''} ${request.url ?? ''} ${String(request.headers['idempotency-key']).split(':').slice(1).join(':')}`);
      if (hangs && request.url === '/second') return;
      response.statusCode = brokenAfterwards && request.url === '/second' ? 500 : 200;
      response.end('ok');
    });
  });
  afterEach(async () => {
    await Promise.all([platform.close(), world.close()]);
    await rm(folder, { recursive: true, force: true });
  });

  function start(): Promise<TestProcess> {
    return testProcess(main, {
      LINKFLOW_DATA: folder,
      LINKFLOW_EXECUTION_PORT: '0',
      LINKFLOW_JWKS_URL: platform.jwksUrl,
      LINKFLOW_WORKFLOW_URL: platform.url,
      LINKFLOW_EXECUTION_LEASE_MS: '500',
      LINKFLOW_LOG_LEVEL: 'fatal',
    });
  }

  /** Starts an execution, kills its process while the second node waits, and answers how a new process ends it. */
  async function killedAndResumed(): Promise<Answer['body']> {
    const call = (path: string, rollback?: object) => ({
      type: 'http-request',
      parameters: { url: `${world.url}${path}`, ...(rollback === undefined ? {} : { rollback }) },
    });
    platform.put({
      workflowId: 'w1',
      nodes: [
        { id: 'first', ...call('/first', { url: `${world.url}/first`, method: 'DELETE' }) },
        { id: 'second', ...call('/second') },
      ],
      connections: [{ from: 'first', to: 'second' }],
    });
    const token = await platform.issuer.tokenOf('ada');
    const killed = await start();
    const requested = await send('POST', `${String(killed.ready['execution'])}/api/v1/executions`, { token, body: { workflowId: 'w1' } });
    assert.equal(requested.status, 202, requested.text);
    await eventually('the second node is waiting', () => seen.length === 2);
    assert.equal(await killed.end('SIGKILL'), null);
    hangs = false;
    const resumed = await start();
    let body: Answer['body'] = {};
    await eventually('a new process has ended it', async () => {
      ({ body } = await send('GET', `${String(resumed.ready['execution'])}/api/v1/executions/${String(requested.body['id'])}`, { token }));
      return body['finishedAt'] !== undefined;
    });
    assert.equal(await resumed.end('SIGTERM'), 0);
    return body;
  }

  it('is finished by a new process, which repeats only the node in hand, under the same key', async () => {
    brokenAfterwards = false;
    assert.equal((await killedAndResumed())['status'], 'succeeded');
    assert.deepEqual(seen, ['GET /first first', 'GET /second second', 'GET /second second']);
  });

  it('is compensated by a new process when it fails there, with what the killed one had done', async () => {
    brokenAfterwards = true;
    const body = await killedAndResumed();
    assert.equal(body['status'], 'failed');
    assert.deepEqual(seen, ['GET /first first', 'GET /second second', 'GET /second second', 'DELETE /first first:rollback']);
  });
});
