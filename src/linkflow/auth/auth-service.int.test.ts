import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeProtectedHeader, jwtVerify } from 'jose';
import type { StoredEvent } from '../../event-store/event-store.ts';
import type { RunningService } from '../kit/running-service.ts';
import type { Storage } from '../kit/store/open-storage.ts';
import { accessTokenRules, remoteKeys } from '../kit/tokens/access-token-verifier.ts';
import { cheapPasswordCost } from '../testing/cheap-password-cost.ts';
import { type Answer, type Sending, send } from '../testing/http-client.ts';
import { memoryStorage } from '../testing/memory-storage.ts';
import { quietTelemetry } from '../testing/quiet-telemetry.ts';
import { credentialsTable } from './credentials-table.ts';
import { newSigningKey, type SigningKey, signingKeyFromFile } from './signing-key.ts';
import { startAuthService } from './start-auth-service.ts';

const password = 'correct horse battery';
let users = 0;

describe('auth service', () => {
  let storage: Storage;
  let key: SigningKey;
  let service: RunningService;
  let now = new Date('2026-01-01T00:00:00Z');

  before(async () => {
    storage = await memoryStorage();
    key = await newSigningKey();
    service = await startAuthService({
      ...storage,
      telemetry: quietTelemetry('auth-service'),
      host: '127.0.0.1',
      port: 0,
      key,
      cost: cheapPasswordCost,
      now: () => now,
    });
  });
  beforeEach(() => {
    now = new Date('2026-01-01T00:00:00Z');
  });
  after(async () => {
    await service.close();
    await storage.close();
  });

  const post = (name: string, sending: Sending = {}): Promise<Answer> => send('POST', `${service.url}/api/v1/auth/${name}`, sending);

  async function registered(): Promise<string> {
    users += 1;
    const email = `user-${users}@example.test`;
    assert.equal((await post('register', { body: { email, password } })).status, 201);
    return email;
  }

  async function loggedIn(email?: string): Promise<Readonly<Record<string, string>>> {
    const answer = await post('login', {
      body: { email: email ?? (await registered()), password },
      headers: { 'user-agent': 'test-agent/1', 'x-forwarded-for': '203.0.113.9' },
    });
    assert.equal(answer.status, 200);
    return answer.body as Readonly<Record<string, string>>;
  }

  async function events(type: string): Promise<readonly StoredEvent[]> {
    return (await storage.store.readAll(0, 1000)).filter((event) => event.type === type);
  }

  it('registers a user once, whatever the case of the e-mail', async () => {
    const email = await registered();
    assert.equal((await post('register', { body: { email: email.toUpperCase(), password } })).status, 409);
    assert.equal((await events('auth.user.registered.v1')).at(-1)?.data instanceof Object, true);
  });

  it('refuses what is no e-mail and a password too short', async () => {
    const answer = await post('register', { body: { email: 'nobody', password: 'short' } });
    assert.equal(answer.status, 400);
    assert.deepEqual((answer.body['errors'] as { path: string }[]).map(({ path }) => path).sort(), ['email', 'password']);
  });

  it('logs in with tokens that its published keys verify, and publishes who, from where and when', async () => {
    const email = await registered();
    const { accessToken, userId, tokenType, expiresIn } = await loggedIn(email);
    assert.deepEqual([tokenType, expiresIn], ['Bearer', 900]);
    const { algorithm, ...rules } = accessTokenRules;
    const keys = remoteKeys(`${service.url}/.well-known/jwks.json`);
    const { payload } = await jwtVerify(accessToken ?? '', keys, { ...rules, algorithms: [algorithm], currentDate: now });
    assert.equal(payload.sub, userId);
    const event = (await events('auth.user.logged_in.v1')).at(-1);
    assert.ok(event !== undefined);
    const { sessionId: _any, ...data } = event.data as Record<string, unknown>;
    assert.deepEqual(data, {
      userId,
      email,
      ip: '203.0.113.9',
      userAgent: 'test-agent/1',
      at: now.toISOString(),
      expiresAt: '2026-01-31T00:00:00.000Z',
    });
    assert.equal(event.userId, userId);
  });

  it('publishes public keys only', async () => {
    const { body } = await send('GET', `${service.url}/.well-known/jwks.json`);
    const [published] = body['keys'] as Record<string, unknown>[];
    assert.deepEqual(Object.keys(published ?? {}).sort(), ['alg', 'crv', 'kid', 'kty', 'use', 'x']);
  });

  it('answers the same for an unknown user and a wrong password', async () => {
    const email = await registered();
    const wrong = await post('login', { body: { email, password: 'wrong password' } });
    const unknown = await post('login', { body: { email: 'nobody@example.test', password } });
    const { requestId: _one, ...left } = wrong.body;
    const { requestId: _two, ...right } = unknown.body;
    assert.equal(wrong.status, 401);
    assert.deepEqual(left, right);
    assert.match((await send('GET', `${service.url}/metrics`)).text, /linkflow_logins_total\{outcome="refused"[^}]*\} 2/);
  });

  it('keeps no password, only its hash', async () => {
    const email = await registered();
    const credentials = await credentialsTable(storage.database).find(email);
    assert.match(credentials?.passwordHash ?? '', /^scrypt\$/);
    assert.ok(!JSON.stringify(await storage.store.readAll(0, 1000)).includes('scrypt$'));
  });

  it('rotates refresh tokens, and revokes the whole family when a rotated one comes again', async () => {
    const first = await loggedIn();
    const second = await post('refresh', { body: { refreshToken: first['refreshToken'] } });
    assert.equal(second.status, 200);
    assert.notEqual(second.body['refreshToken'], first['refreshToken']);
    const reused = await post('refresh', { body: { refreshToken: first['refreshToken'] } });
    assert.deepEqual([reused.status, reused.body['type']], [401, 'urn:linkflow:problem:invalid-refresh-token']);
    assert.equal(
      (await post('refresh', { body: { refreshToken: second.body['refreshToken'] } })).status,
      401,
      'the thief’s or the victim’s: neither works',
    );
    assert.equal((await post('validate', { token: String(second.body['accessToken']) })).status, 401);
    const detected = (await events('auth.session.reuse_detected.v1')).at(-1)?.data as Record<string, unknown>;
    assert.equal(detected['userId'], first['userId']);
  });

  it('lets only one of many simultaneous refreshes with one token through', async () => {
    const { refreshToken } = await loggedIn();
    const answers = await Promise.all(Array.from({ length: 5 }, () => post('refresh', { body: { refreshToken } })));
    assert.deepEqual(
      answers.map(({ status }) => status).toSorted((a, b) => a - b),
      [200, 401, 401, 401, 401],
    );
  });

  it('takes no refresh token after the session has expired', async () => {
    const { refreshToken } = await loggedIn();
    now = new Date('2026-02-01T00:00:00Z');
    assert.equal((await post('refresh', { body: { refreshToken } })).status, 401);
  });

  it('tells access from refresh tokens', async () => {
    const { accessToken, refreshToken } = await loggedIn();
    assert.equal((await post('refresh', { body: { refreshToken: accessToken } })).status, 401);
    assert.equal((await post('validate', { token: refreshToken ?? '' })).status, 401);
    assert.equal(decodeProtectedHeader(accessToken ?? '').typ, 'at+jwt');
  });

  it('validates a token with its claims until its session is logged out', async () => {
    const email = await registered();
    const { accessToken: token = '', userId, refreshToken } = await loggedIn(email);
    const valid = await post('validate', { token });
    assert.deepEqual([valid.status, valid.body['userId'], valid.body['email']], [200, userId, email]);
    assert.equal((await post('logout', { token })).status, 204);
    assert.equal((await post('logout', { token })).status, 204);
    assert.equal((await post('validate', { token })).status, 401);
    assert.equal((await post('refresh', { body: { refreshToken } })).status, 401);
    assert.equal((await events('auth.user.logged_out.v1')).filter((event) => event.userId === userId).length, 1);
  });

  it('refuses an expired access token', async () => {
    const { accessToken: token = '' } = await loggedIn();
    now = new Date('2026-01-01T00:15:01Z');
    assert.equal((await post('validate', { token })).status, 401);
  });

  it('publishes a registration that a crash kept from the event store when it starts again', async () => {
    const table = credentialsTable(storage.database);
    await table.add({ userId: 'forgotten', email: 'forgotten@example.test', passwordHash: 'scrypt$', createdAt: now });
    const again = await startAuthService({
      ...storage,
      telemetry: quietTelemetry('auth-service'),
      host: '127.0.0.1',
      port: 0,
      key,
      cost: cheapPasswordCost,
    });
    await again.close();
    assert.deepEqual(await table.unannounced(), []);
    assert.equal((await events('auth.user.registered.v1')).filter((event) => event.userId === 'forgotten').length, 1);
  });
});

describe('signingKeyFromFile', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'linkflow-keys-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('makes one key for all that start at once, readable by its owner only, and finds it again', async () => {
    const path = join(folder, 'keys.json');
    const keys = await Promise.all([signingKeyFromFile(path), signingKeyFromFile(path)]);
    assert.equal(keys[0]?.keyId, keys[1]?.keyId);
    assert.equal((await signingKeyFromFile(path)).keyId, keys[0]?.keyId);
    assert.equal((await stat(path)).mode & 0o777, 0o600);
  });

  it('signs with the first key of the file and publishes all of them', async () => {
    const path = join(folder, 'two.json');
    const [one, two] = [join(folder, 'one.json'), join(folder, 'other.json')];
    const [oldKey, newKey] = [await signingKeyFromFile(one), await signingKeyFromFile(two)];
    const all = (
      await Promise.all([two, one].map(async (file) => JSON.parse(await readFile(file, 'utf8')) as { keys: unknown[] }))
    ).flatMap(({ keys }) => keys);
    await writeFile(path, JSON.stringify({ keys: all }));
    const rotated = await signingKeyFromFile(path);
    assert.equal(rotated.keyId, newKey.keyId);
    assert.deepEqual(
      rotated.publicKeys.keys.map(({ kid }) => kid),
      [newKey.keyId, oldKey.keyId],
    );
  });

  it('refuses a file that is something else', async () => {
    const path = join(folder, 'bad.json');
    await writeFile(path, '{"keys":[{"kty":"oct","k":"AAAA"}]}');
    await assert.rejects(signingKeyFromFile(path), /bad\.json is not a JWKS/);
    await writeFile(path, 'nothing');
    await assert.rejects(signingKeyFromFile(path), /bad\.json is not a JWKS/);
  });
});
