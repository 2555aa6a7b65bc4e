import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { OutputStart } from './load-output.ts';
import { reportOutput } from './report-output.ts';
import { anEnd, aResult } from './result-fixture.ts';

const START: OutputStart = { startedAtMs: 0, scriptPath: 'a.ts', options: {}, thresholds: {} };
const report = (file: string) => reportOutput('html=r', file, ({ start, result }) => `${start.scriptPath}: ${result.outcome}\n`);

describe('reportOutput', () => {
  let folder = '';
  let file = '';

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'reports-'));
    file = path.join(folder, 'r.html');
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('leaves an earlier report until the new one is whole, and nothing beside it', async () => {
    await writeFile(file, 'earlier');
    const output = report(file);
    await output.start(START);
    assert.equal(await readFile(file, 'utf8'), 'earlier');
    assert.deepEqual(await output.finish(aResult(), anEnd()), []);
    assert.equal(await readFile(file, 'utf8'), 'a.ts: completed\n');
    assert.deepEqual(await readdir(folder), ['r.html']);
  });

  it('tells that it could not be written, and leaves nothing where the engine failed', async () => {
    const output = report(path.join(folder, 'deep', 'r.html'));
    await mkdir(path.join(folder, 'deep'));
    await output.start(START);
    await rm(path.join(folder, 'deep'), { recursive: true });
    assert.match((await output.finish(aResult(), anEnd()))[0] ?? '', /^was not written: ENOENT/);

    const abandoned = report(file);
    await abandoned.start(START);
    await abandoned.abandon?.();
    assert.deepEqual(await readdir(folder), []);
    assert.deepEqual(await report(file).finish(aResult(), anEnd()), ['was never started']);
  });

  it('writes to a pipe as it is', async () => {
    execFileSync('/usr/bin/mkfifo', [file]);
    const reader = spawn('/usr/bin/cat', [file], { stdio: ['ignore', 'pipe', 'ignore'] });
    const read = text(reader.stdout);
    const output = report(file);
    // The pipe can be had once somebody reads it.
    for (const deadline = AbortSignal.timeout(10_000); ; deadline.throwIfAborted()) {
      if (
        await output.start(START).then(
          () => true,
          () => false,
        )
      )
        break;
    }
    assert.deepEqual(await output.finish(aResult(), anEnd()), []);
    await once(reader, 'close');
    assert.equal(await read, 'a.ts: completed\n');
  });

  it('tells that a full device took nothing', async () => {
    const output = report('/dev/full');
    await output.start(START);
    assert.match((await output.finish(aResult(), anEnd()))[0] ?? '', /^was not written: ENOSPC/);
  });
});
