import assert from 'node:assert/strict';
import { nestingOf } from './nesting.ts';
import { stripTypes } from './strip-types.ts';

describe('stripTypes', () => {
  const deep = `const x = ${'('.repeat(20_000)}1`;

  it('refuses what the stripper would crash on, with the deepest place, and goes on to strip', async () => {
    await assert.rejects(stripTypes(deep, 'a.ts'), /^ScriptRefused: a\.ts:1:20010: the TypeScript nests too deeply/);
    assert.match(await stripTypes('const a: number = 1;', 'a.ts'), /^const a {9}= 1;/);
  });

  it('strips what is long, and refuses it with its place', async () => {
    const data = `const data: number[] = [${'1, '.repeat(50_000)}];`;
    assert.equal((await stripTypes(data, 'a.ts')).indexOf('];'), data.indexOf('];'));
    await assert.rejects(stripTypes(`${data}\nconst b: = 2;`, 'a.ts'), /^ScriptRefused: a\.ts:2:10: /);
  });
});

describe('nestingOf', () => {
  it('counts brackets and stretches in code, and not in texts', () => {
    assert.deepEqual(nestingOf("f((a), '((((');\nlet b = 1"), { depth: 2, longest: 9, at: 2 });
  });
});
