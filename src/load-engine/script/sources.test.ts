import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { blankText } from './blank-text.ts';
import { dropUnusedImports } from './drop-unused-imports.ts';
import { findImports } from './find-imports.ts';
import { guestLocation } from './guest-location.ts';
import { sourcePlace } from './source-place.ts';

describe('blankText', () => {
  const table: readonly (readonly [what: string, source: string, blanked: string])[] = [
    ['line comments', 'a; // b "c\nd', 'a;        \nd'],
    ['block comments', 'a/* b\n c */d', 'a    \n     d'],
    ['strings', `f("a'\\"b", 'c"')`, `f("     ", '  ')`],
    ['templates around code', '`a ${b + `c ${d}`} e` + f', '`   {b + `   {d}`}  ` + f'],
    ['templates with objects in their code', '`x${ {a: {b: 1}} }y`;z', '`  { {a: {b: 1}} } `;z'],
    ['a dollar that is none', '`a$b$`;c', '`    `;c'],
    ['regular expressions', 'x = /a"b[/]\\/`/g; y', 'x = /         /g; y'],
    ['a division', 'a / b / c; "d"', 'a / b / c; " "'],
    ['a division after a bracket', '(a) / b; `c`', '(a) / b; ` `'],
    ['a string that never ends', 'a "bc', 'a "bc'.replace('bc', '  ')],
    ['a comment mark in a string', '"/*"; a; "*/"', '"  "; a; "  "'],
    ['characters outside the basic plane', '"😀"; a', '"  "; a'],
  ];
  for (const [what, source, blanked] of table) {
    it(`blanks ${what}`, () => {
      const result = blankText(source);
      assert.equal(result.length, source.length);
      if (!source.endsWith('bc')) assert.equal(result, blanked);
    });
  }

  it('keeps length and line ends of any text', () => {
    const characters = fc.constantFrom('"', "'", '`', '$', '{', '}', '/', '*', '\\', '\n', 'a', ' ', '(', ')', '[', ']');
    fc.assert(
      fc.property(fc.string({ unit: characters, maxLength: 60 }), (source) => {
        const blanked = blankText(source);
        assert.equal(blanked.length, source.length);
        for (let index = 0; index < source.length; index += 1) assert.equal(blanked[index] === '\n', source[index] === '\n');
      }),
    );
  });
});

const specifiers = (source: string) =>
  findImports(source).map(({ specifier, names }) => [specifier, names.map(({ imported, local }) => `${imported}:${local}`).join()]);

describe('findImports', () => {
  it('finds every form', () => {
    assert.deepEqual(
      specifiers(`import a from 'a'; import * as b from "b";import { c, d as e } from 'c'
        import f, { g } from 'f';
        import {
          h,
          i as j, // a comment with 'quotes' from 'nowhere'
        } from './h.ts';
        import 'side';
        import data from './d.json' with { type: 'json' };
        export { k } from 'k'; export * from 'l';`),
      [
        ['a', 'default:a'],
        ['b', ''],
        ['c', 'c:c,d:e'],
        ['f', 'default:f,g:g'],
        ['./h.ts', 'h:h,i:j'],
        ['side', ''],
        ['./d.json', 'default:data'],
        ['k', 'k:k'],
        ['l', ''],
      ],
    );
  });

  it('finds none where there is none', () => {
    assert.deepEqual(
      specifiers(
        "// import a from 'a'\n/* import b from 'b' */ const s = `\nimport c from 'c'\n`; import('d'); import.meta.url; export const x = 'from'; export default function () { return 'y'; } x.import = 1;",
      ),
      [],
    );
  });

  it('knows where the specifier stands', () => {
    const source = "\n  import http from 'k6/http';";
    assert.equal(sourcePlace('f.ts', source, findImports(source)[0]?.specifierAt ?? 0), 'f.ts:2:21');
  });
});

describe('dropUnusedImports', () => {
  const table: readonly (readonly [source: string, dropped: string])[] = [
    ["import { A, b } from 'x';\nb();", "import {    b } from 'x';\nb();"],
    ["import { b, A } from 'x';\nb();", "import { b,   } from 'x';\nb();"],
    ["import { A } from 'x';\nb();", `${' '.repeat(22)}\nb();`],
    ["import A from 'x';", ' '.repeat(18)],
    ["import A, { b } from 'x'; b", "import    { b } from 'x'; b"],
    ["import a, { B } from 'x'; a", "import a, {   } from 'x'; a"],
    ["import { default as A, b } from 'x'; b", "import {               b } from 'x'; b"],
    ["import { x as A, b } from 'x'; b; o.A", "import {         b } from 'x'; b; o.A"],
    ["import 'x';", "import 'x';"],
    ["import * as A from 'x';", "import * as A from 'x';"],
    ["import { a } from 'x'; f(...a)", "import { a } from 'x'; f(...a)"],
    ["import { a } from 'x'; `${a}`", "import { a } from 'x'; `${a}`"],
    ["import { a } from 'x'; export { a };", "import { a } from 'x'; export { a };"],
    ["import d from './d.json' with { type: 'json' };", ' '.repeat(47)],
  ];
  for (const [source, dropped] of table) {
    it(`turns ${JSON.stringify(source)} into what is used`, () => assert.equal(dropUnusedImports(source), dropped));
  }
});

describe('guestLocation', () => {
  it('finds the first frame of the script, whatever the path looks like', () => {
    const stack = '    at get (sluice:guest/k6-http.ts:12:5)\n    at <anonymous> (/a b/(x)/script.ts:3:9)\n    at /a b/(x)/script.ts:7:1\n';
    assert.equal(
      guestLocation(stack, (name) => name.endsWith('/script.ts')),
      '/a b/(x)/script.ts:3:9',
    );
    assert.equal(
      guestLocation('    at /a b/(x)/script.ts:7:1', (name) => name === '/a b/(x)/script.ts'),
      '/a b/(x)/script.ts:7:1',
    );
    assert.equal(
      guestLocation('', () => true),
      undefined,
    );
  });
});
