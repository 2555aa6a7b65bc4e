import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sample } from '../query-result.ts';
import type { MetricStore, MetricStoreOptions } from './metric-store.ts';
import { samplesOf } from './testing/samples-of.ts';
import { storeFolder } from './testing/store-folder.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function scrape(store: MetricStore, atMs: number, values: Readonly<Record<string, number>>): void {
  const samples = Object.entries(values).map(([name, value]) => {
    const series = store.series({ __name__: name, job: 'a job' }) ?? assert.fail('the store is full');
    return { series, atMs, value };
  });
  store.commit({ samples, stale: { atMs, series: [] } });
}

function seriesOf(store: MetricStore, name: string) {
  return store.select([{ name: '__name__', operator: '=', value: name }])[0] ?? assert.fail(`no series ${name}`);
}

function samples(store: MetricStore, name: string): readonly Sample[] {
  return samplesOf(seriesOf(store, name));
}

/** Hours of scrapes each 15 s: a counter with a reset, a gauge that is never at rest, and what no decimal is. */
function scrapeHours(store: MetricStore, fromHour: number, hours: number): void {
  for (let index = fromHour * 240; index < (fromHour + hours) * 240; index++) {
    scrape(store, index * 15_000, { counter: (index * 7) % 1000, gauge: index % 2, float: Math.sin(index) });
  }
}

describe('MetricStore with blocks', () => {
  const place = storeFolder('metric-blocks-');
  const open = (more: Partial<MetricStoreOptions> = {}): MetricStore => place.open({ retentionMs: 1000 * HOUR, ...more });
  function files(extension: string): readonly string[] {
    return readdirSync(place.path).filter((name) => name.endsWith(extension));
  }
  it('gives back from blocks and log together what was written, bit by bit, with resets and staleness', async () => {
    const store = open();
    scrapeHours(store, 0, 3);
    store.commit({ samples: [], stale: { atMs: 3 * HOUR, series: [seriesOf(store, 'gauge')] } });
    await store.saveBlock(3 * HOUR);
    assert.deepEqual([files('.block'), files('.log')], [['00000001.block'], []]);
    scrapeHours(store, 4, 1);
    const expected = ['counter', 'gauge', 'float'].map((name) => samples(store, name));
    const resets = ['counter', 'gauge'].map((name) => [...seriesOf(store, name).valuesBeforeResets(5, 900)]);
    store.close();
    const again = open();
    assert.deepEqual(again.replayProblems, []);
    assert.deepEqual(
      ['counter', 'gauge', 'float'].map((name) => samples(again, name)),
      expected,
    );
    assert.deepEqual(
      ['counter', 'gauge'].map((name) => [...seriesOf(again, name).valuesBeforeResets(5, 900)]),
      resets,
    );
    assert.deepEqual(seriesOf(again, 'gauge').staleBetween(0, 10 * HOUR), [3 * HOUR]);
    assert.equal(seriesOf(again, 'gauge').newest(0, 3 * HOUR), undefined);
  });

  it('writes each sample into one block only', async () => {
    const store = open();
    for (let index = 0; index < 960; index++) {
      scrape(store, index * 15_000, { counter: index * index });
      if (index % 240 === 239) await store.saveBlock(index * 15_000);
    }
    assert.equal(files('.block').length, 4);
    assert.equal(files('.log').length, 0);
    const expected = samples(store, 'counter');
    store.close();
    const again = open();
    assert.deepEqual(samples(again, 'counter'), expected);
    assert.equal(seriesOf(again, 'counter').sampleCount, 960);
    await again.saveBlock(1);
    assert.equal(files('.block').length, 4);
  });

  it('goes on scraping while a block is written, and loses nothing of either', async () => {
    const store = open({ maxSeries: 1000 });
    const names = Array.from({ length: 300 }, (_, index) => `m${index}`);
    const all = (value: number) => Object.fromEntries(names.map((name) => [name, value]));
    for (let index = 0; index < 20; index++) scrape(store, index * 1000, all(index));
    const saving = store.saveBlock(1);
    for (let index = 20; index < 40; index++) {
      scrape(store, index * 1000, { ...all(index), born: index });
      await new Promise((resolve) => setImmediate(resolve));
    }
    await saving;
    store.close();
    const again = open({ maxSeries: 1000 });
    for (const name of names) assert.equal(samples(again, name).length, 40, name);
    assert.equal(samples(again, 'born').length, 20);
  });

  it('sets a damaged block aside, names it, and answers from the rest', async () => {
    const store = open();
    for (let block = 0; block < 3; block++) {
      scrapeHours(store, block, 1);
      await store.saveBlock(block * HOUR);
    }
    store.close();
    const path = join(place.path, '00000002.block');
    const bytes = readFileSync(path);
    const middle = bytes.length >>> 1;
    bytes[middle] = (bytes[middle] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    const again = open();
    assert.match(again.replayProblems.join(), /00000002\.block has a bad checksum .*: it is kept as .*00000002\.block\.damaged/);
    assert.deepEqual(files('.damaged'), ['00000002.block.damaged']);
    const times = samples(again, 'counter').map(([atMs]) => atMs);
    assert.equal(times.length, 480);
    assert.ok(times.every((atMs) => atMs < HOUR || atMs >= 2 * HOUR));
  });

  it('takes a block as unfinished without its footer, wherever it was cut off', async () => {
    const store = open();
    scrapeHours(store, 0, 1);
    await store.saveBlock(HOUR);
    store.close();
    const path = join(place.path, '00000001.block');
    const whole = readFileSync(path);
    for (let cut = 1; cut < whole.length; cut += 97) {
      writeFileSync(path, whole.subarray(0, whole.length - cut));
      const again = open();
      again.close();
      assert.equal(again.replayProblems.length, 1, `cut ${cut}`);
      assert.equal(again.seriesCount, 0);
    }
  });

  it('reads a sample once that stands in two blocks and in the log', async () => {
    const store = open();
    scrapeHours(store, 0, 1);
    const log = readFileSync(join(place.path, '00000001.log'));
    await store.saveBlock(HOUR);
    const expected = samples(store, 'float');
    store.close();
    writeFileSync(join(place.path, '00000002.block'), readFileSync(join(place.path, '00000001.block')));
    writeFileSync(join(place.path, '00000005.log'), log);
    const again = open();
    assert.deepEqual(again.replayProblems, []);
    assert.deepEqual(samples(again, 'float'), expected);
  });

  it('removes what a killed process left unfinished, and the log that a block covers', async () => {
    const store = open();
    scrapeHours(store, 0, 1);
    const log = readFileSync(join(place.path, '00000001.log'));
    await store.saveBlock(HOUR);
    store.close();
    writeFileSync(join(place.path, '00000001.log'), log);
    writeFileSync(join(place.path, '00000002.block.1234.unfinished'), 'half a block');
    const again = open();
    assert.deepEqual(files(''), ['00000001.block', 'lock']);
    scrapeHours(again, 2, 1);
    assert.deepEqual(files('.log'), ['00000002.log']);
  });

  it('begins a block by itself when the last is two hours old', async () => {
    const store = open();
    scrapeHours(store, 0, 2);
    store.sweep(119 * MINUTE);
    await store.saveBlock(119 * MINUTE);
    scrapeHours(store, 2, 2);
    store.sweep(238 * MINUTE);
    assert.equal(files('.block').length, 1);
    store.sweep(239 * MINUTE);
    await store.saveBlock(0);
    assert.equal(files('.block').length, 2);
  });

  it('removes the oldest blocks when they take too much, and forgets their samples', async () => {
    const store = open({ retentionBytes: 12_000 });
    for (let hour = 0; hour < 12; hour++) {
      scrapeHours(store, hour, 1);
      await store.saveBlock(hour * HOUR);
    }
    assert.ok(store.diskBytes <= 12_000, `${store.diskBytes} bytes`);
    assert.ok(files('.block').length >= 2 && files('.block').length < 12, files('.block').join());
    const left = samples(store, 'counter');
    assert.equal(left.length, files('.block').length * 240);
    store.close();
    assert.deepEqual(samples(open({ retentionBytes: 12_000 }), 'counter'), left);
  });

  it('removes blocks that are out of retention, in memory and on disk', async () => {
    const store = open({ retentionMs: 5 * HOUR });
    for (let hour = 0; hour < 12; hour++) {
      scrapeHours(store, hour, 1);
      await store.saveBlock(hour * HOUR);
      store.sweep((hour + 1) * HOUR);
    }
    assert.deepEqual(files('.block').length, 5);
    assert.equal(samples(store, 'counter').length, 5 * 240);
  });

  it('keeps all in memory when a block can not be written, says so, and writes it when it can', async () => {
    const store = open();
    scrapeHours(store, 0, 1);
    rmSync(place.path, { recursive: true });
    writeFileSync(place.path, 'in the way');
    await store.saveBlock(HOUR);
    assert.match(store.logProblem ?? '', /ENOTDIR|EEXIST/);
    assert.equal(samples(store, 'counter').length, 240);
    rmSync(place.path);
    mkdirSync(place.path);
    scrapeHours(store, 1, 1);
    store.sweep(HOUR + 2 * MINUTE);
    await store.saveBlock(2 * HOUR);
    assert.equal(store.logProblem, undefined);
    const expected = samples(store, 'counter');
    store.close();
    assert.deepEqual(samples(open(), 'counter'), expected);
  });

  it('says how many series of a block and of the log it has no room for', async () => {
    const store = open();
    scrapeHours(store, 0, 1);
    await store.saveBlock(HOUR);
    scrape(store, 2 * HOUR, { counter: 1, float: 1, gauge: 1 });
    store.close();
    const again = open({ maxSeries: 1 });
    assert.match(again.replayProblems.join(), /2 series of .*00000002\.log were left out: the store holds as many series as it may/);
    assert.match(again.replayProblems.join(), /2 series of .*00000001\.block were left out: the store holds as many series as it may/);
  });

  it('refuses a folder that is in use, and says by whom', () => {
    open();
    assert.throws(() => open(), new RegExp(`the metrics in .* are in use by process ${process.pid}: stop it first`));
  });

  it('writes nothing any more once it is closed', async () => {
    const store = open();
    scrapeHours(store, 0, 1);
    const saving = store.saveBlock(HOUR);
    store.close();
    await saving;
    scrapeHours(store, 2, 1);
    assert.deepEqual(files(''), ['00000001.log', 'lock']);
    assert.equal(samples(store, 'counter').length, 480);
    assert.equal(samples(open(), 'counter').length, 240);
  });
});
