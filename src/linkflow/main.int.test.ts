import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../event-store/testing/eventually.ts';
import { type Answer, send } from './testing/http-client.ts';
import { type TestProcess, testProcess } from './testing/test-process.ts';

const main = new URL('./main.ts', import.meta.url);
const trafficMain = new URL('./traffic/main.ts', import.meta.url);
const freePorts = {
  LINKFLOW_GATEWAY_PORT: '0',
  LINKFLOW_ADMIN_PORT: '0',
  LINKFLOW_AUTH_PORT: '0',
  LINKFLOW_EXECUTION_PORT: '0',
  LINKFLOW_LOG_LEVEL: 'fatal',
};
const versions = JSON.stringify([{ version: 'v1' }, { version: 'v2', faults: { latency: { share: 0.01, addMs: 1 } } }]);

async function admin({ ready }: TestProcess, method: string, path: string, body?: unknown): Promise<Answer> {
  const token = (await readFile(String(ready['adminTokenFile']), 'utf8')).trim();
  return send(method, `${String(ready['admin'])}/admin/v1/services/${path}`, { token, ...(body === undefined ? {} : { body }) });
}

describe('LinkFlow as a process', function () {
  this.timeout(120_000);
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'linkflow-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  function start(): Promise<TestProcess> {
    return testProcess(main, { ...freePorts, LINKFLOW_DATA: folder, LINKFLOW_VERSIONS: versions });
  }

  it('keeps users, sessions, workflows and weights over a restart, and serves steady traffic from a process of its own', async () => {
    const first = await start();
    const gateway = `${String(first.ready['gateway'])}/api/v1`;
    const credentials = { email: 'ada@example.test', password: 'correct horse battery' };
    await send('POST', `${gateway}/auth/register`, { body: credentials });
    const session = (await send('POST', `${gateway}/auth/login`, { body: credentials })).body;
    const token = String(session['accessToken']);
    const { id } = (await send('POST', `${gateway}/workflows`, { token, body: { name: 'W' } })).body;
    await admin(first, 'PUT', 'workflow-service/weights', { weights: { v1: 90, v2: 10 }, reason: 'canary' });
    assert.equal((await stat(String(first.ready['adminTokenFile']))).mode & 0o777, 0o600);
    assert.equal(await first.end('SIGTERM'), 0);

    const second = await start();
    assert.deepEqual((await admin(second, 'GET', 'workflow-service')).body['weights'], { v1: 90, v2: 10 });
    const again = `${String(second.ready['gateway'])}/api/v1`;
    assert.equal((await send('GET', `${again}/workflows/${String(id)}`, { token })).body['name'], 'W');
    assert.equal((await send('POST', `${again}/auth/refresh`, { body: { refreshToken: session['refreshToken'] } })).status, 200);

    const traffic = await testProcess(trafficMain, {
      LINKFLOW_GATEWAY_URL: String(second.ready['gateway']),
      LINKFLOW_TRAFFIC_PER_SECOND: '50',
      LINKFLOW_REPORT_MS: '200',
    });
    await eventually('traffic flows', () => traffic.lines.length >= 3);
    assert.equal(await traffic.end('SIGTERM'), 0);
    const total = JSON.parse(traffic.lines.at(-1) ?? '') as { event: string; counts: Record<string, number> };
    assert.equal(total.event, 'total');
    assert.deepEqual(
      Object.keys(total.counts).filter((status) => !['200', '201'].includes(status)),
      [],
    );
    assert.equal(await second.end('SIGINT'), 0);
  });

  it('says in one line what keeps it from starting', async () => {
    await assert.rejects(testProcess(main, { ...freePorts }), /LINKFLOW_ADMIN_TOKEN/);
    await assert.rejects(testProcess(main, { ...freePorts, LINKFLOW_ADMIN_TOKEN: 'short' }), /LINKFLOW_ADMIN_TOKEN/);
    await assert.rejects(
      testProcess(main, { ...freePorts, LINKFLOW_DATA: folder, LINKFLOW_VERSIONS: '[{"version":"v1","faults":{"x":1}}]' }),
      /LINKFLOW_VERSIONS/,
    );
    await assert.rejects(testProcess(main, { ...freePorts, LINKFLOW_DATA: folder, LINKFLOW_VERSIONS: 'v1,v2' }), /must be JSON/);
  });
});
