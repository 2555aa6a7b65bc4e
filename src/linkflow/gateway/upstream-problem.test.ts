import assert from 'node:assert/strict';
import { Problem } from '../kit/problem.ts';
import { isLostConnection, upstreamProblem } from './upstream-problem.ts';

const withCode = (code: string) => Object.assign(new Error('x'), { code });

describe('upstreamProblem', () => {
  it('is 502 for a refused connection and 504 for one that could not be made in time', () => {
    assert.equal(upstreamProblem(withCode('ECONNREFUSED'), 's').status, 502);
    assert.equal(upstreamProblem(withCode('UND_ERR_CONNECT_TIMEOUT'), 's').status, 504);
    assert.equal(upstreamProblem('?', 's').status, 502);
  });

  it('leaves a problem as it is', () => {
    const problem = new Problem('body-too-large', 'x');
    assert.equal(upstreamProblem(problem, 's'), problem);
  });
});

describe('isLostConnection', () => {
  it('tells a connection that broke from one that was never made', () => {
    assert.ok(isLostConnection(withCode('ECONNRESET')) && isLostConnection(withCode('UND_ERR_SOCKET')));
    assert.ok(!isLostConnection(withCode('ECONNREFUSED')) && !isLostConnection(undefined));
  });
});
