import assert from 'node:assert/strict';
import { httpOptions } from './http-options.ts';
import { RequestFailure } from './request-failure.ts';
import { hostResolver } from './resolve-host.ts';

function resolver(options: Readonly<Record<string, unknown>> = {}, allowedHosts?: readonly string[]) {
  const looked: string[] = [];
  const clock = { ms: 0 };
  const resolve = hostResolver({
    options: httpOptions(options, 1_000),
    allowedHosts,
    now: () => clock.ms,
    look: (hostname) => {
      looked.push(hostname);
      return hostname === 'gone.example'
        ? Promise.reject(new Error('gone'))
        : Promise.resolve(hostname === 'empty.example' ? [] : ['192.0.2.1']);
    },
  });
  return { resolve, looked, clock };
}

const failsWith = (code: number) => (error: unknown) => error instanceof RequestFailure && error.code === code;

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
    const { resolve, looked } = resolver({}, ['a.example:80', '*.b.example']);
    await resolve('a.example', 80);
    await resolve('x.b.example', 9);
    for (const [host, port] of [
      ['a.example', 81],
      ['b.example', 80],
      ['c.example', 80],
    ] as const) {
      assert.throws(() => void resolve(host, port), failsWith(1111));
    }
    assert.equal(looked.length, 2);
  });

  it('refuses blocked hosts and addresses', async () => {
    const { resolve } = resolver({ blockHostnames: ['*.ads.example'], blacklistIPs: ['192.0.2.0/24', '::1'] });
    assert.throws(() => void resolve('x.ads.example', 80), failsWith(1111));
    assert.throws(() => void resolve('::1', 80), failsWith(1110));
    await assert.rejects(async () => resolve('a.example', 80), failsWith(1110));
  });
});
