import assert from 'node:assert/strict';
import { seriesKit } from '../series-kit.ts';
import { StoredSeries } from '../stored-series.ts';
import { samplesOf } from '../testing/samples-of.ts';
import { BLOCK_MAGIC } from './block-layout.ts';
import { readBlock, seriesOf } from './block-reader.ts';
import { BlockWriter } from './block-writer.ts';

// A block as the first version wrote it: blocks outlive the program that wrote them, so this must be read for as long as its magic says 1.
const VERSION_1 = Buffer.from(
  [
    'c2x1aWNlIG1ldHJpY3MgYmxvY2sgMQoKXgEAAMcGQKMBAgAAAB8AAABbIl9fbmFtZV9fIiwiYSIsImpvYiIsIsO8IiwiYiJdAgAAAAAAAAABAAAAAgAAAAMA',
    'AAABAAAADwAAAAEAAAABAAAAAAAAAABAj0AAAAAAAIizQAAAAAAAABRAAAAAAAAAAEAAAAAAAADwPwAAAAAAABxAAAAAAAAALkAAAAAAAAAAAAAAAAAAAAAA',
    'hGAAAOgDAAAAAAAAAAIAAAAqBAIAAAAAAAAAAAAcQAAAAAAAcLdAAgAAAAAAAAAEAAAAAgAAAAMAAAABAAAAGwAAAAIAAAAAAAAAAAAAAABAj0AAAAAAAHKn',
    'QAAAAAAAAOA/AAAAAAAA8P8AAAAAAADw/wAAAAAAAOA/AAAAAAAA8P8AAAAAAAAAAAAAAAAAAAAAA+EHAAEAAAAAAAAADKu6qqqqqqqqHvxVVVVVVVUlwAEA',
    'AAACAAAAAAAAAAAA4D9VVVVVVVXVP0UAAAApEUtgAnsic2VyaWVzIjoyLCJzYW1wbGVzIjo3LCJtaW5NcyI6MTAwMCwibWF4TXMiOjYwMDAsImNvdmVyc1Nl',
    'Z21lbnQiOjd9',
  ].join(''),
  'base64',
);

const A = {
  labels: { __name__: 'a', job: 'ü' },
  samples: [
    [1000, 5],
    [2000, 7],
    [3000, 1],
    [5000, 2],
  ],
  staleMs: [6000],
} as const;
const B = {
  labels: { __name__: 'b', job: 'ü' },
  samples: [
    [1000, 0.5],
    [2003, 1 / 3],
    [3001, -Infinity],
  ],
  staleMs: [],
} as const;

function written(): Buffer {
  const kit = seriesKit();
  const writer = new BlockWriter();
  for (const [id, { labels, samples, staleMs }] of [A, B].entries()) {
    const series = new StoredSeries(id, labels, kit);
    for (const [atMs, value] of samples) series.append(atMs, value);
    series.samples.seal();
    writer.add({ labels, ...series.samples.chunksBetween(0, 1), staleMs });
  }
  return Buffer.concat([BLOCK_MAGIC, Buffer.from(writer.section()), writer.footer(7).frame]);
}

function sectionsOf(bytes: Buffer): readonly Buffer[] {
  const content = readBlock(bytes);
  return content.kind === 'whole' ? content.sections : assert.fail(content.problem);
}

describe('readBlock', () => {
  it('reads what the first version wrote', () => {
    const parts = [...seriesOf(sectionsOf(VERSION_1))].map(({ labels, chunks, resets, staleMs }) => {
      const series = new StoredSeries(1, labels, seriesKit());
      series.samples.adopt({ chunks, resets });
      return { labels: { ...labels }, samples: samplesOf(series), staleMs: [...staleMs] };
    });
    assert.deepEqual(parts, [A, B]);
  });

  it('has what the writer writes today', () => {
    assert.equal(written().toString('base64'), VERSION_1.toString('base64'));
  });

  it('tells what the footer says', () => {
    const content = readBlock(VERSION_1);
    assert.deepEqual(content.kind === 'whole' && content.footer, { series: 2, samples: 7, minMs: 1000, maxMs: 6000, coversSegment: 7 });
  });

  it('refuses whatever one bit has changed of, and says where', () => {
    for (let at = 0; at < VERSION_1.length; at++) {
      const bytes = Buffer.from(VERSION_1);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << (at % 8));
      const content = readBlock(bytes);
      assert.equal(content.kind, 'damaged', `byte ${at}`);
    }
    assert.deepEqual(readBlock(VERSION_1.subarray(0, 24)), { kind: 'damaged', problem: 'ends before its footer' });
    assert.deepEqual(readBlock(Buffer.from('what is this')), {
      kind: 'damaged',
      problem: 'does not begin as a block of this version of Sluice',
    });
  });
});
