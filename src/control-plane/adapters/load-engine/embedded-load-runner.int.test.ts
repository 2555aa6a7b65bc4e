import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { LoadOutcome, LoadRunRequest } from '../../control/ports/load-runner.ts';
import { describeLoadRunner } from '../../control/ports/load-runner-behaviour.ts';
import { SourceError } from '../../control/ports/source-error.ts';
import { createEmbeddedLoadRunner } from './embedded-load-runner.ts';

const create = (workingFolder: string) => createEmbeddedLoadRunner({ workingFolder, processEnv: {}, allowedHosts: undefined });

describeLoadRunner('the embedded engine', create);

describe('the embedded engine alone', () => {
  let folder = '';

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'embedded-'));
  });

  after(() => rm(folder, { recursive: true }));

  const run = async (script: string, changes: Partial<LoadRunRequest> = {}): Promise<LoadOutcome> => {
    const scriptPath = path.join(folder, 'script.ts');
    await writeFile(scriptPath, script);
    return create(folder).run({
      scriptPath,
      env: {},
      secrets: {},
      signal: new AbortController().signal,
      onProgress: () => {},
      onLog: () => {},
      deadlineMs: 30_000,
      memoryBytes: 512 * 1024 * 1024,
      ...changes,
    });
  };

  const refused = async (script: string): Promise<string> => {
    const outcome = await run(script);
    return outcome.kind === 'refused' ? outcome.message : outcome.kind;
  };

  it('interrupts an iteration that never ends, when its gracefulStop is over', async () => {
    const outcome = await run(`
      export const options = { scenarios: { a: { executor: 'constant-vus', vus: 2, duration: '500ms', gracefulStop: '300ms' } } };
      export default function () { for (;;); }`);
    assert.ok(outcome.kind === 'measured');
    assert.deepEqual(outcome.result.iterations, { completed: 0, threw: 0, interrupted: 2, dropped: 0 });
  });

  it('replaces a user that reached its own memory limit, and counts what it did', async () => {
    const outcome = await run(`
      export const options = { iterations: 2 };
      export default function () { const kept = []; for (;;) kept.push('x'.repeat(1024 * 1024) + kept.length); }`);
    assert.ok(outcome.kind === 'measured');
    assert.equal(outcome.result.iterations.threw, 2);
    assert.match(outcome.result.exceptions[0]?.message ?? '', /memory/);
  });

  it('writes what handleSummary returns, inside of its folder', async () => {
    const outcome = await run(`
      export default function () {}
      export function handleSummary(data) {
        return { stdout: 'done: ' + data.metrics.iterations.values.count, 'result.json': JSON.stringify(data.root_group.name), '../escaped.json': 'no' };
      }`);
    assert.ok(outcome.kind === 'measured');
    assert.equal(outcome.result.summaryText, 'done: 1');
    assert.equal(await readFile(path.join(folder, 'result.json'), 'utf8'), '""');
    await assert.rejects(readFile(path.join(folder, '..', 'escaped.json')));
  });

  it('hands what setup returned to its users', async () => {
    const outcome = await run(`
      export function setup() { return { id: 7 }; }
      export default function (data) { if (data.id !== 7) throw new Error('no data'); }`);
    assert.ok(outcome.kind === 'measured');
    assert.deepEqual([outcome.result.iterations.completed, outcome.result.iterations.threw], [1, 0]);
  });

  it('refuses by name what it does not run, and says what to do instead', async () => {
    const none = 'export default function () {}';
    assert.match(
      await refused(`import { browser } from 'k6/browser'; browser.newPage(); ${none}`),
      /k6\/browser.*browser tests are not run by this engine/,
    );
    assert.match(await refused(`export const options = { treshholds: {} }; ${none}`), /did you mean "thresholds"/);
    assert.match(
      await refused(`export const options = { scenarios: { a: { executor: 'externally-controlled' } } }; ${none}`),
      /no executor "externally-controlled"/,
    );
    assert.match(await refused(`export const options = { tlsVersion: 'ssl3.0' }; ${none}`), /options\.tlsVersion/);
    assert.match(await refused('export const options = {};'), /exports no function "default"/);
  });

  it('says that its process crashed when that ends without a result', async () => {
    const missing = createEmbeddedLoadRunner({
      workingFolder: folder,
      processEnv: { NODE_OPTIONS: '--import=/nowhere.mjs' },
      allowedHosts: undefined,
    });
    const request = {
      scriptPath: 'x',
      env: {},
      secrets: {},
      signal: new AbortController().signal,
      onProgress: () => {},
      onLog: () => {},
      deadlineMs: 30_000,
      memoryBytes: 1e9,
    };
    await assert.rejects(
      missing.run(request),
      (error) => error instanceof SourceError && error.code === 'load-runner-crashed' && error.retryable,
    );
  });
});
