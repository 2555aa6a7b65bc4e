import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sample } from '../query-result.ts';
import { MetricStore, type MetricStoreOptions } from './metric-store.ts';

const HOUR = 3_600_000;

function write(store: MetricStore, name: string, atMs: number, value: number): void {
  const series = store.series({ __name__: name }) ?? assert.fail('the store is full');
  store.commit({ samples: [{ series, atMs, value }], stale: { atMs, series: [] } });
}
function end(store: MetricStore, name: string, atMs: number): void {
  store.commit({ samples: [], stale: { atMs, series: store.select([{ name: '__name__', operator: '=', value: name }]) } });
}
function samples(store: MetricStore, name: string): readonly Sample[] {
  const [series] = store.select([{ name: '__name__', operator: '=', value: name }]);
  if (series === undefined) return [];
  const { times, values, from, to } = series.window(-Infinity, Infinity);
  return Array.from({ length: to - from }, (_, index): Sample => [times[from + index] ?? 0, values[from + index] ?? 0]);
}

describe('MetricStore', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'metric-store-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function open(more: Partial<MetricStoreOptions> = {}): MetricStore {
    return new MetricStore({ folder, maxSeries: 100, retentionMs: 10 * HOUR, nowMs: 0, ...more });
  }
  it('gives back after a restart all that was written, NaN and staleness with it', () => {
    const store = open();
    write(store, 'a', 1000, 1);
    write(store, 'b', 1000, Number.NaN);
    write(store, 'a', 2000, Number.NEGATIVE_INFINITY);
    end(store, 'b', 2000);
    // Not closed: as after kill -9.
    const again = open();
    assert.deepEqual(again.replayProblems, []);
    assert.deepEqual(samples(again, 'a'), [
      [1000, 1],
      [2000, -Infinity],
    ]);
    assert.deepEqual(samples(again, 'b'), [[1000, Number.NaN]]);
    assert.deepEqual(again.select([{ name: '__name__', operator: '=', value: 'b' }])[0]?.newest(0, 3000), undefined);
  });

  it('gives back every scrape that a process had taken in before kill -9', async () => {
    const script = `
      const { MetricStore } = await import(${JSON.stringify(new URL('metric-store.ts', import.meta.url).href)});
      const store = new MetricStore({ folder: ${JSON.stringify(folder)}, maxSeries: 10, retentionMs: 1e9, nowMs: 0, segmentBytes: 2000 });
      for (let scrape = 1; ; scrape++) {
        store.commit({ samples: [{ series: store.series({ __name__: 'a' }), atMs: scrape, value: scrape }], stale: { atMs: scrape, series: [] } });
        process.stdout.write(scrape + '\\n');
        await new Promise((resolve) => setImmediate(resolve));
      }`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    let told = 0;
    for await (const chunk of child.stdout) {
      told = Math.max(told, ...String(chunk).split('\n').slice(0, -1).map(Number));
      if (told > 500) child.kill('SIGKILL');
    }
    const values = samples(open(), 'a').map(([, value]) => value);
    assert.ok(values.length >= told, `${values.length} of ${told}`);
    assert.deepEqual(
      values,
      Array.from({ length: values.length }, (_, index) => index + 1),
    );
  });

  it('goes on after a restart and refuses what is older than the log', () => {
    write(open(), 'a', 5000, 1);
    const again = open();
    write(again, 'a', 4000, 9);
    write(again, 'a', 6000, 2);
    assert.deepEqual(samples(open(), 'a'), [
      [5000, 1],
      [6000, 2],
    ]);
  });

  it('loses only the torn record, wherever the write was cut off', () => {
    const store = open();
    write(store, 'a', 1000, 1);
    write(store, 'a', 2000, 2);
    const file = join(folder, '00000001.log');
    const whole = readFileSync(file);
    const lastRecord = 8 + 9 + 12;
    for (let cut = 1; cut <= lastRecord; cut++) {
      writeFileSync(file, whole);
      truncateSync(file, whole.length - cut);
      const again = open();
      assert.deepEqual(samples(again, 'a'), [[1000, 1]], `cut ${cut}`);
      assert.equal(again.replayProblems.length, cut === lastRecord ? 0 : 1);
    }
  });

  it('never writes behind a torn end', () => {
    write(open(), 'a', 1000, 1);
    appendFileSync(join(folder, '00000001.log'), 'garbage');
    const second = open();
    write(second, 'a', 2000, 2);
    const third = open();
    assert.deepEqual(samples(third, 'a'), [
      [1000, 1],
      [2000, 2],
    ]);
    assert.match(third.replayProblems.join(), /segment 1 of .* is torn: its last 7 bytes were left out/);
  });

  it('takes a segment that was damaged in the middle up to the damage, and the others whole', () => {
    const store = open({ segmentBytes: 1 });
    for (let at = 1; at <= 3; at++) write(store, 'a', at * 1000, at);
    const file = join(folder, '00000002.log');
    const bytes = readFileSync(file);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 0xff;
    writeFileSync(file, bytes);
    const again = open();
    assert.deepEqual(samples(again, 'a'), [
      [1000, 1],
      [3000, 3],
    ]);
    assert.equal(again.replayProblems.length, 1);
  });

  it('removes a segment that was never begun', () => {
    writeFileSync(join(folder, '00000007.log'), '');
    const store = open();
    write(store, 'a', 1000, 1);
    assert.deepEqual(readdirSync(folder), ['00000001.log']);
  });

  it('starts a new segment by size and by span, and drops those out of retention', () => {
    const store = open();
    for (let hour = 0; hour < 30; hour++) {
      write(store, 'a', hour * HOUR, hour);
      store.sweep(hour * HOUR);
    }
    assert.deepEqual(
      samples(store, 'a').map(([, value]) => value),
      [19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29],
    );
    assert.ok(readdirSync(folder).length <= 12, `${readdirSync(folder).length} segments`);
    const again = open({ nowMs: 35 * HOUR });
    assert.deepEqual(
      samples(again, 'a').map(([, value]) => value),
      [25, 26, 27, 28, 29],
    );
    assert.ok(readdirSync(folder).length <= 6, `${readdirSync(folder).length} segments after a late restart`);
  });

  it('forgets a series that is not written to any more, and makes it anew', () => {
    const store = open();
    write(store, 'old', 0, 1);
    const [held] = store.select([{ name: '__name__', operator: '=', value: 'old' }]);
    write(store, 'new', 20 * HOUR, 1);
    store.sweep(20 * HOUR);
    assert.equal(store.seriesCount, 1);
    assert.equal(held?.retired, true);
    assert.deepEqual(store.labelValues('__name__'), ['new']);
    assert.deepEqual(store.labelNames(), ['__name__']);
    assert.notEqual(store.series({ __name__: 'old' }), held);
  });

  it('holds no more series than it may', () => {
    const store = open({ maxSeries: 1 });
    write(store, 'a', 0, 1);
    assert.equal(store.series({ __name__: 'b' }), undefined);
    assert.notEqual(store.series({ __name__: 'a' }), undefined);
  });

  it('keeps collecting when the log can not be written, and says so until it can', () => {
    const store = open({ segmentBytes: 1 });
    write(store, 'a', 1000, 1);
    rmSync(folder, { recursive: true });
    writeFileSync(folder, 'in the way');
    write(store, 'a', 2000, 2);
    assert.match(store.logProblem ?? '', /EEXIST|ENOTDIR/);
    assert.deepEqual(samples(store, 'a'), [
      [1000, 1],
      [2000, 2],
    ]);
    rmSync(folder);
    mkdirSync(folder);
    write(store, 'a', 3000, 3);
    assert.equal(store.logProblem, undefined);
    assert.deepEqual(samples(open(), 'a'), [[3000, 3]]);
    store.close();
  });

  it('keeps samples in memory only when it has no folder', () => {
    const store = open({ folder: undefined });
    write(store, 'a', 1000, 1);
    store.close();
    assert.deepEqual(samples(store, 'a'), [[1000, 1]]);
    assert.deepEqual(readdirSync(folder), []);
  });

  it('takes twelve bytes a sample on disk once the series is known', () => {
    const store = open();
    const series = Array.from({ length: 50 }, (_, index) => store.series({ __name__: `m${index}` }) ?? assert.fail());
    const scrape = (atMs: number) =>
      store.commit({ samples: series.map((each) => ({ series: each, atMs, value: 1 })), stale: { atMs, series: [] } });
    scrape(1000);
    const before = statSync(join(folder, '00000001.log')).size;
    scrape(2000);
    assert.equal(statSync(join(folder, '00000001.log')).size - before, 8 + 9 + 50 * 12);
  });
});
