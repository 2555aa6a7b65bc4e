import assert from 'node:assert/strict';
import { LineSplitter } from './line-splitter.ts';

const split = (chunks: readonly Buffer[], longest = 100): { lines: readonly string[]; long: number } => {
  const lines: string[] = [];
  let long = 0;
  const splitter = new LineSplitter(
    longest,
    (line) => lines.push(line),
    () => {
      long += 1;
    },
  );
  for (const chunk of chunks) splitter.push(chunk);
  splitter.end();
  return { lines, long };
};

describe('LineSplitter', () => {
  it('joins what chunks cut, letters of several bytes too', () => {
    const bytes = Buffer.from('µs\n✓ ok\n\nlast');
    const chunks = [...bytes].map((byte) => Buffer.from([byte]));
    assert.deepEqual(split(chunks).lines, ['µs', '✓ ok', 'last']);
  });

  it('gives up once on a line that is too long', () => {
    assert.deepEqual(split([Buffer.from('ok\n'), Buffer.from('x'.repeat(8)), Buffer.from('x'.repeat(8)), Buffer.from('\nlater\n')], 10), {
      lines: ['ok'],
      long: 1,
    });
  });
});
