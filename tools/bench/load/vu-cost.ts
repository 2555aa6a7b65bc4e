import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { engineNodeFlags } from '../../../src/load-engine/node-flags.ts';
import type { Bench } from '../bench.ts';
import type { PassMark } from '../pass-mark.ts';
import { succeeded } from '../processes.ts';
import type { Section, Unit } from '../section.ts';
import { spreadOf } from '../spread.ts';
import { inTurn, samplesOf } from './in-turn.ts';
import { closedScript } from './run-engine.ts';

const mebibyte = 2 ** 20;

const costSchema = z.object({ openedMs: z.number(), readyMs: z.number(), rss: z.number(), grownBytes: z.number() });

type Cost = z.infer<typeof costSchema> & { readonly vus: number };

/** What virtual users cost before their first request: time until all stand ready, and memory that stays resident. */
export async function benchVuCost(bench: Bench): Promise<Section> {
  const script = join(bench.folder, 'vu-cost.k6.ts');
  await writeFile(script, closedScript({ users: 1, seconds: 1 }));
  const cost = (vus: number) => () => costOf(bench, script, vus);
  const runs = await inTurn(bench, 'users made ready', { '500 VUs': cost(500), '2,000 VUs': cost(2000) });
  const row = (name: string, unit: Unit, read: (cost: Cost) => number) => ({ name, unit, samples: samplesOf(runs, read) });
  return {
    title: 'Virtual users',
    columns: ['500 VUs', '2,000 VUs'],
    compared: false,
    rows: [
      row('script opened to all ready', 's', ({ readyMs }) => readyMs / 1000),
      row('· of that the script', 's', ({ openedMs }) => openedMs / 1000),
      row('memory of a user', 'MiB', ({ grownBytes, vus }) => grownBytes / vus / mebibyte),
      row('memory of the process', 'MiB', ({ rss }) => rss / mebibyte),
    ],
    marks: marksOf(runs),
    notes: [
      'The script gets and checks one URL. Time is from reading the script, without the start of Node; memory is resident, by the difference to before the first user.',
    ],
  };
}

function marksOf(runs: Readonly<Record<string, readonly Cost[]>>): readonly PassMark[] {
  const mark = (name: string, unit: Unit, limit: number, column: string, read: (cost: Cost) => number): PassMark => {
    const observed = spreadOf(samplesOf(runs, read)[column] ?? [])?.median;
    return { name: `${column}: ${name}`, unit, bound: 'at most', limit, observed };
  };
  return [
    mark('ready', 's', 2, '500 VUs', ({ readyMs }) => readyMs / 1000),
    mark('memory of a user', 'MiB', 0.5, '500 VUs', ({ grownBytes, vus }) => grownBytes / vus / mebibyte),
    mark('memory of the process', 'MiB', 1024, '2,000 VUs', ({ rss }) => rss / mebibyte),
  ];
}

async function costOf(bench: Bench, script: string, vus: number): Promise<Cost> {
  const ended = await bench.processes.run({
    name: `${vus} users`,
    command: [process.execPath, ...engineNodeFlags, fileURLToPath(import.meta.resolve('./vu-cost-child.ts'))],
    env: { BENCH_SCRIPT: script, BENCH_VUS: String(vus) },
    deadlineMs: 120_000,
  });
  return { ...costSchema.parse(JSON.parse(succeeded(`${vus} users`, ended))), vus };
}
