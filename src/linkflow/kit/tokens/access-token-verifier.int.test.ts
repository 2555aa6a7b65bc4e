import assert from 'node:assert/strict';
import { send } from '../../testing/http-client.ts';
import { tokenIssuer } from '../../testing/token-issuer.ts';
import { upstream } from '../../testing/upstream.ts';
import { Problem } from '../problem.ts';
import { accessTokenVerifier, remoteKeys } from './access-token-verifier.ts';

describe('accessTokenVerifier', () => {
  it('fetches the published keys once, however many tokens it checks', async () => {
    const issuer = await tokenIssuer();
    let fetched = 0;
    const auth = await upstream((_request, response) => {
      fetched += 1;
      response.setHeader('content-type', 'application/json').end(JSON.stringify(issuer.key.publicKeys));
    });
    const verifier = accessTokenVerifier({ keys: remoteKeys(auth.url), cacheSize: 2 });
    for (const user of ['ada', 'grace', 'joan', 'ada']) assert.equal((await verifier.verify(await issuer.tokenOf(user)))?.userId, user);
    assert.equal(fetched, 1);
    await auth.close();
  });

  it('says that tokens can not be checked, rather than that they are bad, while the keys are out of reach', async () => {
    const issuer = await tokenIssuer();
    const auth = await upstream(() => undefined);
    await auth.close();
    const verifier = accessTokenVerifier({ keys: remoteKeys(auth.url) });
    await assert.rejects(
      verifier.verify(await issuer.tokenOf('ada')),
      (error: unknown) => error instanceof Problem && error.kind === 'unavailable',
    );
    await assert.rejects(send('GET', auth.url));
  });

  it('knows a token no longer once it has expired, though it has seen it before', async () => {
    const issuer = await tokenIssuer();
    let nowMs = Date.now();
    const verifier = accessTokenVerifier({ keys: issuer.keys, nowMs: () => nowMs });
    const token = await issuer.tokenOf('ada');
    assert.equal((await verifier.verify(token))?.userId, 'ada');
    nowMs += 901_000;
    assert.equal(await verifier.verify(token), undefined);
  });
});
