// Holds the imports against .dependency-cruiser.mjs, and sees to it that every source file was looked at:
// a cruiser that reads nothing finds no fault.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Cruise {
  readonly summary: {
    readonly totalCruised: number;
    readonly violations: readonly {
      readonly from: string;
      readonly to: string;
      readonly rule: { readonly name: string };
      readonly comment?: string;
    }[];
  };
  readonly modules: readonly { readonly source: string }[];
}

const run = (command: string, parameters: readonly string[]): string =>
  spawnSync(command, [...parameters], { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] }).stdout;

/** By a file: dependency-cruiser ends before a pipe has taken all of its output. */
function cruise(): Cruise {
  const folder = mkdtempSync(join(tmpdir(), 'arrows-'));
  const file = join(folder, 'cruise.json');
  run(process.execPath, [
    'node_modules/.bin/depcruise',
    '--config',
    '.dependency-cruiser.mjs',
    '--output-type',
    'json',
    '--output-to',
    file,
    'src',
  ]);
  const result = JSON.parse(readFileSync(file, 'utf8')) as Cruise;
  rmSync(folder, { recursive: true });
  return result;
}

const files = run('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'src'])
  .split('\n')
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
const { summary, modules } = cruise();
const cruised = new Set(modules.map((module) => module.source));
const overlooked = files.filter((file) => !cruised.has(file));

for (const { from, to, rule } of summary.violations) console.error(`${from} → ${to}\n    ${rule.name}`);
for (const file of overlooked) console.error(`${file}: not cruised`);
const failed = summary.violations.length > 0 || overlooked.length > 0 || files.length === 0;
console.log(`arrows: ${files.length} source files cruised, ${summary.violations.length} wrong arrows`);
process.exitCode = failed ? 1 : 0;
