import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { type DigestRequest, digestAuthorization, digestResponse } from './digest-authorization.ts';
import { type DigestChallenge, digestChallenge } from './digest-challenge.ts';

const mufasa = { user: 'Mufasa', method: 'GET', uri: '/dir/index.html', body: '', count: 1 };
const challenge: DigestChallenge = {
  realm: 'http-auth@example.org',
  nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
  opaque: 'FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS',
  algorithm: 'MD5',
  qop: 'auth',
  stale: false,
  userhash: false,
};

const hash = (text: string): string => createHash('md5').update(text).digest('hex');
const of = (header: string | readonly string[]): DigestChallenge | undefined => digestChallenge({ 'www-authenticate': header as string });

describe('digestResponse', () => {
  it('gives the answers that RFC 7616, section 3.9.1, prints', () => {
    const request = { ...mufasa, password: 'Circle of Life', cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ' };
    assert.equal(digestResponse(challenge, request), '8ca523f5e9506fed4657c9700eebdbec');
    assert.equal(
      digestResponse({ ...challenge, algorithm: 'SHA-256' }, request),
      '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1',
    );
  });

  it('gives the answer that RFC 2617, section 3.5, prints', () => {
    const old = { ...challenge, realm: 'testrealm@host.com', nonce: 'dcd98b7102dd2f0e8b11d0f600bfb0c093', algorithm: undefined };
    assert.equal(digestResponse(old, { ...mufasa, password: 'Circle Of Life', cnonce: '0a4f113b' }), '6629fae49393a05397450978507c4ef1');
  });

  it('gives the answer of RFC 2069 where there is no qop', () => {
    const request = { ...mufasa, password: 'CircleOfLife', cnonce: '' };
    const bare = { ...challenge, realm: 'testrealm@host.com', nonce: 'dcd98b7102dd2f0e8b11d0f600bfb0c093', qop: undefined };
    assert.equal(
      digestResponse(bare, request),
      hash(`${hash('Mufasa:testrealm@host.com:CircleOfLife')}:${bare.nonce}:${hash('GET:/dir/index.html')}`),
    );
  });

  it('depends on everything that it proves', () => {
    const text = fc.string({ minLength: 1, maxLength: 12 });
    const algorithms = fc.constantFrom('MD5', 'MD5-sess', 'SHA-256', 'SHA-256-sess', 'SHA-512-256', 'SHA-512-256-sess');
    const parts = fc.constantFrom<keyof DigestRequest>('user', 'password', 'method', 'uri', 'body', 'cnonce');
    fc.assert(
      fc.property(algorithms, parts, text, text, (algorithm, part, one, other) => {
        fc.pre(one !== other);
        const base = { ...mufasa, password: 'p', cnonce: 'c' };
        const proof = (value: string): string => digestResponse({ ...challenge, algorithm, qop: 'auth-int' }, { ...base, [part]: value });
        assert.notEqual(proof(one), proof(other));
        assert.equal(proof(one), proof(one));
      }),
    );
  });
});

describe('digestAuthorization', () => {
  it('names all that the server needs, quoted, and never the password', () => {
    const header = digestAuthorization(
      { ...challenge, realm: 'the "realm"' },
      { ...mufasa, user: 'o"user', password: 'Circle of Life', cnonce: 'abc', count: 17 },
    );
    assert.match(header, /^Digest username="o\\"user", realm="the \\"realm\\"", nonce=".*", uri="\/dir\/index\.html", algorithm=MD5, /);
    assert.match(header, /qop=auth, nc=00000011, cnonce="abc"$/);
    assert.ok(!header.includes('Circle of Life'));
  });

  it('hashes the name of the user where the server wants that (RFC 7616, section 3.9.2)', () => {
    const header = digestAuthorization(
      { ...challenge, realm: 'api@example.org', algorithm: 'SHA-512-256', userhash: true },
      { ...mufasa, user: 'Jäsøn Doe', password: 'Secret, or not?', cnonce: 'x' },
    );
    assert.match(header, /username="793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b"/);
    assert.match(header, /userhash=true/);
  });
});

describe('digestChallenge', () => {
  it('reads what a server wants, commas and quotes in it included', () => {
    assert.deepEqual(
      of('Basic realm="b, c", Digest realm="a \\"b\\", c", qop="auth, auth-int", nonce="n=1,2", stale=TRUE, algorithm=SHA-256'),
      {
        realm: 'a "b", c',
        nonce: 'n=1,2',
        opaque: undefined,
        algorithm: 'SHA-256',
        qop: 'auth',
        stale: true,
        userhash: false,
      },
    );
  });

  it('takes the first that it knows', () => {
    assert.equal(of(['NTLM', 'Digest nonce="a", algorithm=SHA-9', 'Digest nonce="b", qop="auth-int"'])?.nonce, 'b');
  });

  it('answers nothing where there is nothing to be met', () => {
    for (const header of ['', 'Basic realm="x"', 'Digest realm="x"', 'Digest nonce="a", qop="auth-conf"', 'NTLM']) {
      assert.equal(of(header), undefined, header);
    }
    assert.equal(digestChallenge({}), undefined);
  });

  it('reads whatever it is sent', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        of(text);
        of(`Digest ${text}`);
      }),
    );
  });
});
