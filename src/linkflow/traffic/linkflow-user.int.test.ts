import assert from 'node:assert/strict';
import { Pool } from 'undici';
import { eventually } from '../../event-store/testing/eventually.ts';
import { upstream } from '../testing/upstream.ts';
import { linkflowUser } from './linkflow-user.ts';

describe('linkflowUser', () => {
  const closing: { close(): Promise<unknown> }[] = [];
  afterEach(async () => {
    for (const one of closing.splice(0).toReversed()) await one.close();
  });

  it('renews its token before it expires without waiting, waits when it has, and logs in again when it may not renew', async () => {
    const asked: string[] = [];
    let issued = 0;
    let mayRenew = true;
    const gateway = await upstream((request, response) => {
      const name = (request.url ?? '').split('/').at(-1) ?? '';
      asked.push(name === 'workflows' ? `workflows ${request.headers.authorization ?? ''}` : name);
      if (name === 'login' || name === 'refresh') issued += 1;
      response.statusCode = name === 'register' ? 201 : name === 'refresh' && !mayRenew ? 401 : 200;
      response.end(JSON.stringify({ accessToken: `t${issued}`, refreshToken: 'r', expiresIn: 90 }));
    });
    closing.push(gateway);
    let nowMs = 0;
    const pool = new Pool(gateway.url);
    closing.push(pool);
    const user = await linkflowUser({ pool, deadlineMs: 5000, nowMs: () => nowMs });
    await user.call('GET', '/workflows');
    nowMs = 61_000;
    await user.call('GET', '/workflows');
    await eventually('the token is renewed', () => asked.includes('refresh'));
    await eventually('the new token is used', async () => (await user.call('GET', '/workflows'), asked.includes('workflows Bearer t2')));
    mayRenew = false;
    nowMs = 500_000;
    await user.call('GET', '/workflows');
    assert.equal(asked.filter((one) => one === 'workflows Bearer t1').length >= 2, true);
    assert.deepEqual(asked.slice(-3), ['refresh', 'login', 'workflows Bearer t4']);
  });
});
