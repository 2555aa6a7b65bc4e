import assert from 'node:assert/strict';
import { compilePattern } from '../pattern.ts';
import { expandTemplate } from './expand-template.ts';

describe('expandTemplate', () => {
  const { groups, groupNames } = compilePattern('(?P<nm>a+)(b)?(c)');
  // What Go's Regexp.ExpandString answers for these templates.
  const TABLE: readonly (readonly [template: string, expanded: string])[] = [
    ['$1', 'aa'],
    ['$0', 'aac'],
    ['$1x', ''],
    ['${1}x', 'aax'],
    ['$$1', '$1'],
    ['$$$1', '$aa'],
    ['$', '$'],
    ['${', '${'],
    ['${}', '${}'],
    ['${1', '${1'],
    ['$nm', 'aa'],
    ['${nm}x', 'aax'],
    ['$nmx', ''],
    ['${01}', ''],
    ['$2-$3', '-c'],
    ['$9', ''],
    ['$é', ''],
    ['a$-b', 'a$-b'],
    ['${a-b}', '${a-b}'],
  ];
  for (const [template, expanded] of TABLE) {
    it(`makes ${JSON.stringify(expanded)} of ${template}`, () =>
      assert.equal(expandTemplate(template, groups('aac') ?? [], groupNames), expanded));
  }
});
