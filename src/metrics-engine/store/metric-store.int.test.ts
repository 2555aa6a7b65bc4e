import assert from 'node:assert/strict';
import { appendFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sample } from '../query-result.ts';
import { MetricStore, type MetricStoreOptions } from './metric-store.ts';
import { samplesOf } from './testing/samples-of.ts';
import { storeFolder } from './testing/store-folder.ts';

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
  return samplesOf(series);
}

describe('MetricStore', () => {
  const place = storeFolder('metric-store-');
  const open = (more: Partial<MetricStoreOptions> = {}): MetricStore => place.open({ retentionMs: 10 * HOUR, ...more });
  function files(extension: string): readonly string[] {
    return readdirSync(place.path).filter((name) => name.endsWith(`.${extension}`));
  }
  /** Opens what a killed process would leave: the folder as it is while its store is still open. */
  function afterKill(more: Partial<MetricStoreOptions> = {}): MetricStore {
    const left = `${place.path}-left`;
    cpSync(place.path, left, { recursive: true });
    const store = new MetricStore({ folder: left, maxSeries: 100, retentionMs: 10 * HOUR, nowMs: 0, ...more });
    rmSync(left, { recursive: true });
    store.close();
    return store;
  }
  it('gives back after a restart all that was written, NaN and staleness with it', () => {
    const store = open();
    write(store, 'a', 1000, 1);
    write(store, 'b', 1000, Number.NaN);
    write(store, 'a', 2000, Number.NEGATIVE_INFINITY);
    end(store, 'b', 2000);
    const again = afterKill();
    assert.deepEqual(again.replayProblems, []);
    assert.deepEqual(samples(again, 'a'), [
      [1000, 1],
      [2000, -Infinity],
    ]);
    assert.deepEqual(samples(again, 'b'), [[1000, Number.NaN]]);
    assert.deepEqual(again.select([{ name: '__name__', operator: '=', value: 'b' }])[0]?.newest(0, 3000), undefined);
  });

  it('goes on after a restart and refuses what is older than the log', () => {
    const first = open();
    write(first, 'a', 5000, 1);
    first.close();
    const again = open();
    write(again, 'a', 4000, 9);
    write(again, 'a', 6000, 2);
    assert.deepEqual(samples(afterKill(), 'a'), [
      [5000, 1],
      [6000, 2],
    ]);
  });

  it('loses only the torn record, wherever the write was cut off', () => {
    const store = open();
    write(store, 'a', 1000, 1);
    write(store, 'a', 2000, 2);
    store.close();
    const file = join(place.path, '00000001.log');
    const whole = readFileSync(file);
    const lastRecord = 8 + 9 + 12;
    for (let cut = 1; cut <= lastRecord; cut++) {
      writeFileSync(file, whole);
      truncateSync(file, whole.length - cut);
      const again = open();
      again.close();
      assert.deepEqual(samples(again, 'a'), [[1000, 1]], `cut ${cut}`);
      assert.equal(again.replayProblems.length, cut === lastRecord ? 0 : 1);
    }
  });

  it('cuts a torn end off, tells it once, and never writes behind it', () => {
    const first = open();
    write(first, 'a', 1000, 1);
    first.close();
    appendFileSync(join(place.path, '00000001.log'), 'garbage');
    const second = open();
    assert.match(second.replayProblems.join(), /segment 1 of .* is torn: its last 7 bytes were left out/);
    write(second, 'a', 2000, 2);
    const third = afterKill();
    assert.deepEqual(samples(third, 'a'), [
      [1000, 1],
      [2000, 2],
    ]);
    assert.deepEqual(third.replayProblems, []);
  });

  it('sets a log of another version aside, and says so', () => {
    writeFileSync(join(place.path, '00000001.log'), 'sluice metrics log 9\nwhat a later version knows');
    const store = open();
    assert.match(store.replayProblems.join(), /00000001\.log is no log of this version of Sluice: it is kept as .*00000001\.log\.damaged/);
    assert.match(readFileSync(join(place.path, '00000001.log.damaged'), 'utf8'), /later version/);
  });

  it('takes a segment that was damaged in the middle up to the damage, and the others whole', () => {
    const store = open({ segmentBytes: 1 });
    for (let at = 1; at <= 3; at++) write(store, 'a', at * 1000, at);
    store.close();
    const file = join(place.path, '00000002.log');
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
    writeFileSync(join(place.path, '00000007.log'), '');
    const store = open();
    write(store, 'a', 1000, 1);
    assert.deepEqual(files('log'), ['00000001.log']);
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
    assert.ok(files('log').length <= 12, `${files('log').length} segments`);
    store.close();
    const again = open({ nowMs: 35 * HOUR });
    assert.deepEqual(
      samples(again, 'a').map(([, value]) => value),
      [25, 26, 27, 28, 29],
    );
    assert.ok(files('log').length <= 6, `${files('log').length} segments after a late restart`);
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
    const told: string[] = [];
    const store = open({ segmentBytes: 1, onProblem: (problem) => told.push(problem) });
    write(store, 'a', 1000, 1);
    rmSync(place.path, { recursive: true });
    writeFileSync(place.path, 'in the way');
    write(store, 'a', 2000, 2);
    assert.match(store.logProblem ?? '', /EEXIST|ENOTDIR/);
    assert.deepEqual(told, [store.logProblem]);
    assert.deepEqual(samples(store, 'a'), [
      [1000, 1],
      [2000, 2],
    ]);
    rmSync(place.path);
    mkdirSync(place.path);
    write(store, 'a', 3000, 3);
    assert.equal(store.logProblem, undefined);
    assert.deepEqual(samples(afterKill(), 'a'), [[3000, 3]]);
    store.close();
  });

  it('keeps samples in memory only when it has no folder', () => {
    const store = open({ folder: undefined });
    write(store, 'a', 1000, 1);
    store.close();
    assert.deepEqual(samples(store, 'a'), [[1000, 1]]);
    assert.deepEqual(readdirSync(place.path), []);
  });

  it('takes twelve bytes a sample on disk once the series is known', () => {
    const store = open();
    const series = Array.from({ length: 50 }, (_, index) => store.series({ __name__: `m${index}` }) ?? assert.fail());
    const scrape = (atMs: number) =>
      store.commit({ samples: series.map((each) => ({ series: each, atMs, value: 1 })), stale: { atMs, series: [] } });
    scrape(1000);
    const before = statSync(join(place.path, '00000001.log')).size;
    scrape(2000);
    assert.equal(statSync(join(place.path, '00000001.log')).size - before, 8 + 9 + 50 * 12);
  });
});
