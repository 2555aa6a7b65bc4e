import assert from 'node:assert/strict';
import { parseSecretFile } from './parse-secret-file.ts';
import { readSecretSources } from './read-secret-sources.ts';

const files: Readonly<Record<string, string>> = { 'a.env': 'cool=some\nelse=a=b c\r\n\n# note\n', 'b.json': '{"token":"t"}' };
const origins = {
  readFile: (path: string): string => {
    const text = files[path];
    if (text === undefined) throw new Error('no such file');
    return text;
  },
  variable: (name: string): string | undefined => (name === 'TOKEN' ? 'xyz' : undefined),
};

describe('readSecretSources', () => {
  it('reads files of lines and of JSON, and variables, under their names', () => {
    assert.deepEqual(readSecretSources(['file=a.env', 'file=name=other,b.json', 'env=name=vars,TOKEN'], origins), {
      default: { cool: 'some', else: 'a=b c' },
      other: { token: 't' },
      vars: { TOKEN: 'xyz' },
    });
  });

  it('makes a named source the default too', () => {
    assert.deepEqual(Object.keys(readSecretSources(['file=default,name=x,filename=b.json', 'file=name=y,a.env'], origins)), [
      'x',
      'default',
      'y',
    ]);
  });

  for (const [flags, problem] of [
    [['file=a.env', 'file=b.json'], /two secret sources named default/],
    [['mock=a=b'], /"mock" is not supported: everybody on the machine can read/],
    [['url=http://x'], /"url" is not supported: there are file=PATH and env=NAME/],
    [['file='], /needs a path/],
    [['env'], /needs names of variables/],
    [['env=EMPTY'], /no such variable/],
    [['file=gone'], /file=gone can't be read: no such file/],
  ] as const) {
    it(`says that ${problem.source}`, () => assert.throws(() => readSecretSources(flags, origins), problem));
  }
});

describe('parseSecretFile', () => {
  for (const [text, problem] of [
    ['a=1\nhush', /^Error: line 2 is not NAME=value$/],
    ['{"a": hush', /^Error: begins with \{ but is not JSON$/],
    ['{"a": 5}', /^Error: the secret "a" must be a text$/],
  ] as const) {
    it(`says where ${JSON.stringify(text)} is wrong, without showing it`, () => assert.throws(() => parseSecretFile(text), problem));
  }
});
