// Runs mocha under c8 and prints one closing line `N passed, N failed`.
//   node tools/run-tests.ts [--coverage] [--minimum-lines 90] PATTERN...
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    coverage: { type: 'boolean', default: false },
    'minimum-lines': { type: 'string', default: '90' },
    ignore: { type: 'string', multiple: true },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'sluice-tests-'));
const counts = join(folder, 'counts.json');
const mocha = [
  'node_modules/.bin/mocha',
  '--reporter',
  'tools/count-reporter.mjs',
  '--reporter-option',
  `counts=${counts}`,
  ...(values.ignore ?? []).flatMap((pattern) => ['--ignore', pattern]),
  ...positionals,
];
const c8 = [
  'node_modules/.bin/c8',
  '--reporter=text-summary',
  '--reporter=json-summary',
  '--reporter=html',
  '--include=src/**/*.ts',
  '--exclude=**/*.test.ts',
  '--exclude=**/testing/**',
  '--exclude=**/*-behaviour.ts',
  '--exclude=**/*-fixture.ts',
  // Runs inside the sandbox of a load script, where V8 counts nothing; the modules' tests cover it there.
  '--exclude=src/load-engine/modules/guest/**',
  '--exclude=src/e2e/**',
  '--all',
  '--check-coverage',
  `--lines=${values['minimum-lines']}`,
  '--functions=0',
  '--branches=0',
  '--statements=0',
];
const command = values.coverage ? [...c8, ...mocha] : mocha;
const child = spawn(process.execPath, command, { stdio: 'inherit' });
const code = await new Promise<number>((resolve) => child.once('exit', (status) => resolve(status ?? 1)));
console.log(closingLine());
rmSync(folder, { recursive: true, force: true });
process.exitCode = code;

function closingLine(): string {
  try {
    const { passed, failed } = JSON.parse(readFileSync(counts, 'utf8')) as { passed: number; failed: number };
    if (code !== 0 && failed === 0) console.error(`The tests passed, but the run did not (exit ${code}): see above, e.g. the coverage.`);
    return `${passed} passed, ${failed} failed`;
  } catch {
    console.error('No test was run: mocha ended before its first one.');
    return '0 passed, 1 failed';
  }
}
