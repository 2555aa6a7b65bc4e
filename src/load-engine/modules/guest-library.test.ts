import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';

const guest = new URL('./guest/', import.meta.url);

const files = readdirSync(guest).filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'));
const textOf = (name: string): string => readFileSync(new URL(name, guest), 'utf8');

describe('guest code', () => {
  it('imports what the web offers as globals, for they are there only where a script names them', () => {
    const reaching = files.filter((name) =>
      [...textOf(name).matchAll(/new (URL|URLSearchParams|TextEncoder|TextDecoder)\b/g)].some(
        ([, used = '']) => !new RegExp(`import \\{[^}]*\\b${used}\\b|class ${used}\\b`).test(textOf(name)),
      ),
    );
    assert.deepEqual(reaching, []);
  });

  it('has no text of more than one line, whose indentation would be lost', () => {
    const many = files.filter((name) =>
      textOf(name)
        .split('\n')
        // A comment may hold what it likes.
        .filter((line) => !/^\s*(?:\*|\/\/|\/\*)/.test(line))
        .some((line) => (line.match(/(?<!\\)`/g) ?? []).length % 2 === 1),
    );
    assert.deepEqual(many, []);
  });
});
