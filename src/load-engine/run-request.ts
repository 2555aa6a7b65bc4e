import type { Clock } from './clock.ts';
import type { WatchGenerator } from './generator/generator-figures.ts';
import type { LoadLog } from './load-log.ts';
import type { LoadProgress } from './load-result.ts';
import type { OptionLayers } from './options/option-layers.ts';
import type { LoadOutput } from './outputs/load-output.ts';
import type { SecretSources } from './secrets/secret-sources.ts';
import type { SkippedStage } from './skip-stages.ts';
import type { StartThread } from './threads/thread-protocol.ts';
import type { OpenScript, SandboxLimits } from './virtual-user.ts';

/** Limits of one run: of each sandbox, and of all of them together. */
export interface LoadLimits extends SandboxLimits {
  /** The most users that the scenarios together may have at once. */
  readonly maxVus: number;
}

/** What to run, with what, and whom to tell. */
export interface RunScriptRequest {
  readonly scriptPath: string;
  /** The script itself, where it stands in no file. */
  readonly scriptText?: string;
  /** All that `__ENV` shows. */
  readonly env: Readonly<Record<string, string>>;
  /** What k6/secrets gives; none where it is absent. */
  readonly secretSources?: SecretSources;
  /** Further secrets, which the environment shows to the script: masked, as those of the sources are, in logs, tags, exceptions, results and files. */
  readonly hiddenTexts?: readonly string[];
  readonly limits: LoadLimits;
  /** Ends the test gracefully: nothing new starts, what runs has its gracefulStop, then teardown and the summary. */
  readonly signal: AbortSignal;
  /** Called twice a second. */
  readonly onProgress: (progress: LoadProgress) => void;
  readonly log: LoadLog;
  readonly clock: Clock;
  readonly openScript: OpenScript;
  /** The folder inside of which handleSummary may write files. */
  readonly workingFolder: string;
  /** Options from outside of the script; none where it is absent. */
  readonly optionLayers?: OptionLayers;
  /** What distinguishes this run from others like it, kept in its record: `{ version: 'v2', block: '3' }`. Never a secret. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Who is told of every sample; nobody where it is absent. */
  readonly outputs?: readonly LoadOutput[];
  /** What of the script's life cycle is left out; nothing where it is absent. */
  readonly skip?: readonly SkippedStage[];
  /** Threads that the virtual users are spread over; 1 where it is absent, and never more than there are users. */
  readonly threads?: number;
  /** Starts one of them; needed for more than one. */
  readonly startThread?: StartThread;
  /** What the whole process may use, in bytes, where something ends it beyond that. */
  readonly memoryLimitBytes?: number;
  /** Watches how the generator itself does; a result has nothing of it where it is absent. */
  readonly watchGenerator?: WatchGenerator;
  /** What a threshold on something that never had a sample comes to: `fails` where it is absent, `passes` as k6 answers. */
  readonly withoutSamples?: 'fails' | 'passes';
  /** Whether requests carry the W3C header traceparent, and samples the id of their trace. */
  readonly traced?: boolean;
}
