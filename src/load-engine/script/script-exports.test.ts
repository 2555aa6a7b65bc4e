import assert from 'node:assert/strict';
import { scriptExports } from './script-exports.ts';

describe('what a script tells of its exports', () => {
  it('is its options and the names of its functions', () => {
    assert.deepEqual(scriptExports('{"options":{"vus":2},"functions":["default"]}', 's.js'), {
      options: { vus: 2 },
      functions: ['default'],
    });
  });

  for (const told of ['5', 'null', 'x', '{}', '{"options":{}}', undefined]) {
    it(`refuses a script that tells ${told}, as one does that has replaced JSON.stringify`, () => {
      assert.throws(() => scriptExports(told, 's.js'), /what the script exports could not be read/);
    });
  }
});
