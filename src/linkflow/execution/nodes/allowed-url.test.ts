import assert from 'node:assert/strict';
import { allowedUrl, loopbackHosts } from './allowed-url.ts';

const isAllowed = (url: string, hosts: readonly string[] = loopbackHosts) => allowedUrl(url, hosts).ok;

describe('allowedUrl', () => {
  it('allows this machine by default and nothing else', () => {
    assert.ok(['http://127.0.0.1:8080/x', 'https://localhost/', 'http://[::1]:1/'].every((url) => isAllowed(url)));
    assert.ok(!['http://example.test/', 'http://169.254.169.254/', 'http://127.0.0.1.example.test/'].some((url) => isAllowed(url)));
  });

  it('knows other spellings of an address', () => {
    assert.ok(isAllowed('http://2130706433/'));
    assert.ok(!isAllowed('http://0x7f000001.example.test/'));
  });

  it('can hold an entry to one port', () => {
    assert.ok(isAllowed('https://api.example.test/', ['api.example.test:443']));
    assert.ok(!isAllowed('https://api.example.test:8443/', ['api.example.test:443']));
  });

  it('refuses other protocols, passwords in the URL and what is no URL', () => {
    assert.ok(!['file:///etc/passwd', 'http://a:b@localhost/', 'localhost'].some((url) => isAllowed(url)));
  });
});
