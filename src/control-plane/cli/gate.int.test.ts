import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli, startCli } from './testing/run-cli.ts';
import { runInMemory, startInMemory } from './testing/run-in-memory.ts';

const target = ['--version', 'v2', '--url', 'http://127.0.0.1:8003'];

function gate(service: string, ...more: string[]) {
  return runInMemory(['gate', service, ...target, ...more]);
}

interface Document {
  schemaVersion: number;
  decision: string;
  exitCode: number;
  reasons: { rule: string; sentence: string }[];
}

describe('sluice gate, as a process', () => {
  it('exits with the code of its decision, and puts the table on stdout and progress on stderr', async () => {
    const blocked = await runCli(['gate', 'blocked', ...target]);
    assert.equal(blocked.code, 3);
    assert.match(blocked.stdout, /^✗ blocked v2 is blocked: .*412 ms/);
    assert.match(blocked.stderr, /^contract: started\n/);
    assert.ok(!`${blocked.stdout}${blocked.stderr}`.includes('\u001B'), 'no colour in a pipe');
    const codes = await Promise.all(['passing', 'inconclusive', 'broken', 'empty'].map(async (name) => (await gate(name)).code));
    assert.deepEqual(codes, [0, 4, 1, 4]);
  });

  it('prints one JSON document whose exit code is the exit code', async () => {
    const { code, stdout } = await gate('inconclusive', '--json');
    const document = JSON.parse(stdout) as Document;
    assert.deepEqual([document.schemaVersion, document.decision, document.exitCode, code], [1, 'inconclusive', 4, 4]);
    assert.ok(document.reasons.some(({ rule }) => rule === 'coverage'));
  });

  it('prints one JSON document for errors too', async () => {
    const usage = await runInMemory(['gate', 'passing', '--json']);
    const config = await gate('misconfigured', '--json');
    const world = await gate('unreachable', '--json');
    const bug = await gate('bug', '--json');
    const documents = [usage, config, world, bug].map(({ stdout }) => JSON.parse(stdout) as Document);
    assert.deepEqual(
      documents.map(({ decision }) => decision),
      ['usage', 'usage', 'error', 'error'],
    );
    assert.deepEqual(
      [usage, config, world, bug].map(({ code }) => code),
      [2, 2, 1, 1],
    );
    assert.match(
      config.stderr,
      /one problem, nothing was started:\n {2}sluice\.yaml:12:5: services\.web\.gtes: unknown key\. Did you mean "gates"\?/,
    );
    assert.match(world.stderr, /Prometheus does not answer\.\nnext: Try again/);
    assert.match(bug.stderr, /this is a bug in Sluice[^]*at runGates/);
  });

  it('writes JUnit, job summary, outputs and annotations for the CI around it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sluice-cli-'));
    const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: join(folder, 'summary.md'), GITHUB_OUTPUT: join(folder, 'output') };
    const { code, stderr } = await runCli(['gate', 'blocked', ...target, '--junit', 'reports/gate.xml'], { env, folder });
    assert.equal(code, 3);
    assert.match(await readFile(join(folder, 'reports/gate.xml'), 'utf8'), /failures="1"/);
    assert.match(await readFile(env.GITHUB_STEP_SUMMARY, 'utf8'), /^## Sluice: ❌ blocked/);
    assert.match(
      await readFile(env.GITHUB_OUTPUT, 'utf8'),
      /^decision<<(sluice_[0-9a-f-]+)\nblocked\n\1\nexit-code<<(sluice_[0-9a-f-]+)\n3\n\2\nheadline<</,
    );
    assert.match(stderr, /\n::error title=Sluice load gate%3A fail::/);
    await rm(folder, { recursive: true });
  });

  it('is an error when a report can not be written, although the gates passed', async () => {
    const { code, stderr } = await gate('passing', '--junit', 'gate.xml');
    assert.equal(code, 1);
    assert.match(stderr, /The gates ran \(passing v2 passes .*\), but a report could not be written/);
  });

  it('gives up with 124 when its time is over', async () => {
    const { code, stderr } = await gate('hanging', '--timeout', '100ms');
    assert.equal(code, 124);
    assert.match(stderr, /Not done in .*\nnext: Give it longer with --timeout/);
  });

  it('waits for nothing on a second Ctrl-C', async () => {
    const run = startInMemory(['gate', 'hanging', ...target]);
    run.interrupt();
    run.interrupt();
    assert.deepEqual(run.exits, [130]);
    assert.equal((await run.done).code, 130);
  });

  it('paints on a terminal, but not with --no-color, NO_COLOR or TERM=dumb', async () => {
    const args = ['gate', 'blocked', ...target];
    const painted = await runInMemory(args, { isTTY: true });
    assert.ok(painted.stdout.includes('\u001B[31m✗ fail') && painted.stderr.includes('\u001B[0J'));
    const plain = await Promise.all([
      runInMemory([...args, '--no-color'], { isTTY: true }),
      runInMemory(args, { isTTY: true, env: { NO_COLOR: '1' } }),
      runInMemory(args, { isTTY: true, env: { TERM: 'dumb' } }),
    ]);
    for (const { stdout, stderr } of plain) assert.ok(!`${stdout}${stderr}`.includes('\u001B'));
  });

  it('ends with 130 on Ctrl-C', async () => {
    const run = startCli(['gate', 'hanging', ...target, '--json']);
    await run.until((text) => text.includes('contract: started'));
    run.child.kill('SIGINT');
    assert.equal(await run.code, 130);
    assert.equal((JSON.parse(run.stdout()) as Document).decision, 'interrupted');
  });
});

describe('the command line', () => {
  it('suggests what was meant, and where to look', async () => {
    const cases: readonly (readonly [string[], RegExp])[] = [
      [['gaet'], /unknown command 'gaet'\n\(Did you mean gate\?\)/],
      [['release', 'strat'], /\(Did you mean start\?\)/],
      [['gate', 'x', ...target, '--jsn'], /unknown option '--jsn'\n\(Did you mean --json\?\)/],
      [['gate', 'x', '--url', 'http://h'], /required option '--version <version>' not specified\nnext: run it with --help/],
      [['gate', 'x', '--version', 'v', '--url', 'h'], /Write it as http:\/\/host:port/],
      [['token', 'create', 'x', '--role', 'root'], /Allowed choices are viewer, ci, operator, admin/],
      [['gate', 'x', 'y', ...target], /too many arguments/],
    ];
    for (const [args, told] of cases) {
      const { code, stderr, stdout } = await runInMemory(args);
      assert.equal(code, 2, args.join(' '));
      assert.match(stderr, told);
      assert.equal(stdout, '');
    }
  });

  it('helps on stdout, examples first, and shows its version', async () => {
    for (const args of [['--help'], ['gate', '--help'], ['release', 'start', '--help']]) {
      const { code, stdout } = await runInMemory(args);
      assert.equal(code, 0);
      assert.match(stdout, /^Examples:\n {2}\$ sluice /);
    }
    assert.deepEqual(await runCli(['--version']), { code: 0, stdout: '9.9.9\n', stderr: '' });
    assert.equal((await runInMemory([])).code, 2);
  });
});

describe('sluice up, as a process', () => {
  it('tells where it is, and stops in good order on SIGTERM', async () => {
    const run = startCli(['up', '--port', '7171']);
    await run.until((text) => text.includes('release start'));
    assert.match(run.stdout(), /Sluice is up at http:\/\/127\.0\.0\.1:7171 for production/);
    run.child.kill('SIGTERM');
    assert.equal(await run.code, 0);
    assert.match(run.stderr(), /Stopping/);
  });

  it('exits 124 when it was only to run for a time', async () => {
    const { code, stderr } = await runInMemory(['up', '--timeout', '50ms']);
    assert.equal(code, 124);
    assert.match(stderr, /Stopping/);
  });

  it('tells it as JSON', async () => {
    const run = startCli(['up', '--json']);
    await run.until((text) => text.endsWith('}\n'));
    run.child.kill('SIGINT');
    assert.equal(await run.code, 0);
    assert.equal((JSON.parse(run.stdout()) as { url: string }).url, 'http://127.0.0.1:7070');
  });
});

describe('offline commands', () => {
  it('work without a server', async () => {
    assert.match((await runInMemory(['ledger', 'verify', '--offline'])).stdout, /intact: the hash chain holds over 42 records/);
    const uncompared = await runInMemory(['ledger', 'verify', '--offline', '--head', `7:${'ab'.repeat(32)}`]);
    assert.deepEqual([uncompared.code, /was not compared/.test(uncompared.stderr)], [1, true]);
    const created = await runInMemory(['token', 'create', 'root', '--role', 'admin', '--offline', '--expires-in', '1d']);
    assert.match(created.stdout, /^slt_[0-9a-f]{12}_A{43}\n$/);
    assert.match(created.stderr, /Token 0123456789ab for root \(admin\) expires /);
    assert.match((await runInMemory(['token', 'list', '--offline'])).stdout, /0123456789ab {2}root/);
    assert.equal((await runInMemory(['token', 'revoke', '0123456789ab', '--offline'])).code, 0);
    assert.equal((await runInMemory(['token', 'revoke', 'ffffffffffff', '--offline'])).code, 2);
  });
});
