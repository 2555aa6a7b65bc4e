import type { TallySnapshot } from '../executors/iteration-tally.ts';
import type { CountSnapshot } from '../executors/scenario-counts.ts';
import type { GeneratorFigures } from '../generator/generator-figures.ts';
import type { LoadLog } from '../load-log.ts';
import type { ExemplarSnapshot } from '../metrics/exemplar-recorder.ts';
import type { RegistrySnapshot, SketchSnapshot } from '../metrics/registry-snapshot.ts';
import type { Sample } from '../outputs/load-output.ts';
import type { SecretSources } from '../secrets/secret-sources.ts';
import type { InstanceCounts, SandboxLimits } from '../virtual-user.ts';

/** What a thread is started with: the same script as the others, and which share of the test is its. */
export interface ThreadStart {
  readonly scriptPath: string;
  /** The script itself, where it stands in no file. */
  readonly scriptText: string | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly secretSources: SecretSources;
  readonly hiddenTexts: readonly string[];
  readonly limits: SandboxLimits & { readonly maxVus: number };
  /** The consolidated options of the whole process, as `exec.test.options` shows them. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly index: number;
  readonly threads: number;
  /** Whether the outputs want samples. */
  readonly withSamples: boolean;
  readonly traced: boolean;
}

/** What the main thread says. */
export type ToThread =
  /** `startAtNs` is of process.hrtime, which all threads share; setup's answer is JSON. */
  | { readonly kind: 'run'; readonly setupData: string | undefined; readonly startAtNs: bigint }
  /** What all other threads have done up to now, answered to each look. */
  | { readonly kind: 'others'; readonly counts: InstanceCounts }
  /** Nothing new is to start; what runs has its graceful stop. */
  | { readonly kind: 'stop' }
  /** What runs is to end now. */
  | { readonly kind: 'interrupt' };

/** What a thread measured since it last told: absorbed in the main thread, each sample is counted there once. */
export interface ThreadLook {
  readonly registry: RegistrySnapshot;
  readonly tally: TallySnapshot;
  readonly scenarios: CountSnapshot;
  readonly lag: SketchSnapshot;
  /** Iterations under way, and users that exist. */
  readonly active: number;
  readonly initialised: number;
  /** How the thread did since its scenarios began; none before that. */
  readonly figures: readonly GeneratorFigures[];
  /** Of a traced run: what was not told before. */
  readonly exemplars: ExemplarSnapshot;
  /** The script called the test failed. */
  readonly failedBecause: string | undefined;
}

/** What a thread says; the last is `done`, `refused` or `failed`. */
export type FromThread =
  | { readonly kind: 'ready' }
  /** Twice a second, from the start on: a thread that is silent hangs. */
  | { readonly kind: 'look'; readonly look: ThreadLook }
  | { readonly kind: 'samples'; readonly samples: readonly Sample[] }
  | { readonly kind: 'log'; readonly level: Parameters<LoadLog>[0]; readonly message: string; readonly source: Parameters<LoadLog>[2] }
  /** The script ends the whole test. */
  | { readonly kind: 'abort'; readonly reason: string }
  /** The script was about to send to a host that load must not be sent to: that ends the whole test too. */
  | { readonly kind: 'refused-host'; readonly reason: string }
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly message: string; readonly location: string | undefined }
  | { readonly kind: 'failed'; readonly message: string };

/** One end of the line between the main thread and another. */
export interface ThreadLine<Said, Heard> {
  readonly say: (message: Said) => void;
  readonly listen: (hear: (message: Heard) => void) => void;
}

/** A thread, as the main thread sees it. */
export interface LoadThread extends ThreadLine<ToThread, FromThread> {
  /** Calls back once when the thread is gone, with what it died of, or undefined where it ended by itself. */
  readonly onGone: (callback: (cause: unknown) => void) => void;
  /** Ends it at once, whatever it does. */
  readonly kill: () => Promise<void>;
}

/** Starts a thread. */
export type StartThread = (start: ThreadStart) => LoadThread;
