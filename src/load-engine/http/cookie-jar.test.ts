import assert from 'node:assert/strict';
import { CookieJar } from './cookie-jar.ts';
import { type RequestTarget, requestTarget } from './request-target.ts';
import { parseSetCookie } from './set-cookie.ts';

const at = (url: string): RequestTarget => {
  const target = requestTarget(url);
  assert.ok(target);
  return target;
};

function jarWith(url: string, ...headers: readonly string[]): CookieJar {
  const jar = new CookieJar();
  for (const header of headers) {
    const cookie = parseSetCookie(header);
    assert.ok(cookie);
    jar.store(at(url), cookie, 0);
  }
  return jar;
}

const sent = (jar: CookieJar, url: string, nowMs = 1): string =>
  jar
    .cookiesFor(at(url), nowMs)
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ');

describe('CookieJar', () => {
  it('sends a cookie back to its host only', () => {
    const jar = jarWith('http://shop.example/cart/add', 'a=1');
    assert.equal(sent(jar, 'http://shop.example/cart/list'), 'a=1');
    assert.equal(sent(jar, 'http://www.shop.example/cart/list'), '');
    assert.equal(sent(jar, 'http://shop.example/'), '');
  });

  it('sends a cookie of a domain to the hosts below it', () => {
    const jar = jarWith('http://www.shop.example/', 'a=1; Domain=.shop.example');
    assert.equal(sent(jar, 'http://shop.example/'), 'a=1');
    assert.equal(sent(jar, 'http://api.shop.example/'), 'a=1');
    assert.equal(sent(jar, 'http://othershop.example/'), '');
  });

  it('refuses cookies for foreign domains, for a whole top level, and for parts of an address', () => {
    assert.equal(jarWith('http://shop.example/', 'a=1; Domain=other.example').empty, true);
    assert.equal(jarWith('http://shop.example/', 'a=1; Domain=example').empty, true);
    assert.equal(jarWith('http://10.0.0.1/', 'a=1; Domain=0.0.1').empty, true);
  });

  it('minds paths, longer ones first', () => {
    const jar = jarWith('http://x.example/', 'root=1; Path=/', 'deep=2; Path=/a/b', 'shallow=3; Path=/a/');
    assert.equal(sent(jar, 'http://x.example/a/b/c?q=1'), 'deep=2; shallow=3; root=1');
    assert.equal(sent(jar, 'http://x.example/a/bc'), 'shallow=3; root=1');
    assert.equal(sent(jar, 'http://x.example/'), 'root=1');
  });

  it('keeps secure cookies off plain connections', () => {
    const jar = jarWith('https://x.example/', 'a=1; Secure');
    assert.equal(sent(jar, 'http://x.example/'), '');
    assert.equal(sent(jar, 'https://x.example/'), 'a=1');
  });

  it('forgets what has expired; Max-Age wins over Expires', () => {
    const jar = jarWith(
      'http://x.example/',
      'a=1; Max-Age=10',
      'b=2; Expires=Thu, 01 Jan 1970 00:00:05 GMT',
      'c=3; Max-Age=10; Expires=Thu, 01 Jan 1970 00:00:01 GMT',
    );
    assert.equal(sent(jar, 'http://x.example/', 4_000), 'a=1; b=2; c=3');
    assert.equal(sent(jar, 'http://x.example/', 6_000), 'a=1; c=3');
    assert.equal(sent(jar, 'http://x.example/', 10_000), '');
  });

  it('replaces a cookie of the same name, domain and path, and removes it by Max-Age 0', () => {
    const jar = jarWith('http://x.example/', 'a=1', 'a=2', 'b=1', 'b=; Max-Age=0');
    assert.equal(sent(jar, 'http://x.example/'), 'a=2');
  });

  it('clears all cookies of an address, one of them, or everything', () => {
    const jar = jarWith('http://x.example/', 'a=1', 'b=2', 'c=3; Path=/deep');
    jar.clear(at('http://x.example/'), 'a');
    assert.equal(sent(jar, 'http://x.example/'), 'b=2');
    jar.clear(at('http://x.example/'));
    assert.equal(sent(jar, 'http://x.example/deep'), 'c=3');
    jar.reset();
    assert.equal(jar.empty, true);
  });
});

describe('parseSetCookie', () => {
  it('reads every attribute, whatever its case', () => {
    assert.deepEqual(parseSetCookie('id="a=b"; PATH=/x; domain=.Y.example; Max-Age=-5; SECURE; HttpOnly; SameSite=Lax; Expires=nonsense'), {
      name: 'id',
      value: 'a=b',
      domain: 'y.example',
      path: '/x',
      secure: true,
      httpOnly: true,
      maxAge: -5,
      expires: undefined,
    });
  });

  it('takes no cookie without a name', () => {
    assert.equal(parseSetCookie('=x'), undefined);
    assert.equal(parseSetCookie('just text'), undefined);
  });
});
