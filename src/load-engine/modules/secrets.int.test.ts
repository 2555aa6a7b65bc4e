import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { REDACTED } from '../mask-secrets.ts';
import { openFixture } from '../script/script-fixture.ts';

const SECRET = 'tok-"12345"-ü';
const secretSources = { default: { TOKEN: SECRET }, vault: { TOKEN: 'from-the-vault' } };

describe('k6/secrets', () => {
  let server: Server;
  let base: string;
  let seen: readonly (string | undefined)[] = [];
  before(async () => {
    server = createServer((request, response) => {
      seen = [request.headers.authorization, request.url];
      response.end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => server.close());

  it('gives secrets of the default source and of a named one, by promises, in the init stage too', async () => {
    await using fixture = await openFixture(
      `import secrets, { get } from 'k6/secrets'; const top = await get('TOKEN');
       export default async () => { const p = secrets.get('TOKEN'); console.log(p instanceof Promise, (await p).length, top === await p, (await secrets.source('vault').get('TOKEN')).length); }`,
      { entry: 'script.js', secretSources },
    );
    assert.deepEqual(await fixture.iterate(), { kind: 'completed' });
    assert.deepEqual(fixture.logs, [`info: true ${SECRET.length} true 14`]);
  });

  it('says what is missing', async () => {
    const source = "import secrets from 'k6/secrets'; export default async () => { await secrets.source(__ENV.OF).get(__ENV.NAME); }";
    await using fixture = await openFixture(source, { entry: 'script.js', secretSources, env: { OF: 'vault', NAME: 'nope' } });
    assert.match(JSON.stringify(await fixture.iterate()), /\\"vault\\" has no secret named \\"nope\\".*script\.js:1:\d+/);
    await using none = await openFixture(source.replace('source(__ENV.OF).', ''), { entry: 'script.js' });
    assert.match(JSON.stringify(await none.iterate()), /no secret source is configured/);
  });

  it('sends secrets, and hides them in logs, tags, checks, groups, exceptions and reasons', async () => {
    await using fixture = await openFixture(
      `import secrets from 'k6/secrets'; import http from 'k6/http'; import { check, group } from 'k6'; import exec from 'k6/execution'; import encoding from 'k6/encoding';
       export default async () => {
         const token = await secrets.get('TOKEN');
         http.get(\`\${__ENV.BASE}/?t=\${encodeURIComponent(token)}\`, { headers: { Authorization: 'Basic ' + encoding.b64encode('user:' + token) }, tags: { given: token } });
         exec.vu.metrics.tags.own = 'x' + token;
         group(token, () => check(1, { [token]: () => true }));
         console.log(token, { token }, encoding.b64encode(token)); console.warn(token + '\\0');
         throw new Error('no ' + token);
       }`,
      { entry: 'script.js', env: { BASE: base }, secretSources },
    );
    const outcome = await fixture.iterate();
    assert.deepEqual(seen, [`Basic ${Buffer.from(`user:${SECRET}`).toString('base64')}`, `/?t=${encodeURIComponent(SECRET)}`]);
    assert.match(JSON.stringify(outcome), /"threw","message":"Error: no \*\*\*SECRET_REDACTED\*\*\*","location":".*script\.js:8/);
    assert.deepEqual(fixture.logs, [`info: ${REDACTED} {"token":"${REDACTED}"} ${REDACTED}`, `warn: ${REDACTED}\0`]);
    assert.equal(fixture.sink.of('http_reqs')[0]?.tags['url'], `${base}/?t=${REDACTED}`);
    const shown = JSON.stringify([fixture.sink.samples, fixture.sink.checks]);
    assert.ok(!shown.includes('12345') && shown.includes(`"own":"x${REDACTED}"`) && shown.includes(`"check":"${REDACTED}"`), shown);
    assert.equal(fixture.sink.checks[0]?.group, `::${REDACTED}`);
  });

  it('hides what it was told to hide, and refuses a metric that is named for a secret', async () => {
    await assert.rejects(
      openFixture(
        "import { Counter } from 'k6/metrics'; import secrets from 'k6/secrets'; new Counter(await secrets.get('A')); export default () => 1;",
        {
          secretSources: { default: { A: 'plain_name' } },
        },
      ),
      /script\.ts:1:\d+: .*the name of a metric must not hold a secret/,
    );
  });
});
