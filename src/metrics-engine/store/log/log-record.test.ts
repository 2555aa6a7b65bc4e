import assert from 'node:assert/strict';
import { crc32 } from 'node:zlib';
import { ByteWriter } from '../byte-writer.ts';
import { SeriesStore } from '../series-store.ts';
import { readRecords, writeBatch } from './log-record.ts';

/** The bytes of a record as version 1 has them, put together by hand. */
function frame(...parts: readonly Buffer[]): Buffer {
  const payload = Buffer.concat(parts);
  return Buffer.concat([word(payload.length), word(crc32(payload)), payload]);
}
function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
function double(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return bytes;
}

const LABELS = '{"__name__":"a","job":"ü"}';
const VERSION_1 = Buffer.concat([
  frame(Buffer.from([1]), word(1), Buffer.from(LABELS)),
  frame(Buffer.from([2]), double(1000), word(1), double(1.5)),
  frame(Buffer.from([2]), double(2000), word(1), double(-Infinity)),
  frame(Buffer.from([3]), double(3000), word(1)),
]);

function told(bytes: Buffer): { readonly lines: readonly string[]; readonly whole: number } {
  const lines: string[] = [];
  const whole = readRecords(bytes, {
    series: (id, labels) => lines.push(`series ${id} ${JSON.stringify(labels)}`),
    instant: (atMs) => lines.push(`at ${atMs}`),
    sample: (id, value) => lines.push(`sample ${id} ${value}`),
    stale: (id) => lines.push(`stale ${id}`),
  });
  return { lines, whole };
}

describe('records of the log', () => {
  it('are read as the first version wrote them', () => {
    const { lines, whole } = told(VERSION_1);
    assert.deepEqual(lines, [`series 1 ${LABELS}`, 'at 1000', 'sample 1 1.5', 'at 2000', 'sample 1 -Infinity', 'at 3000', 'stale 1']);
    assert.equal(whole, VERSION_1.length);
  });

  it('are written as the first version wrote them, and name a series once a segment', () => {
    const series = new SeriesStore({ maxSeries: 1 }).series({ __name__: 'a', job: 'ü' }) ?? assert.fail();
    const batch = {
      samples: [
        { series, atMs: 1000, value: 1.5 },
        { series, atMs: 2000, value: -Infinity },
      ],
      stale: { atMs: 3000, series: [series] },
    };
    const writer = new ByteWriter();
    writeBatch(writer, batch, 1);
    assert.deepEqual(Buffer.from(writer.written), VERSION_1);
    writer.clear();
    writeBatch(writer, { samples: [], stale: batch.stale }, 1);
    assert.deepEqual(told(writer.written).lines, ['at 3000', 'stale 1']);
    writer.clear();
    writeBatch(writer, { samples: [], stale: batch.stale }, 2);
    assert.equal(told(writer.written).lines.length, 3);
  });

  it('end before a record that is not known, torn or damaged', () => {
    const begin = VERSION_1.subarray(0, 8 + 5 + Buffer.byteLength(LABELS));
    assert.equal(told(Buffer.concat([begin, frame(Buffer.from([9, 9]))])).whole, begin.length);
    assert.equal(told(VERSION_1.subarray(0, begin.length + 20)).whole, begin.length);
    const damaged = Buffer.from(VERSION_1);
    damaged[begin.length + 10] = 0xff;
    assert.equal(told(damaged).whole, begin.length);
  });

  it('are written beyond the first room of the writer', () => {
    const store = new SeriesStore({ maxSeries: 5000 });
    const all = Array.from({ length: 5000 }, (_, id) => store.series({ __name__: 'a'.repeat(40), id: String(id) }) ?? assert.fail());
    const writer = new ByteWriter();
    writeBatch(writer, { samples: all.map((series) => ({ series, atMs: 1, value: series.id })), stale: { atMs: 1, series: [] } }, 1);
    assert.equal(told(writer.written).lines.length, 10_001);
  });
});
