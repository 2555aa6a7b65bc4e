import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { createPaint } from '../paint.ts';
import { clip } from './clip.ts';
import { printable } from './printable.ts';
import { textWidth } from './text-width.ts';
import { indent, wrap } from './wrap.ts';

const paint = createPaint(true);

describe('printable', () => {
  it('leaves nothing that could repaint a terminal or turn its writing around', () => {
    assert.equal(printable('a\u001B[2Jb\nc\u0000\u202Ed\u009B'), 'a�[2Jb c��d�');
    assert.equal(printable('p95 412 ms → bad'), 'p95 412 ms → bad');
  });
});

describe('textWidth', () => {
  it('counts columns, not characters', () => {
    assert.equal(textWidth('abc'), 3);
    assert.equal(textWidth(paint.red('abc')), 3);
    assert.equal(textWidth('日本'), 4);
    assert.equal(textWidth('e\u0301'), 1);
    assert.equal(textWidth('🚀'), 2);
  });
});

describe('clip', () => {
  it('cuts to the width and says so, keeping colours and ending them', () => {
    assert.equal(clip('abcdef', 6), 'abcdef');
    assert.equal(clip('abcdef', 4), 'abc…');
    assert.equal(clip(paint.red('abcdef'), 4), `\u001B[31mabc…\u001B[39m`);
    assert.equal(clip(`${paint.red('ab')}cdef`, 3), `\u001B[31mab…\u001B[39m`);
    assert.equal(clip('日本語', 4), '日…');
  });

  it('never exceeds the width', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.integer({ min: 1, max: 40 }),
        (text, width) => textWidth(clip(printable(text), width)) <= width,
      ),
    );
  });
});

describe('wrap', () => {
  it('breaks at spaces, but not between a figure and its unit', () => {
    assert.deepEqual(wrap('p95 is 412 ms now', 10), ['p95 is', '412 ms now']);
    assert.deepEqual(wrap('limit 95 %, ok', 8), ['limit', '95 %, ok']);
    assert.deepEqual(wrap('', 10), ['']);
    assert.deepEqual(wrap('one two', Number.POSITIVE_INFINITY), ['one two']);
  });

  it('chops words that are longer than a line', () => {
    assert.deepEqual(wrap('ab abcdefgh', 3), ['ab', 'abc', 'def', 'gh']);
  });

  it('loses nothing but spaces', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z0-9%]{1,12}$/), { maxLength: 20 }), fc.integer({ min: 4, max: 30 }), (words, width) => {
        assert.equal(wrap(words.join(' '), width).join('').replaceAll(' ', ''), words.join(''));
      }),
    );
  });

  it('indents every line', () => {
    assert.deepEqual(indent('aaaaaaaaaa bbbbbbbbbb cc', 2, 23), ['  aaaaaaaaaa bbbbbbbbbb', '  cc']);
  });
});
