import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoadScriptRun } from '../../control/ports/load-engine.ts';
import { processLoadEngine } from './process-load-engine.ts';

const SCRIPT = `import secrets from 'k6/secrets'; import { Counter } from 'k6/metrics';
const asked = new Counter('asked');
export default async function () { asked.add(1); console.log(await secrets.get('key')); console.log(__ENV.TOKEN); }`;

let folder = '';

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'process-engine-'));
  await writeFile(join(folder, 'secrets.env'), 'key=from-the-file\n');
});

after(() => rm(folder, { recursive: true }));

const engine = processLoadEngine({ processEnv: {}, memoryBytes: 1024 * 1024 * 1024 });

/** Runs a script that is handed over as a text, with what it logged. */
async function run(changes: Partial<LoadScriptRun> = {}) {
  const logs: string[] = [];
  const answer = await engine.run({
    scriptPath: join(folder, 'stdin.ts'),
    scriptText: SCRIPT,
    workingFolder: folder,
    env: {},
    secrets: { TOKEN: 'tok-12345' },
    secretSources: [],
    givenSecrets: {},
    variable: (name) => (name === 'KEY' ? 'from-the-variable' : undefined),
    layers: { flags: {}, environment: {}, file: {} },
    allowedHosts: [],
    signal: new AbortController().signal,
    onLog: (_, message, source) => logs.push(`${source ?? 'engine'}: ${message}`),
    outputs: [],
    outputVariables: {},
    skip: [],
    threads: undefined,
    withoutSamples: 'fails',
    traced: false,
    onProgress: () => {},
    ...changes,
  });
  const refused = answer.kind === 'refused' ? answer : undefined;
  return { logs, refused, exceptions: answer.kind === 'measured' ? answer.result.exceptions.map(({ message }) => message) : [] };
}

describe('the engine by hand', () => {
  it('gives secrets of a file, of a named source that is alone, and those that were given, and shows none of them', async () => {
    for (const changes of [
      { secretSources: ['file=secrets.env'] },
      { secretSources: ['file=name=mine,secrets.env'] },
      { givenSecrets: { key: 'given-12345' } },
    ]) {
      const { logs, exceptions } = await run(changes);
      assert.deepEqual(exceptions, [], JSON.stringify(changes));
      assert.deepEqual(logs, ['console: ***SECRET_REDACTED***', 'console: ***SECRET_REDACTED***']);
    }
  });

  it('lets a flag win over what was given', async () => {
    const script = `import secrets from 'k6/secrets'; export default async function () { throw new Error(String((await secrets.get('key')).length)); }`;
    const { exceptions } = await run({ scriptText: script, secretSources: ['file=secrets.env'], givenSecrets: { key: 'x' } });
    assert.match(exceptions.join(), /13/);
  });

  it('blames the options for sources and outputs that it does not have, and starts nothing', async () => {
    for (const [changes, said] of [
      [{ secretSources: ['file=nothing.env'] }, /nothing.env can't be read/],
      [{ secretSources: ['env=NOTHING'] }, /there is no such variable/],
      [{ outputs: ['influxdb=x'] }, /InfluxDB is not written to/],
      [{ outputs: ['jsn=x'] }, /did you mean "json"/],
      [{ layers: { flags: { vus: 'x' }, environment: {}, file: {} } }, /--vus: must be/],
    ] as const) {
      const { refused, logs } = await run(changes);
      assert.deepEqual([refused?.blame, logs], ['options', []]);
      assert.match(refused?.message ?? '', said);
    }
  });

  it('blames the script for what it says itself', async () => {
    assert.equal((await run({ scriptText: 'export default function (' })).refused?.blame, 'script');
  });

  it('writes outputs relative to the working folder', async () => {
    await run({ outputs: ['json=samples.ndjson'], secretSources: ['env=name=key,KEY', 'file=default,secrets.env'] });
    assert.match(await readFile(join(folder, 'samples.ndjson'), 'utf8'), /"metric":"asked"/);
  });
});
