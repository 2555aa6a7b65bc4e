import assert from 'node:assert/strict';
import { column, table } from '../aggregate/testing/columns.ts';
import type { VectorMatching } from '../syntax/expression.ts';
import { type OperationCase, runOperation } from './testing/run-operation.ts';

const fills = (left: number | undefined, right: number | undefined) => ({ fill: { left, right } });

describe('fill, one to one', () => {
  const left = [column({ __name__: 'l', x: 'a' }, [1, undefined, 3]), column({ __name__: 'l', x: 'b' }, [undefined, 20, undefined])];
  const right = [
    column({ __name__: 'r', x: 'a' }, [undefined, 200, undefined]),
    column({ __name__: 'r', x: 'b' }, [100, undefined, 300]),
    column({ __name__: 'r', x: 'c' }, [1000, undefined, undefined]),
  ];
  const [A, B, C] = ['[["x","a"]]', '[["x","b"]]', '[["x","c"]]'];
  const sum = (fill: ReturnType<typeof fills>, operation: Partial<OperationCase> = {}) =>
    table(runOperation({ left, operator: '+', right, matching: fill, ...operation }));

  it('stands in for a partner that is missing, at each instant anew', () => {
    assert.deepEqual(sum(fills(0, 0)), { [A]: [1, 200, 3], [B]: [100, 20, 300], [C]: [1000, undefined, undefined] });
    assert.deepEqual(sum(fills(undefined, 5)), { [A]: [6, undefined, 8], [B]: [undefined, 25, undefined] });
    assert.deepEqual(sum(fills(7, undefined)), {
      [A]: [undefined, 207, undefined],
      [B]: [107, undefined, 307],
      [C]: [1007, undefined, undefined],
    });
  });

  it('stands in for a whole side that is empty, but not for both', () => {
    assert.deepEqual(sum(fills(0, 0), { right: [] }), { [A]: [1, undefined, 3], [B]: [undefined, 20, undefined] });
    assert.deepEqual(sum(fills(0, undefined), { right: [] }), {});
    assert.deepEqual(sum(fills(undefined, 0), { left: [] }), {});
    assert.deepEqual(sum(fills(0, 0), { left: [], right: [] }), {});
  });

  it('compares with what stands in; what stood in on the left has no name to keep', () => {
    assert.deepEqual(sum(fills(30, 30), { operator: '!=' }), {
      '[["__name__","l"],["x","a"]]': [1, undefined, 3],
      '[["__name__","l"],["x","b"]]': [undefined, 20, undefined],
      [A]: [undefined, 30, undefined],
      [B]: [30, undefined, 30],
      [C]: [30, undefined, undefined],
    });
    assert.deepEqual(sum(fills(undefined, 2), { operator: '>', returnsBool: true }), {
      [A]: [0, undefined, 1],
      [B]: [undefined, 1, undefined],
    });
  });

  it('may be any number', () => {
    assert.deepEqual(sum(fills(Number.NaN, Number.NEGATIVE_INFINITY))[A], [Number.NEGATIVE_INFINITY, Number.NaN, Number.NEGATIVE_INFINITY]);
  });
});

describe('fill with a group modifier', () => {
  const many = [
    column({ instance: 'a', cpu: '0' }, [1]),
    column({ instance: 'a', cpu: '1' }, [2]),
    column({ instance: 'b', cpu: '0' }, [4]),
  ];
  const one = [column({ instance: 'a', owner: 'x' }, [100]), column({ instance: 'c', owner: 'y' }, [300])];
  const PAIRED = { '[["cpu","0"],["instance","a"]]': [101], '[["cpu","1"],["instance","a"]]': [102] };
  const onInstance = { kind: 'on', labels: ['instance'] } as const;
  const add = (matching: Partial<VectorMatching>, [left, right] = [many, one]) =>
    table(runOperation({ left, operator: '+', right, matching: { ...onInstance, ...matching } }));

  it('stands in on the one side for each series, and on the many side once for the group', () => {
    const grouped = { cardinality: 'many-to-one' } as const;
    assert.deepEqual(add({ ...grouped, ...fills(undefined, 10) }), { ...PAIRED, '[["cpu","0"],["instance","b"]]': [14] });
    assert.deepEqual(add({ ...grouped, ...fills(10, undefined) }), { ...PAIRED, '[["instance","c"]]': [310] });
    assert.deepEqual(add({ ...grouped, ...fills(0, 0) }), {
      ...PAIRED,
      '[["cpu","0"],["instance","b"]]': [4],
      '[["instance","c"]]': [300],
    });
  });

  it('goes by the sides of the operator, whichever is the many side', () => {
    const grouped = { cardinality: 'one-to-many' } as const;
    assert.deepEqual(add({ ...grouped, ...fills(10, undefined) }, [one, many]), { ...PAIRED, '[["cpu","0"],["instance","b"]]': [14] });
    assert.deepEqual(add({ ...grouped, ...fills(undefined, 10) }, [one, many]), { ...PAIRED, '[["instance","c"]]': [310] });
  });

  it('has no label to copy from what stands in on the one side', () => {
    const matching = { cardinality: 'many-to-one', include: ['owner'] } as const;
    assert.deepEqual(add({ ...matching, ...fills(0, 0) }), {
      '[["cpu","0"],["instance","a"],["owner","x"]]': [101],
      '[["cpu","1"],["instance","a"],["owner","x"]]': [102],
      '[["cpu","0"],["instance","b"]]': [4],
      '[["instance","c"],["owner","y"]]': [300],
    });
  });
});
