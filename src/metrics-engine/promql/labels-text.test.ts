import assert from 'node:assert/strict';
import { labelsText } from './labels-text.ts';

describe('labelsText', () => {
  it('writes labels in the order of their names, quoted where they must be', () => {
    assert.equal(labelsText({}), '{}');
    assert.equal(labelsText({ b: 'x"y', __name__: 'up', 'with space': 'z' }), '{__name__="up", b="x\\"y", "with space"="z"}');
  });
});
