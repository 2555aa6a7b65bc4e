import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openScript } from '../open-script.ts';
import type { SecretSources } from '../secrets/secret-sources.ts';
import type {
  IterationContext,
  IterationOutcome,
  LoadScript,
  MetricDeclaration,
  SampleSink,
  SandboxLimits,
  Tags,
  TestFacts,
  VirtualUser,
} from '../virtual-user.ts';

/** A sample as it was emitted. */
export interface Sample {
  readonly metric: string;
  readonly value: number;
  readonly tags: Tags;
  readonly metadata?: Tags;
}

/** A sink that keeps everything, for tests to look at. */
export class KeptSamples implements SampleSink {
  readonly samples: Sample[] = [];
  readonly checks: { readonly name: string; readonly group: string; readonly passed: boolean }[] = [];
  readonly declared: MetricDeclaration[] = [];

  add(metric: string, value: number, tags: Tags, _atMs?: number, metadata?: Tags): void {
    this.samples.push({ metric, value, tags, ...(metadata === undefined ? {} : { metadata }) });
  }
  declare(metric: MetricDeclaration): void {
    this.declared.push(metric);
  }
  check(name: string, group: string, passed: boolean): void {
    this.checks.push({ name, group, passed });
  }
  of(metric: string): readonly Sample[] {
    return this.samples.filter((sample) => sample.metric === metric);
  }
  values(metric: string): readonly number[] {
    return this.of(metric).map(({ value }) => value);
  }
}

/** What a test wants to be other than usual. */
export interface FixtureWishes {
  readonly files?: Readonly<Record<string, string>>;
  readonly entry?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly limits?: Partial<SandboxLimits>;
  readonly secretSources?: SecretSources;
  /** Options on top of those that the script exports. */
  readonly options?: Readonly<Record<string, unknown>>;
  readonly facts?: Partial<TestFacts>;
}

/** A folder with a script in it, opened; disposing of it removes the folder and the virtual users. */
export class ScriptFixture implements AsyncDisposable {
  readonly folder: string;
  readonly script: LoadScript;
  readonly sink = new KeptSamples();
  readonly logs: string[];
  readonly facts: TestFacts;
  readonly #users: VirtualUser[] = [];

  constructor(folder: string, script: LoadScript, logs: string[], wishes: FixtureWishes) {
    this.folder = folder;
    this.script = script;
    this.logs = logs;
    this.facts = {
      startMs: 1_000,
      instance: () => ({ iterationsCompleted: 7, iterationsInterrupted: 1, vusActive: 2, vusInitialized: 3 }),
      options: { ...script.options, ...wishes.options },
      globalTags: {},
      ...wishes.facts,
    };
  }

  /** Makes the virtual user of a number. */
  async user(id = 1): Promise<VirtualUser> {
    const user = await this.script.createVirtualUser(id, this.facts, this.sink);
    this.#users.push(user);
    return user;
  }

  /** Runs one iteration of a new virtual user. */
  async iterate(
    context: Partial<IterationContext> = {},
    setupData?: string,
    signal = new AbortController().signal,
  ): Promise<IterationOutcome> {
    const user = await this.user();
    return user.iterate(iterationContext(context), setupData, signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#users.map((user) => user.dispose()));
    await this.script.dispose();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** The context of an iteration, with what a test does not care about filled in. */
export function iterationContext(wishes: Partial<IterationContext> = {}): IterationContext {
  return {
    scenario: 'default',
    executor: 'per-vu-iterations',
    exec: 'default',
    scenarioTags: {},
    scenarioEnv: {},
    iterationInScenario: 0,
    scenarioStartMs: 2_000,
    progress: () => 0.5,
    ...wishes,
  };
}

/** Waits until something is so, looking again each turn of the event loop; rejects after ten seconds. */
export async function when(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`never came true: ${condition.toString()}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Writes a script into a folder of its own and opens it; rejects as openScript does. */
export async function openFixture(source: string, wishes: FixtureWishes = {}): Promise<ScriptFixture> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-script-'));
  const entry = wishes.entry ?? 'script.ts';
  const logs: string[] = [];
  try {
    await Promise.all(Object.entries({ ...wishes.files, [entry]: source }).map(([name, text]) => put(join(folder, name), text)));
    const script = await openScript({
      path: join(folder, entry),
      env: wishes.env ?? {},
      secretSources: wishes.secretSources ?? {},
      limits: { memoryBytes: 32 * 1024 * 1024, initMs: 5_000, allowedHosts: undefined, ...wishes.limits },
      log: (level, message) => logs.push(`${level}: ${message}`),
    });
    return new ScriptFixture(folder, script, logs, wishes);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
