import assert from 'node:assert/strict';
import { z } from 'zod';
import { parseInput } from './parse-input.ts';
import { Problem, problemBody } from './problem.ts';
import { problemFromError } from './problem-from-error.ts';

describe('problemBody', () => {
  it('has the members of RFC 9457 and the request id', () => {
    const problem = new Problem('version-conflict', 'It is at version 4', { members: { currentVersion: 4 } });
    assert.deepEqual(problemBody(problem, 'r-12345678'), {
      type: 'urn:linkflow:problem:version-conflict',
      title: 'The resource has another version by now',
      status: 409,
      detail: 'It is at version 4',
      currentVersion: 4,
      requestId: 'r-12345678',
    });
  });

  it('does not let an extra member pretend another status', () => {
    assert.equal(problemBody(new Problem('not-found', 'no', { members: { status: 200 } }), undefined).status, 404);
  });
});

function statusOf(type: string): number {
  return problemFromError(Object.assign(new Error('x'), { type })).status;
}

describe('problemFromError', () => {
  it('tells nothing of an unforeseen error', () => {
    const problem = problemFromError(new Error('password=hunter2'));
    assert.equal(problem.status, 500);
    assert.doesNotMatch(JSON.stringify(problemBody(problem, undefined)), /hunter2/);
  });

  it('knows what a body parser found', () => {
    assert.deepEqual(['entity.too.large', 'entity.parse.failed', 'charset.unsupported'].map(statusOf), [413, 400, 415]);
  });

  it('takes a path that is not percent-encoded as the mistake of who sent it', () => {
    assert.equal(problemFromError(new URIError('malformed')).status, 400);
  });
});

describe('parseInput', () => {
  const schema = z.strictObject({ name: z.string().min(1), nodes: z.array(z.strictObject({ id: z.string() })) });

  it('answers with what the schema reads', () => {
    assert.deepEqual(parseInput(schema, { name: 'a', nodes: [] }, 'body'), { name: 'a', nodes: [] });
  });

  it('names every wrong place', () => {
    assert.throws(
      () => parseInput(schema, { name: '', nodes: [{ id: 7 }] }, 'body'),
      (error: unknown) => {
        assert.ok(error instanceof Problem);
        const { errors } = problemBody(error, undefined);
        assert.deepEqual(
          (errors as { path: string }[]).map(({ path }) => path),
          ['name', 'nodes.0.id'],
        );
        return error.status === 400;
      },
    );
  });
});
