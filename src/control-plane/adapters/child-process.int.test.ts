import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type ChildProcessEnd, type ChildProcessNotStarted, type ChildProcessRequest, runChildProcess } from './child-process.ts';

interface Ended {
  readonly end: ChildProcessEnd | ChildProcessNotStarted;
  readonly lines: readonly string[];
}

/** Runs a program of Node; `onLine` is told its lines. */
async function run(program: string, changes: Partial<ChildProcessRequest> = {}): Promise<Ended> {
  const lines: string[] = [];
  const end = await runChildProcess({
    command: process.execPath,
    args: ['-e', program],
    env: {},
    cwd: tmpdir(),
    input: '',
    signal: new AbortController().signal,
    deadlineMs: 20_000,
    memoryBytes: 1e9,
    graceMs: { signal: 200, deadline: 200 },
    onStdoutLine: (line) => lines.push(line),
    onStderrLine: () => {},
    ...changes,
  });
  return { end, lines };
}

const ended = ({ end }: Ended): ChildProcessEnd => {
  assert.ok(!('notStarted' in end));
  return end;
};

const DEAF = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('ready');`;

describe('runChildProcess', () => {
  it('hands over stdin, and tells lines, the exit code and the end of stderr', async () => {
    const done = await run(
      `process.stdin.on('data', (d) => console.log('got ' + d)).on('end', () => { console.error('bye'); process.exit(3); })`,
      { input: 'this' },
    );
    assert.deepEqual(done.lines, ['got this']);
    assert.deepEqual(done.end, { exitCode: 3, exitSignal: undefined, pastDeadline: false, killedFor: undefined, stderrTail: 'bye' });
  });

  it('inherits nothing of our environment', async () => {
    const { lines } = await run('console.log(JSON.stringify(Object.keys(process.env)))', { env: { ONLY: '1' } });
    // Node itself hands this one on while coverage is measured.
    const inherited = (JSON.parse(lines[0] ?? '[]') as string[]).filter((name) => name !== 'NODE_V8_COVERAGE');
    assert.deepEqual(inherited, ['ONLY']);
  });

  it('asks at the signal, and lets the program end by itself', async () => {
    const stop = new AbortController();
    const done = await run(`process.on('SIGTERM', () => process.exit(5)); setInterval(() => {}, 1000); console.log('ready');`, {
      signal: stop.signal,
      onStdoutLine: () => stop.abort(),
    });
    assert.deepEqual([ended(done).exitCode, ended(done).killedFor], [5, undefined]);
  });

  it('kills a program that does not end at the signal', async () => {
    const stop = new AbortController();
    const done = await run(DEAF, { signal: stop.signal, onStdoutLine: () => stop.abort() });
    assert.deepEqual([ended(done).exitSignal, ended(done).killedFor, ended(done).pastDeadline], ['SIGKILL', 'signal', false]);
  });

  it('ends at once a program whose signal came first', async () => {
    const done = await run('setInterval(() => {}, 1000)', { signal: AbortSignal.abort() });
    assert.equal(ended(done).exitSignal, 'SIGTERM');
  });

  it('kills a program that does not end at the deadline', async () => {
    const done = await run(DEAF, { deadlineMs: 500 });
    assert.deepEqual([ended(done).exitSignal, ended(done).killedFor, ended(done).pastDeadline], ['SIGKILL', 'deadline', true]);
  });

  it('kills a program that writes a line without end', async () => {
    const done = await run(`const more = () => process.stdout.write('x'.repeat(1 << 20), more); more();`);
    assert.equal(ended(done).killedFor, 'long-line');
  });

  it('kills a program that uses too much memory', async () => {
    const done = await run(`const kept = []; setInterval(() => kept.push(Buffer.alloc(20e6, 1)), 10)`, { memoryBytes: 200e6 });
    assert.equal(ended(done).killedFor, 'memory');
  });

  it('tells a missing program from a missing folder, and from a file that is no program', async () => {
    const missing = await run('', { command: '/nowhere/program' });
    assert.equal('notStarted' in missing.end && missing.end.notStarted, 'missing');
    const homeless = await run('', { cwd: '/nowhere' });
    assert.deepEqual(homeless.end, { notStarted: 'failed', message: 'there is no folder /nowhere to run it in' });
    const text = await run('', { command: fileURLToPath(import.meta.url) });
    assert.equal('notStarted' in text.end && text.end.notStarted, 'failed');
  });

  it('does not mind a program that ends without reading its stdin', async () => {
    assert.equal(ended(await run('process.exit(0)', { input: 'x'.repeat(1e6) })).exitCode, 0);
  });
});
