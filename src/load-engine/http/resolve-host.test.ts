import assert from 'node:assert/strict';
import { HostRefused } from './host-refused.ts';
import { httpOptions } from './http-options.ts';
import { RequestFailure } from './request-failure.ts';
import { hostResolver } from './resolve-host.ts';

function resolver(options: Readonly<Record<string, unknown>> = {}, allowedHosts?: readonly string[]) {
  const looked: string[] = [];
  const refused: string[] = [];
  const clock = { ms: 0 };
  const resolve = hostResolver({
    options: httpOptions(options, 1_000),
    allowedHosts,
    now: () => clock.ms,
    refused: ({ message }) => refused.push(message),
    look: (hostname) => {
      looked.push(hostname);
      return hostname === 'gone.example'
        ? Promise.reject(new Error('gone'))
        : Promise.resolve(
            hostname === 'empty.example' ? [] : hostname === 'many.example' ? ['192.0.2.1', '192.0.2.2', 'fd00::1'] : ['192.0.2.1'],
          );
    },
  });
  return { resolve, looked, clock, refused };
}

const failsWith = (code: number) => (error: unknown) => error instanceof RequestFailure && error.code === code;

const addresses = async (dns: object): Promise<readonly string[]> => {
  const { resolve } = resolver({ dns });
  const found: string[] = [];
  for (let turn = 0; turn < 3; turn += 1) found.push((await resolve('many.example', 80)).address);
  return found;
};

describe('hostResolver', () => {
  it('looks a name up once, until the time to live is over', async () => {
    const { resolve, looked, clock } = resolver({ dns: { ttl: '1s' } });
    for (const ms of [0, 999, 1_000]) {
      clock.ms = ms;
      assert.deepEqual(await resolve('a.example', 80), { address: '192.0.2.1', port: 80 });
    }
    assert.deepEqual(looked, ['a.example', 'a.example']);
  });

  it('never forgets with an infinite time to live, and always asks with none', async () => {
    const forever = resolver({ dns: { ttl: 'inf' } });
    const none = resolver({ dns: { ttl: '0' } });
    for (const ms of [0, 1e12]) {
      forever.clock.ms = ms;
      none.clock.ms = ms;
      await forever.resolve('a.example', 80);
      await none.resolve('a.example', 80);
    }
    assert.deepEqual([forever.looked.length, none.looked.length], [1, 2]);
  });

  it('asks again after a failure', async () => {
    const { resolve, looked } = resolver();
    for (let round = 0; round < 2; round += 1) await assert.rejects(async () => resolve('gone.example', 80), /gone/);
    assert.equal(looked.length, 2);
  });

  it('fails for a name without addresses', async () => {
    await assert.rejects(async () => resolver().resolve('empty.example', 80), failsWith(1101));
  });

  it('takes addresses as they are', async () => {
    const { resolve, looked } = resolver();
    assert.deepEqual(
      [await resolve('10.0.0.1', 8080), await resolve('::1', 443)],
      [
        { address: '10.0.0.1', port: 8080 },
        { address: '::1', port: 443 },
      ],
    );
    assert.deepEqual(looked, []);
  });

  it('prefers the exact host with a port, then the exact host, then the narrowest pattern', async () => {
    const { resolve } = resolver({
      hosts: { '*.example': '10.0.0.1', '*.b.example': '10.0.0.2', 'a.b.example': '10.0.0.3:99', 'a.b.example:443': '[::1]:8443' },
    });
    assert.deepEqual(
      await Promise.all([resolve('a.b.example', 443), resolve('a.b.example', 80), resolve('c.b.example', 80), resolve('z.example', 80)]),
      [
        { address: '::1', port: 8443 },
        { address: '10.0.0.3', port: 99 },
        { address: '10.0.0.2', port: 80 },
        { address: '10.0.0.1', port: 80 },
      ],
    );
  });

  it('refuses what is not allowed, before any name is looked up', async () => {
    const { resolve, looked, refused } = resolver({}, ['a.example:80', '*.b.example']);
    await resolve('a.example', 80);
    await resolve('x.b.example', 9);
    for (const [host, port] of [
      ['a.example', 81],
      ['b.example', 80],
      ['c.example', 80],
    ] as const) {
      assert.throws(() => void resolve(host, port), HostRefused);
    }
    assert.equal(looked.length, 2);
    assert.equal(refused.length, 3);
    assert.match(
      refused[0] ?? '',
      /^this script sends to a\.example:81, which sluice\.yaml does not allow for load: add it to load\.hosts/,
    );
  });

  it('looks at where an override leads, not at the name that it replaces', async () => {
    const hosts = { 'prod.example': '127.0.0.1:8080', 'a.example': '203.0.113.5' };
    const { resolve, refused } = resolver({ hosts }, ['127.0.0.1', 'a.example']);
    assert.deepEqual(await resolve('prod.example', 443), { address: '127.0.0.1', port: 8080 });
    assert.throws(() => void resolve('a.example', 443), HostRefused);
    assert.match(refused[0] ?? '', /a\.example:443 at 203\.0\.113\.5:443/);
  });

  it('does not take the name of this machine to another one', async () => {
    const { resolve, refused } = resolver({}, ['localhost']);
    await assert.rejects(async () => resolve('localhost', 80), HostRefused);
    assert.match(refused[0] ?? '', /localhost:80 at 192\.0\.2\.1/);
  });

  it('spreads over the addresses of a name as the test wants it', async () => {
    assert.deepEqual(await addresses({ select: 'roundRobin' }), ['192.0.2.1', '192.0.2.2', '192.0.2.1']);
    assert.deepEqual(await addresses({ select: 'first', policy: 'any', ttl: '0' }), ['192.0.2.1', '192.0.2.1', '192.0.2.1']);
    assert.deepEqual(await addresses({ policy: 'onlyIPv6' }), ['fd00::1', 'fd00::1', 'fd00::1']);
  });

  it('finds nothing where the policy leaves nothing', async () => {
    await assert.rejects(async () => resolver({ dns: { policy: 'onlyIPv6' } }).resolve('a.example', 80), failsWith(1101));
  });

  it('refuses blocked hosts and addresses', async () => {
    const { resolve } = resolver({ blockHostnames: ['*.ads.example'], blacklistIPs: ['192.0.2.0/24', '::1'] });
    assert.throws(() => void resolve('x.ads.example', 80), failsWith(1111));
    assert.throws(() => void resolve('::1', 80), failsWith(1110));
    await assert.rejects(async () => resolve('a.example', 80), failsWith(1110));
  });
});
