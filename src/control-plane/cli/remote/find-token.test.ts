import assert from 'node:assert/strict';
import { isLoopback } from './find-token.ts';

describe('isLoopback', () => {
  it('means this machine alone, so that an admin token found on disk is sent nowhere else', () => {
    for (const url of ['http://127.0.0.1:7070', 'http://localhost', 'http://[::1]:1', 'http://127.1.2.3'])
      assert.equal(isLoopback(url), true, url);
    for (const url of ['http://sluice.example', 'http://127.0.0.1.example', 'http://localhost.example', 'http://10.0.0.1', 'http://[::2]'])
      assert.equal(isLoopback(url), false, url);
  });
});
