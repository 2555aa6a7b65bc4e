import assert from 'node:assert/strict';
import { refusedAddresses } from './refused-addresses.ts';

const env = {
  BASE_URL: 'https://api.example.com/v1',
  LOCAL: 'http://localhost:8080',
  TOKEN: 'abc',
  HOOK: 'https://hooks.example.com/secret',
};

describe('refusedAddresses', () => {
  it('names the variables that lead where load must not go, and says how to allow it', () => {
    const [first, ...others] = refusedAddresses({ env, limits: { allowedHosts: ['localhost'] }, hiddenTexts: [env.HOOK] });
    assert.match(first ?? '', /^BASE_URL leads to api\.example\.com:443, which sluice\.yaml does not allow for load: .*load\.hosts/);
    assert.deepEqual(others, [], 'a secret is not told, nor what is no address');
  });

  it('has nothing to say where everything is allowed', () => {
    assert.deepEqual(refusedAddresses({ env, limits: { allowedHosts: undefined } }), []);
    assert.deepEqual(refusedAddresses({ env, limits: { allowedHosts: ['localhost', '*.example.com:443'] } }), []);
  });
});
