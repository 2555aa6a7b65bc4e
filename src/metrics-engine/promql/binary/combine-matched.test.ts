import assert from 'node:assert/strict';
import { column, type Points, table } from '../aggregate/testing/columns.ts';
import { type OperationCase, runOperation } from './testing/run-operation.ts';

const answer = (operation: OperationCase) => table(runOperation(operation));

const of = (name: string, ...members: readonly Points[]) =>
  members.map((points, index) => column({ __name__: name, i: String(index) }, points));

describe('an operation on two vectors, one to one', () => {
  const left = [column({ __name__: 'l', a: '1' }, [1, 2, undefined, 4]), column({ __name__: 'l', a: '2' }, [5, 6, 7, 8])];
  const right = [column({ __name__: 'r', a: '1' }, [10, undefined, 30, 40]), column({ __name__: 'r', a: '3' }, [1, 1, 1, 1])];

  it('pairs series by all labels but the name, where both are present', () => {
    assert.deepEqual(answer({ left, operator: '+', right }), { '[["a","1"]]': [11, undefined, undefined, 44] });
  });

  it('keeps the left series and its name where a comparison holds', () => {
    assert.deepEqual(answer({ left, operator: '<', right }), { '[["__name__","l"],["a","1"]]': [1, undefined, undefined, 4] });
    assert.deepEqual(answer({ left, operator: '>', right }), {});
  });

  it('answers 1 or 0 with bool, without the name', () => {
    assert.deepEqual(answer({ left, operator: '>', right, returnsBool: true }), { '[["a","1"]]': [0, undefined, undefined, 0] });
  });

  it('leaves the labels of on, or all but those ignored', () => {
    const [one, other] = [[column({ __name__: 'l', a: '1', b: 'x' }, [6])], [column({ __name__: 'r', a: '1', b: 'y' }, [2])]];
    const on = { kind: 'on', labels: ['a'] } as const;
    const ignoring = { kind: 'ignoring', labels: ['b'] } as const;
    assert.deepEqual(answer({ left: one, operator: '/', right: other, matching: on }), { '[["a","1"]]': [3] });
    assert.deepEqual(answer({ left: one, operator: '/', right: other, matching: ignoring }), { '[["a","1"]]': [3] });
    assert.deepEqual(answer({ left: one, operator: '>', right: other, matching: on }), { '[["a","1"]]': [6] });
    assert.deepEqual(answer({ left: one, operator: '>', right: other, matching: ignoring }), { '[["__name__","l"],["a","1"]]': [6] });
  });

  it('drops the name even when on lists it', () => {
    const same = [column({ __name__: 'x', a: '1' }, [2])];
    const matching = { kind: 'on', labels: ['__name__', 'a'] } as const;
    assert.deepEqual(answer({ left: same, operator: '+', right: same, matching }), { '[["a","1"]]': [4] });
    assert.deepEqual(answer({ left: same, operator: '==', right: same, matching }), { '[["__name__","x"],["a","1"]]': [2] });
  });

  it('pairs a series with several that come one after the other', () => {
    const successors = [
      column({ __name__: 'r', pod: 'a' }, [1, undefined, undefined]),
      column({ __name__: 'r', pod: 'b' }, [undefined, 2, 3]),
    ];
    const steady = [column({ __name__: 'l' }, [10, 10, 10])];
    const matching = { kind: 'on', labels: [] } as const;
    assert.deepEqual(answer({ left: steady, operator: '*', right: successors, matching }), { '[]': [10, 20, 30] });
    assert.deepEqual(answer({ left: successors, operator: '*', right: steady, matching }), { '[]': [10, 20, 30] });
  });

  it('answers nothing when a side is empty', () => {
    assert.deepEqual(answer({ left, operator: '+', right: [] }), {});
    assert.deepEqual(answer({ left: [], operator: '+', right }), {});
  });
});

describe('an operation on two vectors, many to one', () => {
  const cpu = [
    column({ __name__: 'cpu', instance: 'abc', mode: 'idle' }, [3]),
    column({ __name__: 'cpu', instance: 'abc', mode: 'user' }, [1]),
    column({ __name__: 'cpu', instance: 'def', mode: 'idle' }, [8]),
  ];
  const role = [column({ __name__: 'role', instance: 'abc', role: 'db', mode: 'none' }, [2])];
  const onInstance = { kind: 'on', labels: ['instance'] } as const;
  const [IDLE, USER] = ['[["instance","abc"],["mode","idle"]]', '[["instance","abc"],["mode","user"]]'];

  it('keeps the labels of the many side, whichever side that is', () => {
    const expected = { [IDLE]: [1.5], [USER]: [0.5] };
    assert.deepEqual(answer({ left: cpu, operator: '/', right: role, matching: { ...onInstance, cardinality: 'many-to-one' } }), expected);
    assert.deepEqual(answer({ left: role, operator: '/', right: cpu, matching: { ...onInstance, cardinality: 'one-to-many' } }), {
      [IDLE]: [2 / 3],
      [USER]: [2],
    });
  });

  it('copies the labels of the group modifier, and takes those off that the one side lacks', () => {
    const two = [...role, column({ __name__: 'role', instance: 'def' }, [2])];
    const matching = { ...onInstance, cardinality: 'many-to-one', include: ['role', 'missing'] } as const;
    assert.deepEqual(answer({ left: cpu, operator: '*', right: two, matching }), {
      '[["instance","abc"],["mode","idle"],["role","db"]]': [6],
      '[["instance","abc"],["mode","user"],["role","db"]]': [2],
      '[["instance","def"],["mode","idle"]]': [16],
    });
    const withoutMode = { ...onInstance, cardinality: 'many-to-one', include: ['mode'] } as const;
    assert.deepEqual(answer({ left: cpu.slice(2), operator: '*', right: two.slice(1), matching: withoutMode }), {
      '[["instance","def"]]': [16],
    });
  });

  it('keeps the name of the many side in a comparison, and the values of the left', () => {
    const matching = { ...onInstance, cardinality: 'one-to-many' } as const;
    assert.deepEqual(answer({ left: role, operator: '>', right: cpu, matching }), {
      '[["__name__","cpu"],["instance","abc"],["mode","user"]]': [2],
    });
  });

  it('takes the copied labels of whatever is present at each instant', () => {
    const owners = [column({ owner: 'a' }, [1, undefined, 1]), column({ owner: 'b' }, [undefined, 1, undefined])];
    const matching = { kind: 'on', labels: [], cardinality: 'many-to-one', include: ['owner'] } as const;
    assert.deepEqual(answer({ left: [column({ x: '1' }, [1, 2, 3])], operator: '*', right: owners, matching }), {
      '[["owner","a"],["x","1"]]': [1, undefined, 3],
      '[["owner","b"],["x","1"]]': [undefined, 2, undefined],
    });
  });
});

describe('an operation on two vectors whose matches are ambiguous', () => {
  const onNothing = { kind: 'on', labels: [] } as const;
  const refusal = (operation: Omit<OperationCase, 'operator'> & Partial<Pick<OperationCase, 'operator'>>) => () =>
    runOperation({ operator: '+', matching: onNothing, ...operation });

  it('refuses several series of the side that must be unique, in an order that does not vary', () => {
    const message =
      'found duplicate series for the match group {} on the right hand-side of the operation: [{__name__="r", i="0"}, {__name__="r", i="1"}]' +
      ';many-to-many matching not allowed: matching labels must be unique on one side';
    assert.throws(refusal({ left: of('l', [1]), right: of('r', [1], [1]) }), { code: 'execution', message });
    assert.throws(refusal({ left: of('l', [1]), right: of('r', [1], [1]).toReversed() }), { message });
  });

  it('names the match group and the left side with group_right', () => {
    const twins = ['x', 'y'].map((b) => column({ a: '1', b }, [1]));
    const matching = { kind: 'on', labels: ['a'], cardinality: 'one-to-many' } as const;
    assert.throws(refusal({ left: twins, right: [column({ a: '1' }, [1])], matching }), {
      message:
        /^found duplicate series for the match group \{a="1"\} on the left hand-side of the operation: \[\{a="1", b="x"\}, \{a="1", b="y"\}\];/,
    });
  });

  it('refuses them even where nothing matches them, but not at instants at which the other side is empty', () => {
    const other = [column({ a: '1' }, [1, undefined])];
    const matching = { kind: 'on', labels: ['a'] } as const;
    assert.throws(refusal({ left: other, right: of('r', [1, undefined], [1, undefined]), matching }), /found duplicate series/);
    assert.deepEqual(refusal({ left: other, right: of('r', [undefined, 1], [undefined, 1]), matching })(), []);
    const filled = { ...matching, fill: { left: 0, right: undefined } };
    assert.throws(refusal({ left: other, right: of('r', [undefined, 1], [undefined, 1]), matching: filled }), /found duplicate series/);
  });

  it('refuses several series of the left for one of the right, whether or not the comparison keeps them', () => {
    const message = 'multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)';
    for (const operator of ['+', '>', '<', '=='] as const)
      assert.throws(refusal({ left: of('l', [0], [1]), operator, right: of('r', [1]) }), { code: 'execution', message });
    assert.deepEqual(refusal({ left: of('l', [0, undefined], [undefined, 1]), right: of('r', [1, 1]) })().length, 1);
  });

  it('refuses results of one group that have the same labels', () => {
    const left = of('l', [1], [2]);
    const right = [column({ i: 'same' }, [1])];
    const matching = { ...onNothing, cardinality: 'many-to-one', include: ['i'] } as const;
    const message = 'multiple matches for labels: grouping labels must ensure unique matches';
    assert.throws(refusal({ left, right, matching }), { message });
    assert.throws(refusal({ left, right, matching, operator: '>' }), { message });
    const named = [column({ __name__: 'a', x: '1' }, [1]), column({ __name__: 'b', x: '1' }, [1])];
    assert.throws(refusal({ left: named, right, matching: { ...onNothing, cardinality: 'many-to-one' } }), { message });
    assert.deepEqual(refusal({ left: named, right, operator: '>=', matching: { ...onNothing, cardinality: 'many-to-one' } })().length, 2);
  });

  it('refuses results of different groups that have the same labels', () => {
    const left = [column({ g: '1', a: 'x' }, [1]), column({ g: '2', a: 'x' }, [1])];
    const right = [column({ g: '1' }, [1]), column({ g: '2' }, [1])];
    const matching = { kind: 'on', labels: ['g'], cardinality: 'many-to-one', include: ['g'] } as const;
    assert.deepEqual(refusal({ left, right, matching })().length, 2);
    const renamed = [column({ __name__: 'a' }, [1]), column({ __name__: 'b' }, [1])];
    assert.throws(refusal({ left: renamed, right: renamed, matching: { kind: 'on', labels: ['__name__'] } }), {
      code: 'execution',
      message: 'vector cannot contain metrics with the same labelset',
    });
  });

  it('speaks of the earliest instant that is ambiguous', () => {
    const left = of('l', [1, undefined, 1], [1, 1, undefined]);
    const right = of('r', [1, 1, 1], [undefined, 1, 1]);
    assert.throws(refusal({ left, right }), /^QueryError: multiple matches/);
    assert.throws(refusal({ left: left.map(({ labels }) => column(labels, [undefined, 1, 1])), right }), /found duplicate series/);
  });
});

describe('an operation on two vectors with names that are taken off late', () => {
  const [left, right] = [[column({ __name__: 'l', a: '1' }, [1], true)], [column({ __name__: 'r', a: '1' }, [1])]];
  const run = (operation: Partial<OperationCase>) =>
    runOperation({ left, operator: '+', right, options: { delayedNameRemoval: true }, ...operation }).map(({ labels, dropsName }) => [
      labels['__name__'],
      dropsName,
    ]);

  it('takes the name off at once in arithmetic, marks it with bool, and leaves it as it was in a filter', () => {
    assert.deepEqual(run({ operator: '+' }), [[undefined, false]]);
    assert.deepEqual(run({ operator: '==', returnsBool: true }), [['l', true]]);
    assert.deepEqual(run({ operator: '==' }), [['l', true]]);
    assert.deepEqual(run({ operator: '==', left: right }), [['r', false]]);
  });
});
