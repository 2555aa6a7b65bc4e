import assert from 'node:assert/strict';
import { manualClock } from '../control/testing/manual-clock.ts';
import type { ReleaseView } from '../domain/release/release-view.ts';
import { call } from './testing/call.ts';
import { type RunningApi, runningApi } from './testing/running-api.ts';

const clock = manualClock();
let api: RunningApi;
const allowed = { allowed: true, because: 'waits for a person' };

async function start(service = 'workflow-service'): Promise<ReleaseView> {
  const answer = await call(`${api.url}/api/v1/releases`, {
    method: 'POST',
    token: api.tokenOf.ci,
    json: { service, version: 'v2', reason: 'sprint 7' },
  });
  assert.equal(answer.status, 202);
  assert.equal(answer.headers['location'], `/api/v1/releases/${(answer.body as ReleaseView).releaseId}`);
  return answer.body as ReleaseView;
}

function steer(id: string, action: string) {
  return call(`${api.url}/api/v1/releases/${id}/${action}`, { method: 'POST', token: api.tokenOf.operator, json: { reason: 'seen' } });
}

function freeze(json: unknown) {
  return call(`${api.url}/api/v1/freezes`, { method: 'POST', token: api.tokenOf.operator, json });
}

function issue(json: unknown) {
  return call(`${api.url}/api/v1/tokens`, { method: 'POST', token: api.tokenOf.admin, json });
}

beforeEach(async () => {
  api = await runningApi({ clock });
});
afterEach(() => api.stop());

describe('releases over HTTP', () => {
  it('are requested in the name of the token, and found under their location', async () => {
    const { releaseId, requestedBy, fix } = await start();
    assert.deepEqual([releaseId, requestedBy, fix], ['production.workflow-service.1', 'ci', false]);
    const answer = await call(`${api.url}/api/v1/releases/${releaseId}`, { token: api.tokenOf.viewer });
    assert.equal((answer.body as ReleaseView).releaseId, releaseId);
  });

  it('are marked a fix by operators alone', async () => {
    const mark = (token: string) =>
      call(`${api.url}/api/v1/releases`, {
        method: 'POST',
        token,
        json: { service: 'workflow-service', version: 'v2', reason: 'mends the outage', fix: true },
      });
    const refused = await mark(api.tokenOf.ci);
    assert.equal(refused.status, 403);
    assert.match((refused.body as { detail: string }).detail, /marked as a fix takes the role operator; ci has ci/);
    const taken = await mark(api.tokenOf.operator);
    assert.deepEqual([taken.status, (taken.body as ReleaseView).fix], [202, true]);
  });

  it('take no credential for a reason, and a sentence about one', async () => {
    const { releaseId } = await start();
    const abort = (reason: string) =>
      call(`${api.url}/api/v1/releases/${releaseId}/abort`, { method: 'POST', token: api.tokenOf.operator, json: { reason } });
    const refused = await abort(`with ${api.tokenOf.ci}`);
    assert.equal(refused.status, 400);
    assert.match(JSON.stringify(refused.body), /looks like a credential/);
    assert.equal((await abort('Basic maintenance')).status, 202);
  });

  it('are listed newest first, filtered and limited', async () => {
    await start();
    await start('user-service');
    const list = async (query: string) => {
      const answer = await call(`${api.url}/api/v1/releases${query}`, { token: api.tokenOf.viewer });
      return (answer.body as { releases: ReleaseView[] }).releases.map(({ service }) => service);
    };
    assert.deepEqual(await list(''), ['user-service', 'workflow-service']);
    assert.deepEqual(await list('?service=workflow-service'), ['workflow-service']);
    assert.deepEqual(await list('?limit=1'), ['user-service']);
    assert.equal((await call(`${api.url}/api/v1/releases?service=nosuch`, { token: api.tokenOf.viewer })).status, 404);
    assert.equal((await call(`${api.url}/api/v1/releases?limit=0`, { token: api.tokenOf.viewer })).status, 400);
    assert.equal((await call(`${api.url}/api/v1/releases?servcie=x`, { token: api.tokenOf.viewer })).status, 400);
  });

  it('are refused while another is in progress, and for unknown services', async () => {
    await start();
    const again = await call(`${api.url}/api/v1/releases`, {
      method: 'POST',
      token: api.tokenOf.ci,
      json: { service: 'workflow-service', version: 'v3' },
    });
    const unknown = await call(`${api.url}/api/v1/releases`, {
      method: 'POST',
      token: api.tokenOf.ci,
      json: { service: 'workflov', version: 'v3' },
    });
    assert.equal(again.status, 409);
    assert.equal((again.body as { type: string }).type, 'urn:sluice:problem:release-in-progress');
    assert.equal(unknown.status, 404);
    assert.equal((unknown.body as { type: string }).type, 'urn:sluice:problem:unknown-service');
  });

  it('are steered by operators, with 202 and the release as it stands', async () => {
    const { releaseId, actions } = await start();
    api.controlPlane.tell(releaseId, {
      kind: 'ReleaseHeld',
      sentence: 'waits',
      change: { status: 'held', actions: { ...actions, approve: allowed, promote: allowed } },
    });
    for (const action of ['approve', 'promote', 'abort']) {
      const answer = await steer(releaseId, action);
      assert.equal(answer.status, 202);
      assert.equal(answer.headers['location'], `/api/v1/releases/${releaseId}`);
    }
    const ended = await steer(releaseId, 'abort');
    assert.equal(ended.status, 409);
    assert.match((ended.body as { detail: string }).detail, /has ended: aborted/);
  });

  it('are denied', async () => {
    const { releaseId, actions } = await start();
    api.controlPlane.tell(releaseId, { kind: 'ReleaseHeld', sentence: 'waits', change: { actions: { ...actions, approve: allowed } } });
    assert.equal(((await steer(releaseId, 'deny')).body as ReleaseView).status, 'blocked');
  });

  it('need a reason to be steered, and exist', async () => {
    const { releaseId } = await start();
    const blank = await call(`${api.url}/api/v1/releases/${releaseId}/abort`, {
      method: 'POST',
      token: api.tokenOf.operator,
      json: { reason: '  ' },
    });
    assert.equal(blank.status, 400);
    assert.equal((await steer('production.workflow-service.99', 'abort')).status, 404);
    assert.equal((await steer('not-an-id', 'abort')).status, 400);
  });
});

describe('freezes over HTTP', () => {
  it('are declared, read and lifted', async () => {
    const until = new Date(clock.now() + 60_000).toISOString();
    const declared = await freeze({ service: 'workflow-service', reason: 'incident', until });
    assert.equal(declared.status, 201);
    assert.equal(declared.headers['location'], '/api/v1/freezes/workflow-service');
    const read = await call(`${api.url}/api/v1/freezes/workflow-service`, { token: api.tokenOf.viewer });
    assert.deepEqual(read.body, {
      service: 'workflow-service',
      actor: 'operator',
      reason: 'incident',
      declaredAtMs: clock.now(),
      untilMs: clock.now() + 60_000,
    });
    const listed = await call(`${api.url}/api/v1/freezes`, { token: api.tokenOf.viewer });
    assert.deepEqual(listed.body, { freezes: [read.body] });
    const lifted = await call(`${api.url}/api/v1/freezes/workflow-service?reason=over`, { method: 'DELETE', token: api.tokenOf.operator });
    assert.equal(lifted.status, 204);
    assert.equal((await call(`${api.url}/api/v1/freezes/workflow-service`, { token: api.tokenOf.viewer })).status, 404);
  });

  it('are not declared into the past, without a reason, or for unknown services', async () => {
    const past = new Date(clock.now()).toISOString();
    assert.equal((await freeze({ service: 'workflow-service', reason: 'x', until: past })).status, 400);
    assert.equal((await freeze({ service: 'workflow-service' })).status, 400);
    assert.equal((await freeze({ service: 'unknown', reason: 'x' })).status, 404);
    assert.equal(
      (await call(`${api.url}/api/v1/freezes/user-service?reason=x`, { method: 'DELETE', token: api.tokenOf.operator })).status,
      409,
    );
    assert.equal((await call(`${api.url}/api/v1/freezes/user-service`, { method: 'DELETE', token: api.tokenOf.operator })).status, 400);
  });
});

describe('what can only be read', () => {
  it('shows services, SLOs and whether the ledger holds', async () => {
    const read = async (path: string) => (await call(`${api.url}/api/v1${path}`, { token: api.tokenOf.viewer })).body;
    api.controlPlane.setVerification({ kind: 'intact', records: 12 });
    assert.deepEqual(await read('/services'), { services: ['workflow-service', 'user-service'] });
    assert.deepEqual(await read('/slos?service=workflow-service'), { slos: [] });
    assert.deepEqual(await read('/ledger/verification'), { kind: 'intact', records: 12 });
    assert.equal((await call(`${api.url}/api/v1/slos?service=unknown`, { token: api.tokenOf.viewer })).status, 404);
  });
});

describe('tokens over HTTP', () => {
  it('are issued, let in, listed without their secret, revoked, and then shut out', async () => {
    const admin = { token: api.tokenOf.admin };
    const created = await call(`${api.url}/api/v1/tokens`, { ...admin, method: 'POST', json: { name: 'deploy', role: 'ci' } });
    assert.equal(created.status, 201);
    const { text, token } = created.body as { text: string; token: { id: string; createdBy: string } };
    assert.equal(token.createdBy, 'admin');
    assert.equal((await call(`${api.url}/api/v1/releases`, { token: text })).status, 200);
    const listed = JSON.stringify((await call(`${api.url}/api/v1/tokens`, admin)).body);
    assert.ok(listed.includes(token.id) && !listed.includes('secretHash') && !listed.includes(text.slice(17)));
    assert.equal((await call(`${api.url}/api/v1/tokens/${token.id}`, { ...admin, method: 'DELETE' })).status, 204);
    assert.equal((await call(`${api.url}/api/v1/tokens/${token.id}`, { ...admin, method: 'DELETE' })).status, 404);
    assert.equal((await call(`${api.url}/api/v1/releases`, { token: text })).status, 401);
    const actions = api.log.filter(({ message }) => message === 'audit').map(({ fields }) => fields['action']);
    assert.deepEqual(actions, ['token.create', 'token.revoke', 'token.revoke']);
  });

  it('are not issued with an expiry that has passed or a role that does not exist', async () => {
    assert.equal((await issue({ name: 'x', role: 'ci', expiresAt: new Date(clock.now()).toISOString() })).status, 400);
    assert.equal((await issue({ name: 'x', role: 'root' })).status, 400);
    assert.equal((await issue({ name: 'x\ny', role: 'ci' })).status, 400);
  });
});
