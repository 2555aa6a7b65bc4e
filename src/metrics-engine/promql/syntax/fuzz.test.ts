import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { QueryError } from '../../query-result.ts';
import { parse } from './parse.ts';
import { print } from './print.ts';
import { arbitraryExpression } from './testing/arbitrary-expression.ts';

/** Parses or refuses as it should; anything else that is thrown is thrown on. */
function parseOrRefuse(text: string): boolean {
  try {
    print(parse(text));
    return true;
  } catch (error) {
    if (error instanceof QueryError && (error.code === 'bad-query' || error.code === 'unsupported')) return false;
    throw error;
  }
}

const PIECES = [
  ...'( ) { } [ ] , : @ = != =~ !~ == >= <= > < + - * / % ^ " \' ` # \\ \n é \u0000 \ud800 🙂 . _ 0x 0 1 5m 1e3 1h30m Inf nan'.split(' '),
  ...'x a:b sum topk by without on ignoring group_left group_right bool offset start() end() step() range() min_of fill(1)'.split(' '),
  ...'and or unless atan2 rate( [5m] [1h:] {a="b"} "c" info( anchored histogram_avg('.split(' '),
] as const;

describe('any text at all', () => {
  it('is parsed or refused with a QueryError', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => void parseOrRefuse(text)));
  });

  it('of the language’s own pieces is parsed or refused with a QueryError', () => {
    const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 25 }).map((pieces) => pieces.join(' '));
    fc.assert(
      fc.property(text, (each) => void parseOrRefuse(each)),
      { numRuns: 2_000 },
    );
  });

  it('that was an expression before it was damaged is parsed or refused with a QueryError', () => {
    const damage = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), removed: fc.nat(5), added: fc.constantFrom('', ...PIECES) });
    const damaged = fc.tuple(arbitraryExpression, fc.array(damage, { minLength: 1, maxLength: 3 })).map(([tree, damages]) =>
      damages.reduce((text, { at, removed, added }) => {
        const from = Math.floor(at * text.length);
        return text.slice(0, from) + added + text.slice(from + removed);
      }, print(tree)),
    );
    fc.assert(
      fc.property(damaged, (each) => void parseOrRefuse(each)),
      { numRuns: 500 },
    );
  });

  const LONG: readonly (readonly [what: string, text: string])[] = [
    ['digits', '1'.repeat(99_999)],
    ['digits and an underscore', `${'1'.repeat(99_000)}_`],
    ['digits and a letter', `${'1'.repeat(99_000)}x`],
    ['hexadecimal digits', `0x${'f'.repeat(99_000)}`],
    ['units', '1m'.repeat(49_000)],
    ['parentheses', '('.repeat(100_000)],
    ['closed parentheses', `${'('.repeat(50_000)}${')'.repeat(50_000)}`],
    ['brackets', 'x['.repeat(50_000)],
    ['comments', '#\n'.repeat(50_000)],
    ['escapes', `"${'\\xff'.repeat(24_000)}"`],
    ['an open text', `"${'x'.repeat(99_000)}`],
    ['arguments', `label_join(x, "a", "b"${', "c"'.repeat(15_000)})`],
    ['labels', `sum by (${'a,'.repeat(49_000)}) (x)`],
    ['operators', 'x+'.repeat(49_999)],
    ['signs', '+-'.repeat(49_999)],
    ['patterns of great counts', Array(5_500).fill('{a=~".{1000}"}').join(' or ')],
    ['patterns in patterns', `{a=~"${'('.repeat(5_000)}${')'.repeat(5_000)}"}`],
    [
      'great patterns',
      Array(6)
        .fill(`{a=~"${'((.{10}){10}){10}'.repeat(900)}"}`)
        .join('+'),
    ],
    ['nested counts in a pattern', '{a=~"((((((a{9}){9}){9}){9}){9}){9})+"}'],
  ];
  for (const [what, text] of LONG) {
    it(`of a hundred thousand characters of ${what} is dealt with`, () => {
      parseOrRefuse(text);
      assert.ok(text.length <= 100_000);
    });
  }
});
