import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MetricStore } from './metric-store.ts';

const SERIES = 3;
const KILLS = 100;
const PROGRAM = fileURLToPath(new URL('testing/numbered-scrapes.ts', import.meta.url));

/** Runs the program until it has taken in some scrapes more, then kills it; answers the number of the last scrape that it had said. */
async function scrapeUntilKilled(folder: string, scrapes: number): Promise<number> {
  const child = spawn(process.execPath, ['--no-warnings', PROGRAM, folder, String(SERIES)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let first: number | undefined;
  let told = 0;
  let rest = '';
  for await (const chunk of child.stdout) {
    const lines = `${rest}${String(chunk)}`.split('\n');
    // What the kill cut off was not said.
    rest = lines.pop() ?? '';
    told = Number(lines.at(-1) ?? told);
    first ??= Number(lines[0]);
    if (told - first >= scrapes) child.kill('SIGKILL');
  }
  return told;
}

function assertWhole(store: MetricStore, told: number): void {
  const all = store.select([{ name: '__name__', operator: '=', value: 'scrapes' }]);
  assert.equal(all.length, SERIES);
  for (const series of all) {
    assert.ok(series.sampleCount >= told, `${series.sampleCount} of ${told} scrapes are there`);
    const { times, values, from, to } = series.read(series.begin, series.end);
    for (let index = from; index < to; index++) {
      assert.equal(values[index], index - from + 1);
      assert.equal(times[index], index - from + 1);
    }
  }
}

/** Kills the program again and again over one folder, looks at what is left each time; answers how many blocks were found unfinished. */
async function killRepeatedly(folder: string, kills: readonly number[]): Promise<number> {
  let unfinished = 0;
  for (const kill of kills) {
    // Spread evenly over where a block can be, and not drawn by lot, so that a failure can be repeated.
    const told = await scrapeUntilKilled(folder, (kill * 37) % 90);
    unfinished += readdirSync(folder).filter((name) => name.endsWith('.unfinished')).length;
    const store = new MetricStore({ folder, maxSeries: 100, retentionMs: 1e12, nowMs: 0 });
    try {
      const isExpected = store.replayProblems.every((problem) => /is torn/.test(problem));
      assert.ok(isExpected, store.replayProblems.join());
      assertWhole(store, told);
    } finally {
      store.close();
    }
  }
  return unfinished;
}

describe('MetricStore under kill -9', function () {
  this.timeout(300_000);
  const folders: string[] = [];
  beforeEach(() => {
    folders.push(...[1, 2].map(() => mkdtempSync(join(tmpdir(), 'metric-kill-'))));
  });
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });

  it('has every scrape that was taken in, in order and once, after each of a hundred kills', async () => {
    const kills = Array.from({ length: KILLS }, (_, index) => index);
    // Two folders at a time, since most of a kill is the start of the next process.
    const found = await Promise.all(
      folders.map((folder, index) =>
        killRepeatedly(
          folder,
          kills.filter((kill) => kill % folders.length === index),
        ),
      ),
    );
    assert.ok(
      found.some((unfinished) => unfinished > 0),
      'no kill came while a block was being written',
    );
  });
});
