import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { manualClock } from '../manual-clock.ts';
import { openScript } from '../open-script.ts';
import type { LastMessage } from '../run-protocol.ts';
import { lintCommand } from './lint-command.ts';

const unused = (): never => assert.fail('nothing is run');

describe('lintCommand', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'lint-'));
  });
  after(() => rm(folder, { recursive: true }));

  const lint = async (files: Readonly<Record<string, string>>): Promise<LastMessage> => {
    for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
    return lintCommand(
      {
        command: 'lint',
        scriptPath: path.join(folder, 'main.ts'),
        workingFolder: folder,
        env: {},
        secrets: {},
        limits: { memoryBytes: 64 * 2 ** 20, initMs: 10_000, allowedHosts: [], maxVus: 10 },
        processMemoryBytes: 2 ** 30,
      },
      {
        write: () => {},
        mask: (value) => value,
        signal: new AbortController().signal,
        clock: manualClock(),
        openScript,
        startThread: unused,
        watchGenerator: unused,
      },
    );
  };

  it('knows custom metrics, and looks for tags in imported files too', async () => {
    const answer = await lint({
      'main.ts': `
        import { Counter } from 'k6/metrics';
        import { login } from './login.ts';
        const logins: Counter = new Counter('logins');
        export const options = { iterations: 1, thresholds: { 'logins{name:Login}': ['count>=1'], 'logins{name:Logout}': ['count>=1'] } };
        export default () => { login(); logins.add(1); };`,
      'login.ts': `import http from 'k6/http'; export const login = (): unknown => http.get('http://localhost/', { tags: { name: 'Login' } });`,
    });
    assert.ok(answer.type === 'linted');
    assert.deepEqual(
      answer.findings.map(({ rule, place }) => [rule, place]),
      [['tag-never-matches', "options.thresholds['logins{name:Logout}']"]],
    );
  });

  it('refuses a script that would not run, as running it would', () =>
    assert.rejects(lint({ 'main.ts': 'export default () => {};\nthrow new Error("at the top");' }), /main\.ts:2:\d+.*at the top/));
});
