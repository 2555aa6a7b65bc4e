import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { selectJsonPath } from './json-path.ts';

const value = {
  name: { first: 'Tom', last: 'Anderson' },
  children: ['Sara', 'Alex', 'Jack'],
  'fav.movie': 'Deer Hunter',
  friends: [
    { first: 'Dale', age: 44, nets: ['ig', 'fb'] },
    { first: 'Roger', age: 68, nets: [] },
    { first: 'Jane', nets: ['ig'] },
  ],
  none: null,
  deep: [[1, 2], [3]],
};

describe('selectJsonPath', () => {
  // The rows come from the table of GJSON's own documentation, "Path syntax", and from its edges.
  const table: readonly (readonly [string, unknown])[] = [
    ['name.last', 'Anderson'],
    ['name', { first: 'Tom', last: 'Anderson' }],
    ['children', ['Sara', 'Alex', 'Jack']],
    ['children.0', 'Sara'],
    ['children.1', 'Alex'],
    ['children.#', 3],
    ['friends.1.first', 'Roger'],
    ['friends.#.first', ['Dale', 'Roger', 'Jane']],
    ['friends.#.age', [44, 68]],
    ['friends.#.nets.#', [2, 0, 1]],
    ['child*.2', 'Jack'],
    ['c?ildren.0', 'Sara'],
    ['fav\\.movie', 'Deer Hunter'],
    ['deep.0.1', 2],
    ['deep.#.0', [1, 3]],
    ['none', null],
    ['none.x', undefined],
    ['children.9', undefined],
    ['children.first', undefined],
    ['name.first.x', undefined],
    ['missing', undefined],
    ['x*y', undefined],
    ['', undefined],
    ['constructor', undefined],
  ];
  for (const [path, expected] of table) {
    it(`selects ${JSON.stringify(path)}`, () => assert.deepEqual(selectJsonPath(value, path), expected));
  }

  for (const path of ['friends.#(age>1)', '@reverse', 'a.@this', 'a|b']) {
    it(`refuses ${path} by name`, () => assert.throws(() => selectJsonPath(value, path), /uses a query, modifier or pipe/));
  }

  it('finds every value of an object by its escaped key', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.integer()), (object) => {
        for (const [key, expected] of Object.entries(object)) {
          assert.equal(selectJsonPath(object, key.replace(/[.\\*?|@#]/g, '\\$&')), expected);
        }
      }),
    );
  });
});
