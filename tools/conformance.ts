import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { conformanceReport, type FileOutcomes } from '../src/metrics-engine/promqltest/conformance-report.ts';
import { parseScript } from '../src/metrics-engine/promqltest/parse-script.ts';
import { runScript } from '../src/metrics-engine/promqltest/run-script.ts';

/** Runs every promqltest file of CONFORMANCE_DIR against the embedded engine; exits with 1 when a case fails, 2 without the folder. */
async function main(): Promise<number> {
  const folder = process.env['CONFORMANCE_DIR'];
  if (folder === undefined || folder === '') {
    process.stderr.write(
      "CONFORMANCE_DIR is not set: it names a folder whose promql/*.test are files of Prometheus' promqltest language.\n",
    );
    return 2;
  }
  const names = readdirSync(join(folder, 'promql')).filter((name) => name.endsWith('.test'));
  const files: FileOutcomes[] = [];
  for (const file of names) {
    const outcomes = await runScript(parseScript(readFileSync(join(folder, 'promql', file), 'utf8')), { delayedNameRemoval: true });
    files.push({ file, outcomes });
  }
  process.stdout.write(`${conformanceReport(files)}\n`);
  return files.length > 0 && files.every(({ outcomes }) => outcomes.every(({ outcome }) => outcome !== 'failed')) ? 0 : 1;
}

process.exitCode = await main();
