// Compares two targets again and again, as `sluice load compare` does, with all runs in one process so that many fit into minutes; one line of
// JSON tells how often the head was called worse. BENCH_SCRIPT is the script, BENCH_BASE and BENCH_HEAD the targets, BENCH_COMPARISONS how many.
import { dirname } from 'node:path';
import { type ComparisonRun, compareTargets } from '../../../src/control-plane/control/compare-targets.ts';
import type { LoadOutcome } from '../../../src/control-plane/control/ports/load-runner.ts';
import { DEFAULT_COMPARISON } from '../../../src/control-plane/domain/comparison/compared-pair.ts';
import { systemClock } from '../../../src/load-engine/clock.ts';
import { watchGenerator } from '../../../src/load-engine/generator/watch-generator.ts';
import { openScript } from '../../../src/load-engine/open-script.ts';
import { runScript } from '../../../src/load-engine/run-script.ts';

const { BENCH_SCRIPT: scriptPath = '', BENCH_BASE: base = '', BENCH_HEAD: head = '', BENCH_COMPARISONS: comparisons } = process.env;
const urls = { base, head };

async function run({ side }: ComparisonRun): Promise<LoadOutcome> {
  const result = await runScript({
    scriptPath,
    env: { BASE_URL: urls[side] },
    limits: { memoryBytes: 64 * 2 ** 20, initMs: 10_000, allowedHosts: undefined, maxVus: 100 },
    signal: new AbortController().signal,
    onProgress: () => undefined,
    log: (level, message) => process.stderr.write(`${level}: ${message}\n`),
    clock: systemClock,
    openScript,
    watchGenerator,
    workingFolder: dirname(scriptPath),
  });
  return { kind: 'measured', result };
}

const { pairs, ...policy } = DEFAULT_COMPARISON;
const counts = { pass: 0, fail: 0, inconclusive: 0 };
for (let made = 0; made < Number(comparisons); made += 1) {
  const { reasons } = await compareTargets({ run, pairs, policy, chance: Math.random });
  const verdicts = reasons.map(({ verdict }) => verdict);
  if (verdicts.includes('fail')) counts.fail += 1;
  else if (verdicts.includes('inconclusive')) counts.inconclusive += 1;
  else counts.pass += 1;
}
process.stdout.write(`${JSON.stringify(counts)}\n`, () => process.exit(0));
