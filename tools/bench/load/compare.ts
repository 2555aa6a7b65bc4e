import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DEFAULT_COMPARISON } from '../../../src/control-plane/domain/comparison/compared-pair.ts';
import { engineNodeFlags } from '../../../src/load-engine/node-flags.ts';
import type { Bench } from '../bench.ts';
import type { Section } from '../section.ts';
import { startTarget } from './start-target.ts';

const baseDelayMs = 20;
const slowDelayMs = 25;

const SCRIPT = `import http from 'k6/http';

export const options = {
  scenarios: { pair: { executor: 'constant-arrival-rate', rate: 100, timeUnit: '1s', duration: '500ms', preAllocatedVUs: 20 } },
};

export default function () {
  http.get(__ENV.BASE_URL);
}
`;

interface Verdicts {
  readonly pass: number;
  readonly fail: number;
  readonly inconclusive: number;
}

/** Two targets that are the same are compared again and again, and two of which one is a quarter slower: how often the head is called worse. */
export async function benchCompare(bench: Bench): Promise<Section> {
  const comparisons = bench.repetitions === 1 ? 1 : 20;
  const scriptPath = join(bench.folder, 'compare.k6.ts');
  await writeFile(scriptPath, SCRIPT);
  const base = await startTarget(bench, { name: 'base', delayMs: baseDelayMs });
  const same = await startTarget(bench, { name: 'same', delayMs: baseDelayMs });
  const slow = await startTarget(bench, { name: 'slow', delayMs: slowDelayMs });
  const compare = async (name: string, head: string): Promise<Verdicts> => {
    bench.say(`  ${comparisons} comparisons with ${name}`);
    const ended = await bench.processes.run({
      name: `comparisons with ${name}`,
      command: [process.execPath, ...engineNodeFlags, fileURLToPath(import.meta.resolve('./compare-child.ts'))],
      env: { BENCH_SCRIPT: scriptPath, BENCH_BASE: base.url, BENCH_HEAD: head, BENCH_COMPARISONS: String(comparisons) },
      deadlineMs: 900_000,
    });
    return JSON.parse(ended.stdout.trim().split('\n').at(-1) ?? '') as Verdicts;
  };
  const [alike, slower] = [await compare('the same target', same.url), await compare('a slower target', slow.url)];
  await Promise.all([base, same, slow].map((target) => target.stop()));
  const row = (name: string, read: (verdicts: Verdicts) => number) => ({
    name,
    unit: 'n' as const,
    samples: { 'the same': [read(alike)], slower: [read(slower)] },
  });
  const { pairs, alpha } = DEFAULT_COMPARISON;
  return {
    title: `Compare: ${comparisons} comparisons of ${baseDelayMs} ms with itself, and with ${slowDelayMs} ms; ${pairs} pairs of half a second at 100/s each`,
    columns: ['the same', 'slower'],
    compared: false,
    rows: [row('called worse', ({ fail }) => fail), row('not worse', ({ pass }) => pass), row('not told', (all) => all.inconclusive)],
    marks: [
      {
        name: 'false alarms of all comparisons',
        unit: '×',
        bound: 'at most',
        limit: alpha + 2 * Math.sqrt((alpha * (1 - alpha)) / comparisons),
        observed: alike.fail / comparisons,
      },
      { name: 'slower heads found', unit: '×', bound: 'at least', limit: 0.9, observed: slower.fail / comparisons },
    ],
    notes: [
      `At alpha ${alpha} one of ${Math.round(1 / alpha)} comparisons of a target with itself may call it worse; the mark allows two standard deviations of that.`,
    ],
  };
}
