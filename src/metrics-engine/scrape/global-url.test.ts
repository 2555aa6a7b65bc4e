import assert from 'node:assert/strict';
import { globalUrl } from './global-url.ts';

describe('globalUrl', () => {
  it("puts the machine's name in place of the loopback", () => {
    assert.equal(globalUrl('http://127.0.0.1:8000/m?a=b', 'host'), 'http://host:8000/m?a=b');
    assert.equal(globalUrl('https://localhost/', 'host'), 'https://host/');
    assert.equal(globalUrl('http://[::1]:1/', 'host'), 'http://host:1/');
  });

  it('leaves every other host', () => assert.equal(globalUrl('http://10.0.0.1:1/m', 'host'), 'http://10.0.0.1:1/m'));
});
