import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInMemory } from './testing/run-in-memory.ts';

const RULES = 'groups:\n- name: g\n  rules:\n  - { record: r, expr: a + 1 }\n';
const test = (value: number): string => `
rule_files: [rules.yaml]
tests:
- interval: 1m
  input_series: [{ series: a, values: '1' }]
  promql_expr_test: [{ expr: r, eval_time: 0s, exp_samples: [{ labels: r, value: ${value} }] }]
`;

interface Document {
  readonly decision: string;
  readonly exitCode: number;
  readonly reasons: readonly { readonly sentence: string }[];
  readonly files: readonly { readonly file: string; readonly count: number; readonly problems: readonly string[] }[];
}

describe('sluice rules', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cli-rules-'));
    const files = {
      'rules.yaml': RULES,
      'broken.yaml': RULES.replace('a + 1', 'a +'),
      'twice.yaml': `${RULES}  - { record: r, expr: a }\n`,
      'good.yaml': test(2),
      'bad.yaml': test(3),
      'empty.yaml': 'tests: []\n',
    };
    await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)));
  });

  after(() => rm(folder, { recursive: true }));

  const run = (...args: readonly string[]) => runInMemory(['rules', ...args], { folder });

  it('test passes and fails with the output and the exit code of promtool', async () => {
    const good = await run('test', 'good.yaml');
    assert.deepEqual([good.code, good.stdout], [0, 'Unit Testing: good.yaml\n  SUCCESS\n']);
    const both = await run('test', 'good.yaml', 'bad.yaml');
    assert.equal(both.code, 1);
    assert.match(
      both.stdout,
      /Unit Testing: bad\.yaml\n {2}FAILED:\n {4}expr: "r", time: 0s,\n {8}exp: \{__name__="r"\} 3E\+00\n {8}got: \{__name__="r"\} 2E\+00\n$/,
    );
  });

  it('test of no test at all is inconclusive', async () => {
    const { code, stdout } = await run('test', 'empty.yaml');
    assert.deepEqual([code, stdout], [4, 'Unit Testing: empty.yaml\n  NO TESTS\n']);
    assert.equal((await run('test', 'empty.yaml', 'good.yaml')).code, 0);
  });

  it('test fails for a file that is not there, and without files', async () => {
    const { code, stdout } = await run('test', 'none.yaml');
    assert.equal(code, 1);
    assert.match(stdout, /none\.yaml can't be read/);
    assert.equal((await run('test')).code, 2);
  });

  it('check tells what is refused, and where', async () => {
    const { code, stdout } = await run('check', 'rules.yaml', 'broken.yaml', 'twice.yaml', 'none.yaml');
    assert.equal(code, 1);
    assert.match(
      stdout,
      /^Checking rules\.yaml\n {2}SUCCESS: 1 rules found\n\nChecking broken\.yaml\n {2}FAILED:\nbroken\.yaml:4:18: group "g", rule 1, "r": could not parse/,
    );
    assert.match(stdout, /Checking twice\.yaml\n {2}WARNING: r is there more than once/);
    assert.equal((await run('check', 'rules.yaml')).code, 0);
  });

  it('prints one JSON document', async () => {
    const { code, stdout } = await run('test', '--json', 'good.yaml', 'bad.yaml');
    const document = JSON.parse(stdout) as Document;
    assert.deepEqual([document.decision, document.exitCode, code], ['blocked', 1, 1]);
    assert.deepEqual(
      document.files.map(({ file, count, problems }) => [file, count, problems.length]),
      [
        ['good.yaml', 1, 0],
        ['bad.yaml', 1, 1],
      ],
    );
    assert.match(document.reasons[0]?.sentence ?? '', /^bad\.yaml: expr: "r"/);
  });
});
