import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bench } from './bench.ts';
import type { Section } from './section.ts';
import { writeGateConfig } from './write-gate-config.ts';

/** Nothing answers there: `sluice up` must come up without the platform that it governs. */
const nowhere = {
  gateway: 'http://127.0.0.1:1',
  admin: 'http://127.0.0.1:2',
  auth: 'http://127.0.0.1:3',
  execution: 'http://127.0.0.1:4',
  workflow: { v1: 'http://127.0.0.1:5' },
} as const;

/** How long `sluice up` takes from its spawn to the line that says it is ready: in an empty folder, and once more in the same one. */
export async function benchUp(bench: Bench): Promise<Section> {
  const [first, again]: [number[], number[]] = [[], []];
  for (let repetition = 1; repetition <= bench.repetitions; repetition += 1) {
    bench.say(`  sluice up (${repetition}/${bench.repetitions})`);
    const folder = join(bench.folder, `up-${repetition}`);
    await mkdir(folder, { recursive: true });
    const config = await writeGateConfig({ folder, places: nowhere, gates: ['contract', 'load', 'budget'], load: {} });
    first.push(await secondsToReady(bench, config));
    again.push(await secondsToReady(bench, config));
  }
  return {
    title: 'Start of sluice up',
    columns: ['first start', 'restart'],
    rows: [{ name: 'spawn to ready', unit: 's', samples: { 'first start': first, restart: again } }],
    notes: ['The first start makes the database, its schema and the admin token. Nothing of LinkFlow runs meanwhile.'],
  };
}

async function secondsToReady({ processes, root, signal }: Bench, config: string): Promise<number> {
  signal.throwIfAborted();
  const start = performance.now();
  const sluice = processes.start({
    name: 'up',
    command: [join(root, 'bin/sluice'), 'up', '--config', config, '--json'],
    env: { LINKFLOW_ADMIN_TOKEN: 'unused', WORKFLOW_TEST_TOKEN: 'unused' },
  });
  try {
    await sluice.ready;
    return (performance.now() - start) / 1000;
  } finally {
    await sluice.stop();
  }
}
