import { join } from 'node:path';
import { pactContractVerifier } from '../../src/control-plane/adapters/pact/pact-verifier.ts';
import { inheritedVariables } from '../../src/control-plane/config/inherited-variables.ts';
import { testToken } from '../../src/e2e/testing/test-token.ts';
import type { Bench } from './bench.ts';
import { measureLoad } from './measure-load.ts';
import { type GateRun, runGate } from './run-gate.ts';
import type { Row, Section, Unit } from './section.ts';
import { type RunningLinkFlow, startLinkFlow } from './start-linkflow.ts';
import { writeGateConfig } from './write-gate-config.ts';

const loadRate = 20;

/** Everything that one repetition measured, in seconds. */
interface Repetition {
  readonly verifier: number;
  readonly load: number;
  /** `sluice gate` with contract and load. */
  readonly gate: GateRun;
  /** With the budget gate too, as it is delivered. */
  readonly gateWithBudget: GateRun;
}

/** What `sluice gate` costs over the load run and the contract verification that it is made of, on LinkFlow's workflow service. */
export async function benchGate(bench: Bench): Promise<Section> {
  const linkFlow = await startLinkFlow(bench, { root: bench.root, folder: bench.folder });
  const load = { RATE: String(loadRate), DURATION: `${bench.loadSeconds}s` };
  const configOf = (name: string, gates: readonly string[]): Promise<string> =>
    writeGateConfig({ folder: join(bench.folder, name), places: linkFlow.places, gates, load });
  const configs = {
    gate: await configOf('gate', ['contract', 'load']),
    gateWithBudget: await configOf('gate-with-budget', ['contract', 'load', 'budget']),
  };
  const repetitions: Repetition[] = [];
  for (let number = 1; number <= bench.repetitions; number += 1) {
    bench.say(`  verifier, load run and sluice gate (${number}/${bench.repetitions})`);
    repetitions.push(await repeat(bench, linkFlow, configs, load));
  }
  await linkFlow.process.stop();
  return { title: 'Overhead of sluice gate', columns: ['measured'], rows: rowsOf(repetitions), notes: notesOf(bench, repetitions) };
}

async function repeat(
  bench: Bench,
  { places, workflow }: RunningLinkFlow,
  configs: { readonly gate: string; readonly gateWithBudget: string },
  load: Readonly<Record<string, string>>,
): Promise<Repetition> {
  const token = await testToken(places.gateway);
  const run = { root: bench.root, url: workflow, token };
  return {
    verifier: await secondsOf(() => verify(bench, workflow, token)),
    load: await secondsOf(() => loadAlone(bench, { ...load, BASE_URL: workflow }, token)),
    gate: await runGate(bench, { ...run, config: configs.gate }),
    gateWithBudget: await runGate(bench, { ...run, config: configs.gateWithBudget }),
  };
}

async function loadAlone(bench: Bench, env: Readonly<Record<string, string>>, token: string): Promise<void> {
  const workingFolder = join(bench.root, 'loadtests');
  await measureLoad(bench, { scriptPath: join(workingFolder, 'workflow-service.k6.ts'), workingFolder, env, secrets: { TOKEN: token } });
}

async function verify({ root, signal }: Bench, url: string, token: string): Promise<void> {
  const verifications = await pactContractVerifier({ environment: inheritedVariables() }).verify({
    provider: 'workflow-service',
    version: 'v1',
    baseUrl: url,
    pactFiles: [join(root, 'contracts/pacts/workflow-ui-workflow-service.json')],
    providerStatesUrl: new URL('/_pact/provider-states', url).href,
    headers: { Authorization: `Bearer ${token}` },
    deadlineMs: 120_000,
    signal,
  });
  const interactions = verifications.flatMap((verification) => verification.interactions);
  if (interactions.length === 0 || interactions.some(({ verdict }) => verdict === 'failed'))
    throw new Error('workflow-service v1 does not keep its contracts, so the time that it takes to verify them means nothing');
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

function rowsOf(repetitions: readonly Repetition[]): readonly Row[] {
  const row = (name: string, unit: Unit, read: (run: Repetition) => number): Row => ({
    name,
    unit,
    samples: { measured: repetitions.map(read) },
  });
  const parts = ({ verifier, load }: Repetition): number => verifier + load;
  return [
    row('verifier alone', 's', (run) => run.verifier),
    row('load run alone', 's', (run) => run.load),
    row('gate (contract, load)', 's', ({ gate }) => gate.wallSeconds),
    row('· start to first gate', 's', ({ gate }) => gate.beforeSeconds),
    row('· last gate to exit', 's', ({ gate }) => gate.afterSeconds),
    row('· overhead', 's', (run) => run.gate.wallSeconds - parts(run)),
    row('· overhead', '%', (run) => (100 * (run.gate.wallSeconds - parts(run))) / parts(run)),
    row('gate (contract, load, budget)', 's', ({ gateWithBudget }) => gateWithBudget.wallSeconds),
    row('· overhead', 's', (run) => run.gateWithBudget.wallSeconds - parts(run)),
    row('· overhead', '%', (run) => (100 * (run.gateWithBudget.wallSeconds - parts(run))) / parts(run)),
  ];
}

function notesOf({ loadSeconds }: Bench, repetitions: readonly Repetition[]): readonly string[] {
  const unpassed = repetitions
    .flatMap(({ gate, gateWithBudget }) => [gate, gateWithBudget])
    .filter(({ decision }) => decision !== 'passed')
    .map(({ decision, headline }) => `A gate did not pass: ${decision}, ${headline}`);
  return [
    `The shares are those of a load run of ${loadSeconds} s at ${loadRate} starts a second; other lengths were not measured.`,
    'The budget gate waits two scrapes (2 s) for the last figures of the run; that is in its overhead.',
    ...new Set(unpassed),
  ];
}
