import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../clock.ts';
import { REDACTED } from '../mask-secrets.ts';
import { openScript } from '../open-script.ts';
import type { LoadOutput } from '../outputs/load-output.ts';
import { runScript } from '../run-script.ts';

const SECRET = 'hush-"12345"';
const SHOWN = 'in-env-98765';

const SCRIPT = `import secrets from 'k6/secrets'; import encoding from 'k6/encoding'; import { check, group } from 'k6'; import { Counter } from 'k6/metrics';
const c = new Counter('c');
export const options = { iterations: 2, tags: { token: __ENV.TOKEN }, summaryTrendStats: ['avg'] };
export async function setup() { return { token: await secrets.get('KEY') }; }
export default function (data) { c.add(1, { secret: data.token }); check(data, { [\`has \${data.token}\`]: (d) => d.token.length === 12 }); console.log(data.token, __ENV.TOKEN, encoding.b64encode('me:' + __ENV.TOKEN)); throw new Error('with ' + data.token); }
export function handleSummary(data) { return { stdout: JSON.stringify(data), 'summary.json': JSON.stringify(data), 'bytes.txt': new TextEncoder().encode(data.setup_data.token).buffer, stderr: __ENV.TOKEN }; }`;

describe('the secrets of a run', () => {
  it('show in nothing that it leaves behind: result, logs, samples, what outputs are told, files', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sluice-secrets-'));
    const told: unknown[] = [];
    const output: LoadOutput = {
      name: 'kept',
      start: async (start) => void told.push(start),
      sample: (sample) => void told.push(sample),
      finish: async (result, end) => {
        told.push(result, end.checks, end.setupData, { options: end.record.options });
        return [];
      },
    };
    try {
      await writeFile(join(folder, 'script.js'), SCRIPT);
      const result = await runScript({
        scriptPath: join(folder, 'script.js'),
        env: { TOKEN: SHOWN },
        hiddenTexts: [SHOWN],
        secretSources: { default: { KEY: SECRET, PIN: '12' } },
        limits: { memoryBytes: 32 * 1024 * 1024, initMs: 5_000, allowedHosts: undefined, maxVus: 2 },
        signal: new AbortController().signal,
        onProgress: (progress) => told.push(progress),
        log: (level, message) => told.push({ level, message }),
        clock: systemClock,
        openScript,
        workingFolder: folder,
        outputs: [output],
      });
      told.push(result, await readFile(join(folder, 'summary.json'), 'utf8'), await readFile(join(folder, 'bytes.txt'), 'utf8'));
      const everything = JSON.stringify(told);
      for (const trace of ['hush', '12345', SHOWN, Buffer.from(SHOWN).toString('base64').slice(4, 12)])
        assert.ok(
          !everything.includes(trace),
          everything.slice(Math.max(0, everything.indexOf(trace) - 200), everything.indexOf(trace) + 60),
        );
      assert.equal(result.exceptions[0]?.message, `Error: with ${REDACTED}`);
      assert.ok(
        everything.includes('the secret PIN of the source default has fewer than 4 characters') && everything.includes(`has ${REDACTED}`),
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
