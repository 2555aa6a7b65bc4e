import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCli } from '../testing/run-cli.ts';
import { runInMemory } from '../testing/run-in-memory.ts';

describe('the reports of sluice load run', () => {
  let folder = '';

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'load-reports-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    runInMemory(['load', 'run', ...args], { folder, env, stdin: 'export default function () {}' });

  it('are the JUnit file that was asked for, and on GitHub Actions the job summary', async () => {
    const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: join(folder, 'summary.md') };
    const { code, stderr } = await run(['--junit', 'reports/load.xml', '-'], env);
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(await readFile(join(folder, 'reports/load.xml'), 'utf8'), /failures="0" errors="0"/);
    assert.match(await readFile(env.GITHUB_STEP_SUMMARY, 'utf8'), /^## ✅ Load test -: passed/);
  });

  it('tell of a run that could not be started', async () => {
    const env = { GITHUB_ACTIONS: 'true' };
    const { code, stderr } = await run(['--junit', 'load.xml', 'missing.ts'], env);
    assert.equal(code, 104);
    assert.match(stderr, /::error title=Load test%3A options-refused::The script missing\.ts does not exist/);
    assert.match(
      await readFile(join(folder, 'load.xml'), 'utf8'),
      /<error type="not-measured" message="The script missing\.ts does not exist/,
    );
  });

  it('are written before people are told: also where nobody reads that any more', async () => {
    await writeFile(join(folder, 'script.ts'), 'export default function () {}');
    const { child, code } = startCli(['load', 'run', '--junit', 'load.xml', 'script.ts'], { folder });
    child.stdout?.destroy();
    await code;
    assert.match(await readFile(join(folder, 'load.xml'), 'utf8'), /failures="0" errors="0"/);
  });

  it('do not go missing unnoticed: a run that passed fails where one can not be written', async () => {
    const { code, stderr } = await run(['--junit', '/dev/null/load.xml', '-']);
    assert.equal(code, 109);
    assert.match(stderr, /a report could not be written/);
  });
});
