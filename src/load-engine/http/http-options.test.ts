import assert from 'node:assert/strict';
import { ScriptRefused } from '../load-result.ts';
import { httpOptions } from './http-options.ts';

describe('httpOptions', () => {
  it('takes k6 defaults, and 0 for no limit of a batch', () => {
    const { batch, batchPerHost, maxRedirects, noCookiesReset, rps } = httpOptions({ batch: 0 }, 1);
    assert.deepEqual(
      { batch, batchPerHost, maxRedirects, noCookiesReset, rps },
      {
        batch: Number.POSITIVE_INFINITY,
        batchPerHost: 6,
        maxRedirects: 10,
        noCookiesReset: false,
        rps: undefined,
      },
    );
  });
});

describe('httpOptions, of what it can not obey as it is written,', () => {
  const refused: readonly (readonly [string, Readonly<Record<string, unknown>>, RegExp])[] = [
    ['a choice of addresses', { dns: { select: 'last' } }, /^options\.dns\.select: "last" is none of first, random, roundRobin/],
    ['a policy of addresses', { dns: { policy: 'IPv6' } }, /^options\.dns\.policy: "IPv6" is none of preferIPv4/],
    ['a time to live that is none', { dns: { ttl: 'long' } }, /^options\.dns\.ttl: must be a duration/],
    ['an unknown field of dns', { dns: { tll: '1m' } }, /^options\.dns\.tll: there is no such option; did you mean "ttl"/],
    ['a host without an address', { hosts: { 'api.local': 1 } }, /^options\.hosts\['api\.local'\]: must be an address/],
    ['a way to debug', { httpDebug: 'all' }, /^options\.httpDebug: must be 'headers' or 'full'/],
    ['a local address that is none', { localIPs: '10.0.0.1,here' }, /^options\.localIPs: "here" is neither/],
    [
      'a cipher suite that is none',
      { tlsCipherSuites: ['TLS_RSA_WITH_RC4_128_SHA'] },
      /^options\.tlsCipherSuites: .* no cipher suite "TLS_RSA_WITH_RC4/,
    ],
    ['a range that is none', { blacklistIPs: ['10.0.0.0/33'] }, /^options\.blacklistIPs: "10\.0\.0\.0\/33" is neither/],
    ['an address that is none', { blacklistIPs: ['localhost'] }, /^options\.blacklistIPs: "localhost" is neither/],
  ];
  for (const [what, options, message] of refused) {
    it(`refuses ${what}`, () => {
      assert.throws(
        () => httpOptions(options, 1),
        (error) => error instanceof ScriptRefused && message.test(error.message),
      );
    });
  }

  it('takes what it does anyway', () => {
    const { dns, blockedAddresses, debug } = httpOptions(
      { dns: { ttl: 'inf', select: 'roundRobin', policy: 'onlyIPv6' }, blacklistIPs: ['10.0.0.0/8', '::1'], httpDebug: 'full' },
      1,
    );
    assert.deepEqual(
      [dns, blockedAddresses.check('10.1.2.3'), blockedAddresses.check('::1', 'ipv6'), debug],
      [{ ttlMs: Number.POSITIVE_INFINITY, select: 'roundRobin', policy: 'onlyIPv6' }, true, true, 'full'],
    );
  });
});
