import assert from 'node:assert/strict';
import { expandTemplate } from './expand-template.ts';
import { compilePattern } from './pattern.ts';

describe('expandTemplate', () => {
  const TABLE: readonly (readonly [template: string, expected: string])[] = [
    ['$1-${2}', 'a-b'],
    ['$0', 'ab'],
    ['$first$1', 'aa'],
    ['${first}${last}', 'a'],
    ['$1x', ''],
    ['${1}x', 'ax'],
    ['$01', ''],
    ['$9', ''],
    ['$1000000000', ''],
    ['$none', ''],
    ['$constructor', ''],
    ['$$1', '$1'],
    ['$', '$'],
    ['$ 1', '$ 1'],
    ['${', '${'],
    ['${1', '${1'],
    ['${}', '${}'],
    ['$é', ''],
    ['no reference', 'no reference'],
  ];
  for (const [template, expected] of TABLE) {
    it(`makes ${JSON.stringify(expected)} of ${JSON.stringify(template)}`, () => {
      const pattern = compilePattern('(?P<first>.)(.)(?P<last>c)?');
      const groups = pattern.groups('ab') ?? assert.fail();
      assert.equal(expandTemplate(template, { groups, names: pattern.groupNames }), expected);
    });
  }
});
