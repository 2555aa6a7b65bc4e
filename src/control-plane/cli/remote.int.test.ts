import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningApi, runningApi } from '../api/testing/running-api.ts';
import type { Role } from '../control/ports/token-store.ts';
import { manualClock } from '../control/testing/manual-clock.ts';
import { systemClock } from './surroundings.ts';
import { shown } from './testing/memory-screen.ts';
import { startCli } from './testing/run-cli.ts';
import { runInMemory, startInMemory } from './testing/run-in-memory.ts';
import { sloInTest } from './testing/views.ts';

let api: RunningApi;
let folder: string;
const clock = systemClock();
const id = 'production.workflow-service.1';

function environment(role: Role = 'admin'): Record<string, string> {
  return { SLUICE_URL: api.url, SLUICE_TOKEN: api.tokenOf[role] };
}

function sluice(...args: string[]) {
  return runInMemory(args, { env: environment(), folder });
}

function start(...args: string[]) {
  return startCli(args, { env: environment(), folder });
}

async function requested(): Promise<void> {
  const { code } = await sluice('release', 'start', 'workflow-service', '--version', 'v2');
  assert.equal(code, 0);
}

function waitsForPerson(action: 'approve' | 'promote'): void {
  const actions = {
    approve: { allowed: false, because: 'no' },
    promote: { allowed: false, because: 'no' },
    abort: { allowed: true, because: 'runs' },
    [action]: { allowed: true, because: 'waits' },
  };
  api.controlPlane.tell(id, {
    kind: 'ReleaseHeld',
    sentence: 'Waits for a person',
    change: { status: 'held', actions, gates: [{ gate: 'approval', state: 'waiting', attempt: 0, reasons: [] }] },
  });
}

async function eventually(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!holds()) {
    assert.ok(Date.now() < deadline, 'did not come true in 30 s');
    await clock.sleep(5);
  }
}

beforeEach(async () => {
  api = await runningApi({ clock });
  folder = await mkdtemp(join(tmpdir(), 'sluice-cli-'));
});
afterEach(async () => {
  await api.stop().catch(() => undefined);
  await rm(folder, { recursive: true });
});

describe('releases from the command line', () => {
  it('are requested: the id on stdout, what to do next on stderr', async () => {
    const { code, stdout, stderr } = await sluice(
      'release',
      'start',
      'workflow-service',
      '--version',
      'v2',
      '--reason',
      'sprint 7',
      '--fix',
    );
    assert.equal(code, 0);
    assert.equal(stdout, `${id}\n`);
    assert.match(stderr, /Requested .*\n {2}watch: sluice release watch production\.workflow-service\.1/);
    const again = await sluice('release', 'start', 'workflow-service', '--version', 'v3', '--json');
    assert.equal(again.code, 2);
    assert.match(again.stderr, /A release of this service is in progress: production\.workflow-service\.1 is still running/);
    assert.equal((JSON.parse(again.stdout) as { reasons: { rule: string }[] }).reasons[0]?.rule, 'release-in-progress');
  });

  it('are shown by id, or the latest by service, with the code of their decision so far', async () => {
    await requested();
    const status = await sluice('release', 'status', 'workflow-service');
    assert.equal(status.code, 4);
    assert.match(status.stdout, /● gating {2}workflow-service v2 → production/);
    waitsForPerson('approve');
    assert.equal((await sluice('release', 'status', id)).code, 5);
    assert.equal((await sluice('release', 'status', 'user-service')).code, 2);
    assert.equal((await sluice('release', 'status', 'production.workflow-service.9')).code, 2);
    assert.equal((await sluice('release', 'status', '../../tokens')).code, 2);
  });

  it('are listed', async () => {
    await requested();
    assert.match(
      (await sluice('release', 'list', '--service', 'workflow-service', '--limit', '5')).stdout,
      /production\.workflow-service\.1 {2}v2 {7}● gating/,
    );
    assert.match((await sluice('release', 'list', '--service', 'user-service')).stdout, /No releases yet/);
  });

  it('are promoted, approved, denied and aborted, or not, with the reason why', async () => {
    await requested();
    const early = await sluice('release', 'promote', id, '--reason', 'x');
    assert.equal(early.code, 2);
    assert.match(early.stderr, /This is not possible now: No step waits for a person/);
    waitsForPerson('promote');
    assert.equal((await sluice('release', 'promote', id, '--reason', 'seen')).code, 0);
    waitsForPerson('approve');
    assert.equal((await sluice('release', 'approve', id, '--reason', 'seen')).code, 0);
    waitsForPerson('approve');
    assert.equal((await sluice('release', 'deny', id, '--reason', 'not today')).code, 0);
    assert.equal((await sluice('release', 'status', id)).code, 5);
    assert.match((await sluice('release', 'abort', id, '--reason', 'x')).stderr, /has ended: blocked/);
  });
});

describe('watching a release', () => {
  it('prints each news as a line, then the verdict, and exits 0 when promoted', async () => {
    const run = start('release', 'start', 'workflow-service', '--version', 'v2', '--watch');
    await run.until((text) => text.includes('ReleaseRequested'));
    api.controlPlane.tell(id, { kind: 'StepStarted', sentence: 'Step 1: 10 %', change: { status: 'rolling-out', trafficPercent: 10 } });
    await run.until((text) => text.includes('Step 1'));
    api.controlPlane.tell(id, {
      kind: 'ReleasePromoted',
      sentence: 'v2 carries all',
      change: { status: 'promoted', verdict: 'pass', headline: 'Promoted.' },
    });
    assert.equal(await run.code, 0);
    assert.match(
      run.stdout(),
      /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ {2}ReleaseRequested {2}admin requested v2\n.*StepStarted {2}Step 1: 10 %\n.*ReleasePromoted {2}v2 carries all\n\n✓ promoted/s,
    );
  });

  it('exits 3 when it was blocked, with one JSON document on stdout and the lines on stderr', async () => {
    const run = start('release', 'start', 'workflow-service', '--version', 'v2', '--watch', '--json');
    await run.until((text) => text.includes('ReleaseRequested'));
    api.controlPlane.tell(id, {
      kind: 'ReleaseEnded',
      sentence: 'Blocked',
      change: { status: 'blocked', verdict: 'fail', headline: 'Blocked: p95 412 ms > 200 ms.' },
    });
    assert.equal(await run.code, 3);
    const document = JSON.parse(run.stdout()) as {
      decision: string;
      exitCode: number;
      reasons: { sentence: string }[];
      release: { releaseId: string };
    };
    assert.deepEqual([document.decision, document.exitCode, document.release.releaseId], ['blocked', 3, id]);
    assert.match(document.reasons[0]?.sentence ?? '', /412 ms/);
    assert.match(run.stderr(), /ReleaseEnded {2}Blocked/);
  });

  it('goes on over a restart of the server and tells nothing twice', async () => {
    await requested();
    const run = start('release', 'watch', 'workflow-service');
    await run.until((text) => text.includes('ReleaseRequested'));
    await api.stop();
    await run.until((text) => text.includes('The connection to'));
    api.controlPlane.tell(id, { kind: 'StepStarted', sentence: 'happened meanwhile' });
    await api.restart();
    await run.until((text) => text.includes('happened meanwhile'));
    api.controlPlane.tell(id, { kind: 'ReleasePromoted', sentence: 'done', change: { status: 'promoted' } });
    assert.equal(await run.code, 0);
    assert.equal(run.stdout().split('ReleaseRequested').length, 2);
    assert.equal(run.stdout().split('happened meanwhile').length, 2);
  });

  it('leaves the release alone on Ctrl-C, says so and how to end it', async () => {
    await requested();
    const run = start('release', 'watch', id);
    await run.until((text) => text.includes('ReleaseRequested'));
    run.child.kill('SIGINT');
    assert.equal(await run.code, 130);
    assert.match(run.stderr(), /Stopped watching: the release production\.workflow-service\.1 goes on\./);
    assert.match(run.stderr(), /end it: sluice release abort production\.workflow-service\.1 --reason/);
    assert.equal((await sluice('release', 'status', id)).code, 4);
  });

  it('exits 124 when its time is over', async () => {
    await requested();
    const late = await sluice('release', 'watch', id, '--timeout', '1s');
    assert.equal(late.code, 124);
  });

  it('exits 5 when its time is over while a person is what is missing', async () => {
    await requested();
    const time = manualClock();
    const run = startInMemory(['release', 'watch', id, '--timeout', '10m', '--json'], { env: environment(), folder, clock: time });
    waitsForPerson('promote');
    await eventually(() => run.stderr().includes('A person is needed: sluice release promote'));
    time.advance(600_000);
    const { code, stdout, stderr } = await run.done;
    assert.equal(code, 5);
    assert.match(stderr, /Not done in 10 min: the release .* goes on\.\n {2}needed: sluice release promote/);
    assert.equal((JSON.parse(stdout) as { decision: string }).decision, 'approval');
  });

  it('paints one block on a terminal, and leaves news and verdict behind', async () => {
    await requested();
    const run = startInMemory(['release', 'watch', id], { env: environment(), folder, isTTY: true });
    await eventually(() => run.stdout().includes('● gating'));
    api.controlPlane.tell(id, { kind: 'ReleasePromoted', sentence: 'done', change: { status: 'promoted', headline: 'Promoted.' } });
    const { code, stdout } = await run.done;
    assert.equal(code, 0);
    const left = shown(stdout.replace(/\u001B\[\d+m/g, '')); // oxlint-disable-line no-control-regex
    assert.match(left[0] ?? '', /^\d\d:\d\d:\d\dZ {2}admin requested v2$/);
    assert.deepEqual(left.slice(2, 5), ['', '✓ promoted  workflow-service v2 → production  production.workflow-service.1', 'Promoted.']);
  });
});

describe('freezes, SLOs, ledger and tokens from the command line', () => {
  it('freeze, list and unfreeze', async () => {
    assert.match(
      (await sluice('freeze', 'workflow-service', '--reason', 'incident', '--for', '2h')).stdout,
      /^workflow-service is frozen until \d{4}-/,
    );
    assert.match((await sluice('freezes')).stdout, /workflow-service .* admin {2}incident/);
    assert.match((await sluice('unfreeze', 'workflow-service', '--reason', 'over')).stdout, /no longer frozen/);
    assert.equal((await sluice('freezes')).stdout, 'Nothing is frozen.\n');
    assert.match((await sluice('freeze', 'workflow-service', '--reason', 'x')).stdout, /until it is lifted: sluice unfreeze/);
    const both = await sluice('freeze', 'workflow-service', '--reason', 'x', '--for', '2h', '--until', '2099-01-01T00:00:00Z');
    assert.equal(both.code, 2);
    assert.match(both.stderr, /--until and --for exclude each other/);
  });

  it('show SLOs with the code of what they amount to', async () => {
    assert.equal((await sluice('slo', 'status')).code, 4);
    api.controlPlane.setSlos([sloInTest({})]);
    assert.equal((await sluice('slo', 'status', 'workflow-service')).code, 0);
    api.controlPlane.setSlos([
      sloInTest({}),
      sloInTest({ slo: 'spent', budgetRemaining: -0.1 }),
      sloInTest({ slo: 'unknown', budgetRemaining: undefined }),
    ]);
    const { code, stdout } = await sluice('slo', 'status', '--json');
    assert.equal(code, 3);
    const { reasons } = JSON.parse(stdout) as { reasons: { verdict: string }[] };
    assert.deepEqual(
      reasons.map(({ verdict }) => verdict),
      ['pass', 'fail', 'inconclusive'],
    );
  });

  it('verify the ledger', async () => {
    assert.equal((await sluice('ledger', 'verify')).code, 0);
    api.controlPlane.setVerification({ kind: 'broken', position: 7, stream: 's', finding: 'hash', sentence: 'Altered.' });
    const { code, stdout } = await sluice('ledger', 'verify');
    assert.equal(code, 3);
    assert.match(stdout, /altered at record 7/);
  });

  it('issue a token that works, alone on stdout, and revoke it', async () => {
    const created = await sluice('token', 'create', 'ci-bot', '--role', 'ci', '--expires-in', '1d');
    const token = created.stdout.trim();
    assert.match(token, /^slt_/);
    const file = join(folder, 'token');
    await writeFile(file, `${token}\n`);
    const use = () => runInMemory(['release', 'list', '--url', api.url, '--token-file', file]);
    assert.equal((await use()).code, 0);
    assert.match((await sluice('token', 'list')).stdout, /ci-bot {4}ci {8}✓ live/);
    assert.equal((await sluice('token', 'revoke', token.slice(4, 16))).code, 0);
    const refused = await use();
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /The token is unknown, expired or revoked\.\nnext: Set SLUICE_TOKEN/);
  });
});

describe('reaching a server', () => {
  it('fails with what, where and what next when none is there', async () => {
    await api.stop();
    const { code, stderr } = await sluice('release', 'list');
    assert.equal(code, 1);
    assert.match(stderr, /^sluice: No Sluice answers at http:\/\/127\.0\.0\.1:\d+ \(ECONNREFUSED\)\.\nnext: Start one with: sluice up/);
    assert.equal((await sluice('release', 'watch', id)).code, 1);
  });

  it('finds the admin token of a local Sluice, and says that a token is needed when there is none', async () => {
    const run = () => runInMemory(['release', 'list'], { env: { SLUICE_URL: api.url }, folder });
    const without = await run();
    assert.equal(without.code, 2);
    assert.match(without.stderr, /A valid token is needed/);
    await mkdir(join(folder, '.sluice'));
    await writeFile(join(folder, '.sluice/admin.token'), api.tokenOf.admin);
    assert.equal((await run()).code, 0);
  });

  it('refuses a token file that is missing or empty, and a role that is too low', async () => {
    const missing = await sluice('release', 'list', '--token-file', 'nowhere');
    assert.match(missing.stderr, /token file can't be read: ENOENT/);
    await writeFile(join(folder, 'empty'), '\n');
    assert.equal((await sluice('release', 'list', '--token-file', 'empty')).code, 2);
    const low = await runInMemory(['freeze', 'workflow-service', '--reason', 'x'], { env: environment('viewer') });
    assert.equal(low.code, 2);
    assert.match(low.stderr, /takes the role operator; viewer has viewer\.\nnext: Use a token with that role/);
  });

  it('does not take anything else for Sluice', async () => {
    const stranger = createServer((request, response) => {
      response.statusCode = request.url?.includes('slos') === true ? 502 : 200;
      response.end('<html>\u001B[2J</html>');
    });
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
    const env = { ...environment(), SLUICE_URL: `http://127.0.0.1:${(stranger.address() as AddressInfo).port}` };
    const list = await runInMemory(['release', 'list'], { env });
    const slos = await runInMemory(['slo', 'status'], { env });
    stranger.close();
    assert.deepEqual([list.code, slos.code], [1, 1]);
    assert.match(list.stderr, /not as this version of Sluice understands/);
    assert.match(slos.stderr, /answered 502, but not as Sluice does/);
    assert.ok(!`${list.stderr}${slos.stderr}`.includes('\u001B'));
  });

  it('does not take a URL with a password in it, and does not repeat it', async () => {
    const { code, stderr } = await runInMemory(['release', 'list'], { env: { SLUICE_URL: 'http://ada:hunter2@h' } });
    assert.equal(code, 2);
    assert.match(stderr, /SLUICE_URL is not a plain URL/);
    assert.ok(!stderr.includes('hunter2'));
  });

  it('never writes the token anywhere', async () => {
    const outputs = [await sluice('release', 'list', '--json'), await sluice('release', 'status', 'nothing')];
    for (const { stdout, stderr } of outputs) assert.ok(!`${stdout}${stderr}`.includes(api.tokenOf.admin.slice(17)));
  });
});
