import assert from 'node:assert/strict';
import { findRoute } from './route-table.ts';

describe('findRoute', () => {
  it('finds the service by the first part of the path', () => {
    assert.equal(findRoute('GET', '/api/v1/workflows')?.service, 'workflow-service');
    assert.equal(findRoute('POST', '/api/v1/workflows/7/activate')?.route, '/api/v1/workflows/*');
    assert.equal(findRoute('GET', '/api/v1/executions/7')?.service, 'execution-service');
  });

  it('knows no other paths, nor what only begins like one', () => {
    for (const path of ['/', '/api/v1', '/api/v1/workflowsabc', '/_pact/provider-states', '/metrics'])
      assert.equal(findRoute('GET', path), undefined);
  });

  it('needs no token to register, log in and refresh, and one for everything else', () => {
    const open = ['register', 'login', 'refresh'].map((name) => findRoute('POST', `/api/v1/auth/${name}`));
    assert.ok(open.every((route) => route?.needsToken === false && route.limit === 'credentials'));
    const closed = [
      findRoute('POST', '/api/v1/auth/logout'),
      findRoute('POST', '/api/v1/auth/login/'),
      findRoute('GET', '/api/v1/auth/login'),
    ];
    assert.ok(closed.every((route) => route?.needsToken === true));
  });
});
