import assert from 'node:assert/strict';
import { delayNode } from './delay-node.ts';
import { ifNode } from './if-node.ts';
import type { NodeWork } from './node-runner.ts';
import { nodeTypeOf } from './node-runners.ts';
import { setNode } from './set-node.ts';

function work(parameters: NodeWork['parameters']): NodeWork {
  return { parameters, startedAt: new Date(1000), idempotencyKey: 'e1:n1', signal: new AbortController().signal };
}

describe('setNode', () => {
  it('outputs its values', async () => {
    assert.deepEqual(await setNode(work({ values: { a: 1 } })), { ok: true, output: { a: 1 } });
  });

  it('says which parameter is wrong', async () => {
    const result = await setNode(work({ value: 1 }));
    assert.ok(!result.ok && /values/.test(result.reason));
  });
});

describe('ifNode', () => {
  const table: readonly [unknown, string, unknown, boolean][] = [
    [1, 'equals', 1, true],
    [{ a: [1] }, 'equals', { a: [1] }, true],
    [1, 'not-equals', '1', true],
    [3, 'greater-than', 2, true],
    ['a', 'less-than', 'b', true],
    ['abc', 'contains', 'b', true],
    [[1, { x: 1 }], 'contains', { x: 1 }, true],
    [[], 'is-empty', undefined, true],
    [0, 'is-empty', undefined, false],
    [null, 'is-empty', undefined, true],
  ];

  it('compares as its operator says', async () => {
    for (const [left, operator, right, result] of table) {
      assert.deepEqual(
        await ifNode(work({ left, operator, right })),
        { ok: true, output: { result } },
        `${JSON.stringify(left)} ${operator}`,
      );
    }
  });

  it('fails where there is nothing to compare, rather than taking a branch', async () => {
    assert.ok(!(await ifNode(work({ left: 3, operator: 'greater-than', right: '2' }))).ok);
    assert.ok(!(await ifNode(work({ left: 3, operator: 'contains', right: 3 }))).ok);
    assert.ok(!(await ifNode(work({ left: 3, operator: 'resembles', right: 3 }))).ok);
  });
});

async function waitedAt(nowMs: number): Promise<readonly number[]> {
  const waits: number[] = [];
  const result = await delayNode({ nowMs: () => nowMs, wait: async (ms) => waits.push(ms) })(work({ ms: 500 }));
  assert.deepEqual(result, { ok: true, output: { ms: 500 } });
  return waits;
}

describe('delayNode', () => {
  it('waits from its first start on, so that a restart does not begin anew', async () => {
    assert.deepEqual(await waitedAt(1000), [500]);
    assert.deepEqual(await waitedAt(1400), [100]);
    assert.deepEqual(await waitedAt(9000), []);
  });

  it('refuses more than an hour', async () => {
    assert.ok(!(await delayNode()(work({ ms: 3_600_001 }))).ok);
  });
});

describe('nodeTypeOf', () => {
  it('knows the types that can be run, and no others', () => {
    assert.equal(nodeTypeOf({ type: 'http-request' }), 'http-request');
    assert.equal(nodeTypeOf({ type: 'toString' }), undefined);
  });
});
