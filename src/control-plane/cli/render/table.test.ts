import assert from 'node:assert/strict';
import { createPaint } from '../paint.ts';
import { type Column, table } from './table.ts';
import { textWidth } from './text-width.ts';

const paint = createPaint(false);
const columns: readonly Column[] = [
  { title: 'NAME', elastic: true },
  { title: 'N', align: 'right' },
  { title: 'SINCE', spare: true },
];
const rows = [
  [{ text: 'a-rather-long-name-of-a-thing' }, { text: '1' }, { text: '2026-11-24' }],
  [{ text: 'b' }, { text: '1,204' }, { text: '–' }],
];

describe('table', () => {
  it('aligns its columns', () => {
    assert.equal(
      table(columns, rows, { paint, width: 100 }),
      'NAME                               N  SINCE\na-rather-long-name-of-a-thing      1  2026-11-24\nb                              1,204  –\n',
    );
  });

  it('leaves out what can be spared before it cuts', () => {
    assert.equal(
      table(columns, rows, { paint, width: 40 }),
      'NAME                               N\na-rather-long-name-of-a-thing      1\nb                              1,204\n',
    );
  });

  it('then cuts what is elastic, and is never wider than the screen', () => {
    assert.equal(table(columns, rows, { paint, width: 30 }).split('\n')[1], 'a-rather-long-name-of-…      1');
    for (const width of [5, 10, 20, 30]) {
      for (const line of table(columns, rows, { paint: createPaint(true), width }).split('\n')) assert.ok(textWidth(line) <= width);
    }
  });

  it('is empty without rows, and never cut where there is no screen', () => {
    assert.equal(table(columns, [], { paint, width: 80 }), '');
    assert.ok(table(columns, rows, { paint, width: Number.POSITIVE_INFINITY }).includes('2026-11-24'));
  });

  it('paints a cell by its style, after the width is counted', () => {
    const red = createPaint(true).red;
    assert.equal(
      table([{ title: 'A' }, { title: 'B' }], [[{ text: 'x', style: red }, { text: 'y' }]], { paint, width: 80 }),
      'A  B\n\u001B[31mx\u001B[39m  y\n',
    );
  });
});
