import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, openSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { systemClock } from '../clock.ts';
import { openByteTarget } from './byte-target.ts';
import { CSV_HEADER } from './csv-lines.ts';
import type { LoadOutput, OutputStart } from './load-output.ts';
import { openOutputs } from './open-outputs.ts';
import type { OutputSpec } from './output-spec.ts';
import { anEnd, aResult } from './result-fixture.ts';

const START: OutputStart = { startedAtMs: 0, scriptPath: 'a.ts', options: {}, thresholds: {} };
const END = anEnd();
const COUNTER = { name: 'http_reqs', type: 'counter', contains: 'default' } as const;

const add = (output: LoadOutput, count: number, tags = { scenario: 'gate' }): void => {
  for (let value = 1; value <= count; value += 1) output.sample?.({ metric: COUNTER, value, tags, atMs: 0, metadata: undefined });
};

/** Waits for a condition, and not for ever: a fault must not hang the tests. */
const until = async (holds: () => Promise<boolean>): Promise<void> => {
  const deadline = AbortSignal.timeout(10_000);
  while (!(await holds())) {
    deadline.throwIfAborted();
    await setImmediate();
  }
};

describe('streams of samples', () => {
  let folder = '';
  const logs: string[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'streams-'));
    logs.length = 0;
  });

  afterEach(() => rm(folder, { recursive: true }));

  const log = (_: string, message: string): void => void logs.push(message);
  const open = (spec: OutputSpec): LoadOutput => {
    const [output] = openOutputs([spec], { workingFolder: folder, clock: systemClock, log, mask: (value) => value });
    assert.ok(output !== undefined);
    return output;
  };
  const read = (name: string): Promise<Buffer> => readFile(path.join(folder, name));

  it('declare a metric once in JSON, before its first sample', async () => {
    const output = open({ kind: 'json', path: 'out.json' });
    await output.start(START);
    add(output, 3);
    assert.deepEqual(await output.finish(aResult(), END), []);
    const lines = (await read('out.json')).toString().trimEnd().split('\n');
    assert.deepEqual(
      lines.map((line) => (JSON.parse(line) as { type: string }).type),
      ['Metric', 'Point', 'Point', 'Point'],
    );
  });

  it('replace a longer file that was there, and compress where the name says so', async () => {
    for (const count of [500, 2]) {
      const output = open({ kind: 'csv', path: 'out.csv.gz', timeFormat: 'unix', saveIntervalMs: 1000 });
      await output.start(START);
      add(output, count);
      await output.finish(aResult(), END);
    }
    const text = gunzipSync(await read('out.csv.gz')).toString();
    assert.ok(text.startsWith(CSV_HEADER));
    assert.equal(text.split('\n').length, 4);
  });

  it('are closed by an engine that failed, with what they have', async () => {
    const output = open({ kind: 'json', path: 'out.json' });
    await output.start(START);
    add(output, 1);
    await output.abandon?.();
    assert.equal((await read('out.json')).toString().split('\n').length, 3);
  });

  it('go on when the disk is full, and tell at once and at the end what is missing', async () => {
    const output = open({ kind: 'json', path: '/dev/full' });
    await output.start(START);
    add(output, 10_000);
    await until(async () => logs.length > 0);
    add(output, 5);
    assert.match(logs[0] ?? '', /output json=\/dev\/full loses samples, and the run goes on: ENOSPC/);
    assert.match((await output.finish(aResult(), END))[0] ?? '', /^10005 samples were not written: ENOSPC/);
    assert.equal(logs.length, 1);
  });

  it('go on when nobody reads the pipe any more', async () => {
    const pipe = path.join(folder, 'pipe');
    execFileSync('/usr/bin/mkfifo', [pipe]);
    const reader = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
    const output = open({ kind: 'json', path: 'pipe' });
    await output.start(START);
    closeSync(reader);
    add(output, 10_000);
    assert.match((await output.finish(aResult(), END))[0] ?? '', /^10000 samples were not written: .*EPIPE/);
  });

  it('hold no more than they may when the reader of the pipe stands still', async () => {
    const pipe = path.join(folder, 'pipe');
    execFileSync('/usr/bin/mkfifo', [pipe]);
    const reader = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
    const output = open({ kind: 'json', path: 'pipe' });
    await output.start(START);
    add(output, 4000, { scenario: 'x'.repeat(8192) });
    assert.match(logs[0] ?? '', /too slow/);
    closeSync(reader);
    assert.match((await output.finish(aResult(), END))[0] ?? '', /^\d+ samples were not written/);
  });

  it('can not be had where nobody reads a pipe, where there is no folder, and where no descriptor was handed over', async () => {
    execFileSync('/usr/bin/mkfifo', [path.join(folder, 'pipe')]);
    await assert.rejects(open({ kind: 'json', path: 'pipe' }).start(START), /ENXIO/);
    await assert.rejects(open({ kind: 'json', path: 'none/out.json' }).start(START), /ENOENT/);
    await assert.rejects(open({ kind: 'summary-export', path: 'none/out.json' }).start(START), /ENOENT/);
  });

  it('leave whole lines but the last when the process is killed', async () => {
    const file = path.join(folder, 'killed.json');
    const writer = spawn(process.execPath, [fileURLToPath(new URL('./endless-stream-fixture.ts', import.meta.url)), file], {
      stdio: 'ignore',
    });
    const closed = once(writer, 'close');
    await until(async () => ((await stat(file).catch(() => undefined))?.size ?? 0) > 3_000_000).finally(() => writer.kill('SIGKILL'));
    await closed;
    const lines = (await readFile(file, 'utf8')).split('\n').slice(0, -1);
    assert.ok(lines.length > 1000);
    for (const line of lines) JSON.parse(line);
  });

  it('write to the descriptor that the process was handed for "-", a pipe and a socket alike', async () => {
    const script = fileURLToPath(new URL('./endless-stream-fixture.ts', import.meta.url));
    const piped = execFileSync('bash', ['-c', '"$0" "$1" - 3>&1 >/dev/null | head -n 5', process.execPath, script], { encoding: 'utf8' });
    assert.deepEqual(
      piped
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as { type: string }).type),
      ['Metric', 'Point', 'Point', 'Point', 'Point'],
    );
    const child = spawn(process.execPath, [script, '-'], { stdio: ['ignore', 'ignore', 'inherit', 'pipe'] });
    const [chunk] = (await once(child.stdio[3] as NodeJS.ReadableStream, 'data')) as [Buffer];
    child.kill('SIGKILL');
    await once(child, 'close');
    assert.match(chunk.toString(), /^\{"type":"Metric"/);
  });
});

describe('openByteTarget', () => {
  it('drops what is still to be written', async () => {
    const target = await openByteTarget('/dev/null');
    await target.write(Buffer.from('x'));
    target.drop();
  });
});
