import assert from 'node:assert/strict';
import { SourceError } from '../control/ports/source-error.ts';
import { manualClock } from '../control/testing/manual-clock.ts';
import { type Answered, call } from './testing/call.ts';
import { type RunningApi, runningApi } from './testing/running-api.ts';

const clock = manualClock();
let api: RunningApi;

function problem(answer: Answered): {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  errors?: { pointer: string; detail: string }[];
} {
  assert.match(String(answer.headers['content-type']), /^application\/problem\+json/);
  const body = answer.body as ReturnType<typeof problem>;
  assert.equal(body.status, answer.status);
  return body;
}

async function start(service = 'workflow-service'): Promise<string> {
  const answer = await call(`${api.url}/api/v1/releases`, { method: 'POST', token: api.tokenOf.ci, json: { service, version: 'v2' } });
  assert.equal(answer.status, 202);
  return (answer.body as { releaseId: string }).releaseId;
}

beforeEach(async () => {
  api = await runningApi({ clock });
});
afterEach(() => api.stop());

describe('the API at its door', () => {
  it('tells nobody anything without a token, and says how to send one', async () => {
    const answer = await call(`${api.url}/api/v1/releases`);
    assert.equal(answer.status, 401);
    assert.equal(answer.headers['www-authenticate'], 'Bearer realm="sluice"');
    assert.equal(problem(answer).type, 'urn:sluice:problem:unauthenticated');
  });

  it('says invalid_token of an unknown, an expired and a revoked token alike', async () => {
    const expiring = await api.tokens.create({ name: 'short', role: 'admin', by: 'test', expiresAtMs: clock.now() + 1000 });
    const revoked = await api.tokens.create({ name: 'gone', role: 'admin', by: 'test' });
    await api.tokens.revoke(revoked.token.id, 'test');
    clock.advance(1000);
    const unknown = `slt_ffffffffffff_${'A'.repeat(43)}`;
    const answers = await Promise.all(
      [unknown, expiring.text, revoked.text, 'nonsense'].map((token) => call(`${api.url}/api/v1/releases`, { token })),
    );
    assert.deepEqual(
      answers.map(({ status }) => status),
      [401, 401, 401, 401],
    );
    assert.equal(new Set(answers.map((answer) => problem(answer).detail)).size, 1);
    assert.match(String(answers[0]?.headers['www-authenticate']), /error="invalid_token"/);
  });

  it('refuses a role that is too low and names the one it takes', async () => {
    const answer = await call(`${api.url}/api/v1/releases`, {
      method: 'POST',
      token: api.tokenOf.viewer,
      json: { service: 'workflow-service', version: 'v2' },
    });
    assert.equal(answer.status, 403);
    assert.match(problem(answer).detail, /takes the role ci; viewer has viewer/);
  });

  it("keeps operators' and admins' doors shut for ci", async () => {
    const id = await start();
    const abort = await call(`${api.url}/api/v1/releases/${id}/abort`, { method: 'POST', token: api.tokenOf.ci, json: { reason: 'x' } });
    const tokens = await call(`${api.url}/api/v1/tokens`, { token: api.tokenOf.operator });
    assert.deepEqual([abort.status, tokens.status], [403, 403]);
  });

  it('answers problem details where nothing is', async () => {
    const answer = await call(`${api.url}/api/v1/nothing`, { token: api.tokenOf.viewer });
    assert.equal(answer.status, 404);
    assert.equal(problem(answer).type, 'urn:sluice:problem:not-found');
    assert.equal((await call(`${api.url}/elsewhere`)).status, 404);
  });

  it('names the allowed methods on 405', async () => {
    const answer = await call(`${api.url}/api/v1/releases`, { method: 'PUT', token: api.tokenOf.admin });
    assert.equal(answer.status, 405);
    assert.equal(answer.headers['allow'], 'GET, POST, HEAD');
  });

  it('refuses bodies that are too large, malformed, or not JSON', async () => {
    const post = { method: 'POST', token: api.tokenOf.ci } as const;
    const json = { 'content-type': 'application/json' };
    const large = await call(`${api.url}/api/v1/releases`, { ...post, json: { service: 'x'.repeat(70_000) } });
    const malformed = await call(`${api.url}/api/v1/releases`, { ...post, raw: '{"service":', headers: json });
    const scalar = await call(`${api.url}/api/v1/releases`, { ...post, raw: '"text"', headers: json });
    const form = await call(`${api.url}/api/v1/releases`, {
      ...post,
      raw: 'service=x',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    const zipped = await call(`${api.url}/api/v1/releases`, { ...post, raw: 'x', headers: { ...json, 'content-encoding': 'zstd' } });
    const none = await call(`${api.url}/api/v1/releases`, post);
    assert.deepEqual(
      [large, malformed, scalar, form, zipped, none].map(({ status }) => status),
      [413, 400, 400, 415, 415, 400],
    );
    assert.match(problem(none).detail, /JSON body is needed/);
  });

  it('names every field that is wrong', async () => {
    const answer = await call(`${api.url}/api/v1/releases`, {
      method: 'POST',
      token: api.tokenOf.ci,
      json: { service: 'Workflow Service', version: '', verison: 'v2' },
    });
    assert.equal(answer.status, 400);
    const pointers = problem(answer).errors?.map(({ pointer }) => pointer);
    assert.deepEqual(pointers, ['#/service', '#/version', '#/']);
  });

  it('answers 400 to a path that is no valid encoding', async () => {
    const answer = await call(`${api.url}/api/v1/releases/%E0%A4%A`, { token: api.tokenOf.viewer });
    assert.equal(answer.status, 400);
  });

  it('carries the request id from the caller to the answer, the problem and the log', async () => {
    const answer = await call(`${api.url}/api/v1/nothing`, { token: api.tokenOf.viewer, headers: { 'x-request-id': 'abc-123' } });
    assert.equal(answer.headers['x-request-id'], 'abc-123');
    assert.equal(problem(answer).instance, 'urn:sluice:request:abc-123');
    const forged = await call(`${api.url}/healthz`, { headers: { 'x-request-id': 'a b{"x":1}' } });
    assert.match(String(forged.headers['x-request-id']), /^[0-9a-f-]{36}$/);
  });

  it('sets headers that keep browsers from guessing, framing and caching', async () => {
    const { headers } = await call(`${api.url}/healthz`);
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['cache-control'], 'no-store');
    assert.match(String(headers['content-security-policy']), /default-src 'none'/);
    assert.equal(headers['x-powered-by'], undefined);
  });

  it('answers 503 with the cause when the ledger is out of reach, and 500 without one when it is a bug', async () => {
    api.controlPlane.breakDown(new SourceError('database-unreachable', 'The ledger is out of reach.', { retryable: true }));
    const world = await call(`${api.url}/api/v1/releases`, { token: api.tokenOf.viewer });
    assert.equal(world.status, 503);
    assert.equal(world.headers['retry-after'], '5');
    assert.match(problem(world).detail, /ledger is out of reach/);
    api.controlPlane.breakDown(new Error('secret detail of a bug'));
    const bug = await call(`${api.url}/api/v1/releases`, { token: api.tokenOf.viewer });
    assert.equal(bug.status, 500);
    assert.doesNotMatch(JSON.stringify(bug.body), /secret detail/);
    assert.ok(api.log.some(({ level, message }) => level === 'error' && message === 'request failed'));
  });

  it('limits how often a token writes, each token for itself', async () => {
    const post = (token: string) => call(`${api.url}/api/v1/releases`, { method: 'POST', token, json: {} });
    for (let n = 0; n < 60; n += 1) assert.equal((await post(api.tokenOf.ci)).status, 400);
    const limited = await post(api.tokenOf.ci);
    assert.equal(limited.status, 429);
    assert.equal(limited.headers['retry-after'], '1');
    assert.equal((await post(api.tokenOf.operator)).status, 400);
    clock.advance(1000);
    assert.equal((await post(api.tokenOf.ci)).status, 400);
  });
});

describe('what the API logs', () => {
  it('audits a write with who, what, to what and how it came out, and a refused one too', async () => {
    const id = await start();
    await call(`${api.url}/api/v1/releases/${id}/promote`, { method: 'POST', token: api.tokenOf.operator, json: { reason: 'looks good' } });
    const audits = api.log.filter(({ message }) => message === 'audit').map(({ fields }) => fields);
    assert.equal(audits.length, 2);
    assert.equal(audits[0]?.['action'], 'release.request');
    assert.deepEqual(audits[1]?.['subject'], { releaseId: id, reason: 'looks good' });
    assert.deepEqual([audits[1]?.['actor'], audits[1]?.['status'], audits[1]?.['done']], ['operator', 409, false]);
  });

  it('audits a write by nobody', async () => {
    await call(`${api.url}/api/v1/releases`, { method: 'POST', json: { service: 'workflow-service', version: 'v2' } });
    const [audit] = api.log.filter(({ message }) => message === 'audit');
    assert.deepEqual([audit?.fields['actor'], audit?.fields['action'], audit?.fields['status']], ['nobody', 'POST /api/v1/releases', 401]);
  });

  it('never holds a token, whatever was done with it', async () => {
    await call(`${api.url}/api/v1/releases?token=${api.tokenOf.admin}`, { token: api.tokenOf.admin });
    const created = await call(`${api.url}/api/v1/tokens`, {
      method: 'POST',
      token: api.tokenOf.admin,
      json: { name: 'deploy', role: 'ci' },
    });
    const { text } = created.body as { text: string };
    await call(`${api.url}/api/v1/releases`, { token: `${text}x` });
    const log = JSON.stringify(api.log);
    for (const token of [api.tokenOf.admin, text]) assert.ok(!log.includes(token.slice(17)), 'a secret stands in the log');
  });
});

describe('health', () => {
  it('needs no token, and readiness follows the ledger', async () => {
    assert.deepEqual((await call(`${api.url}/healthz`)).body, { status: 'ok', version: '9.9.9' });
    assert.equal((await call(`${api.url}/readyz`)).status, 200);
    assert.deepEqual(api.log, []);
    api.controlPlane.breakDown(new Error('password=hunter2'));
    const answer = await call(`${api.url}/readyz`);
    assert.equal(answer.status, 503);
    assert.doesNotMatch(JSON.stringify(answer.body), /hunter2/);
    assert.equal((await call(`${api.url}/healthz`)).status, 200);
  });
});
