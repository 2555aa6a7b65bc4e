import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SeriesStore } from '../series-store.ts';
import { replayLog } from './replay-log.ts';
import { SampleLog } from './sample-log.ts';

describe('SampleLog on a disk that runs full', () => {
  let folder: string;
  /** Bytes that still fit. */
  let free: number;
  /** Bytes that the system takes in one call. */
  let atOnce: number;
  beforeEach(() => {
    atOnce = Number.POSITIVE_INFINITY;
    folder = mkdtempSync(join(tmpdir(), 'sample-log-'));
    free = Number.POSITIVE_INFINITY;
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** As the system does: writes what fits, and fails when nothing does. */
  function write(file: number, bytes: Buffer, from: number): number {
    if (free === 0) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    const count = Math.min(free, atOnce, bytes.length - from);
    free -= count;
    return writeSync(file, bytes, from, count);
  }

  function open() {
    const store = new SeriesStore({ maxSeries: 10 });
    const log = new SampleLog({ folder, segments: [], coveredSegment: 0, segmentBytes: 1e6, segmentSpanMs: 1e6, write });
    const series = store.series({ __name__: 'a' }) ?? assert.fail();
    return { log, append: (atMs: number) => log.append({ samples: [{ series, atMs, value: atMs }], stale: { atMs, series: [] } }) };
  }
  function replayed() {
    const store = new SeriesStore({ maxSeries: 10 });
    const { problems } = replayLog({ folder, store, horizonMs: 0, coveredSegment: 0 });
    assert.deepEqual(problems, []);
    const series = store.select([])[0];
    return series === undefined ? [] : Array.from({ length: series.sampleCount }, (_, number) => series.timeAt(number));
  }
  const files = () => readdirSync(folder).sort();

  it('takes away what it could not write whole, and goes on in a new segment once it can', () => {
    const { log, append } = open();
    append(1);
    for (const fits of [7, 0, 0, 3]) {
      free = fits;
      assert.throws(() => append(2), /ENOSPC/);
    }
    assert.deepEqual(files(), ['00000001.log']);
    free = Number.POSITIVE_INFINITY;
    append(3);
    log.close();
    assert.equal(files().length, 2);
    assert.deepEqual(replayed(), [1, 3]);
  });

  it('leaves no segment without a whole batch', () => {
    const { append } = open();
    free = 30;
    assert.throws(() => append(1), /ENOSPC/);
    assert.deepEqual(files(), []);
  });

  it('writes on where the system wrote but a part', () => {
    const { log, append } = open();
    atOnce = 5;
    append(1);
    append(2);
    log.close();
    assert.deepEqual(replayed(), [1, 2]);
  });
});
