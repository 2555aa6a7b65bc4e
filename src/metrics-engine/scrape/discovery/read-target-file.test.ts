import assert from 'node:assert/strict';
import { readTargetFile } from './read-target-file.ts';

describe('readTargetFile', () => {
  const GROUPS = [
    { labels: { version: '1.10', __meta_filepath: '/f/a.yml' }, targets: [{ __address__: 'x:1' }, { __address__: 'y:1' }] },
    { labels: { __meta_filepath: '/f/a.yml' }, targets: [] },
  ];

  it('reads YAML, with labels as they are written', () =>
    assert.deepEqual(readTargetFile('/f/a.yml', '- targets: [x:1, "y:1"]\n  labels: { version: 1.10 }\n- targets:\n'), GROUPS));

  it('reads JSON', () =>
    assert.deepEqual(
      readTargetFile('/f/a.JSON', '[{"targets":["x:1","y:1"],"labels":{"version":"1.10"}},{}]'),
      GROUPS.map((group) => ({ ...group, labels: { ...group.labels, __meta_filepath: '/f/a.JSON' } })),
    ));

  it('finds nothing in an empty YAML file', () => assert.deepEqual(readTargetFile('a.yaml', ''), []));

  const REFUSED: readonly (readonly [path: string, content: string, problem: RegExp])[] = [
    ['a.json', '', /^malformed JSON: /],
    ['a.json', 'null', /^the file: /],
    ['a.json', '{"targets":[]}', /^the file: /],
    ['a.json', '[{"targets":["x"],"label":{}}]', /^0: .*label/],
    ['a.json', '[{"targets":[1]}]', /^0.targets.0: /],
    ['a.json', '[{"labels":{"a":1}}]', /^0.labels.a: /],
    ['a.yml', '- [', /^malformed YAML: /],
    ['a.yml', '- target: [x]', /^0: .*target/],
  ];
  for (const [path, content, problem] of REFUSED) {
    it(`refuses ${content || 'nothing'} in ${path}`, () =>
      assert.throws(
        () => readTargetFile(path, content),
        ({ message }: Error) => problem.test(message),
      ));
  }
});
