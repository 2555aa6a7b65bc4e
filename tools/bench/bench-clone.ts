import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testToken } from '../../src/e2e/testing/test-token.ts';
import type { Bench } from './bench.ts';
import { succeeded } from './processes.ts';
import { runGate } from './run-gate.ts';
import type { Section } from './section.ts';
import { startLinkFlow } from './start-linkflow.ts';
import { writeGateConfig } from './write-gate-config.ts';

const parts = ['git clone', 'npm ci', 'LinkFlow up', 'sluice gate'] as const;
type Parts = Readonly<Record<(typeof parts)[number], number>>;

/** How long it takes from `git clone` of this repository's last commit to the first verdict on a service that runs. */
export async function benchClone(bench: Bench): Promise<Section> {
  const runs: Parts[] = [];
  const notes = new Set([
    'The last commit is cloned from this folder, so nothing is fetched of it; npm takes what its cache holds and fetches the rest.',
    `The gate is contract, load (${bench.loadSeconds} s) and budget.`,
  ]);
  for (let repetition = 1; repetition <= bench.repetitions; repetition += 1) {
    const temporary = await mkdtemp(join(tmpdir(), 'sluice-clone-'));
    try {
      runs.push(await cloneToVerdict(bench, join(temporary, 'sluice'), (note) => notes.add(note)));
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
  }
  const rows = parts.map((part) => ({ name: part, unit: 's' as const, samples: { measured: runs.map((run) => run[part]) } }));
  const total = { name: 'clone to verdict', unit: 's' as const, samples: { measured: runs.map(totalOf) } };
  return { title: 'From clone to the first verdict', columns: ['measured'], rows: [...rows, total], notes: [...notes] };
}

const totalOf = (run: Parts): number => parts.reduce((sum, part) => sum + run[part], 0);

async function cloneToVerdict(bench: Bench, root: string, note: (sentence: string) => void): Promise<Parts> {
  // --no-local: objects are packed and copied as over a network, not linked.
  const cloned = await secondsOfCommand(bench, ['git', 'clone', '--quiet', '--no-local', bench.root, root], bench.root);
  const installed = await secondsOfCommand(bench, ['npm', 'ci'], root);
  const start = performance.now();
  bench.say('  LinkFlow and sluice gate of the clone');
  const linkFlow = await startLinkFlow(bench, { root, folder: join(root, '.sluice') });
  try {
    const started = (performance.now() - start) / 1000;
    const { wallSeconds, decision, headline } = await firstVerdict(bench, root, linkFlow);
    if (decision !== 'passed') note(`A gate did not pass: ${decision}, ${headline}`);
    return { 'git clone': cloned, 'npm ci': installed, 'LinkFlow up': started, 'sluice gate': wallSeconds };
  } finally {
    await linkFlow.process.stop();
  }
}

async function firstVerdict(bench: Bench, root: string, { places, workflow }: Awaited<ReturnType<typeof startLinkFlow>>) {
  const config = await writeGateConfig({
    folder: join(root, '.sluice/gate'),
    places,
    gates: ['contract', 'load', 'budget'],
    load: { RATE: '20', DURATION: `${bench.loadSeconds}s` },
  });
  return runGate(bench, { root, config, url: workflow, token: await testToken(places.gateway) });
}

async function secondsOfCommand({ processes, say }: Bench, command: readonly [string, ...string[]], cwd: string): Promise<number> {
  const name = command.slice(0, 2).join(' ');
  say(`  ${name}`);
  const ended = await processes.run({ name, command, cwd, deadlineMs: 900_000 });
  succeeded(name, ended);
  return ended.wallMs / 1000;
}
