import type { Inspection } from './commands/inspect-options.ts';
import type { Finding } from './lint/finding.ts';
import type { LoadProgress, LoadResult } from './load-result.ts';
import { isMap } from './options/field-kind.ts';
import type { OptionLayers } from './options/option-layers.ts';
import type { LiveSamples } from './outputs/export/live-output.ts';
import { type OutputSpec, readOutputSpecs } from './outputs/output-spec.ts';
import type { RecordFigures } from './record/record-figures.ts';
import type { LoadLimits } from './run-request.ts';
import type { SecretSources } from './secrets/secret-sources.ts';
import type { SkippedStage } from './skip-stages.ts';

/** What every request has, whatever it asks for. */
export interface RequestBase {
  /** Masked in whatever the process writes. */
  readonly secrets: Readonly<Record<string, string>>;
  /** What k6/secrets gives, by source and name; `__ENV` does not show it, and it is masked like the rest. The source `default`, or the only one, is what secrets.get() asks. */
  readonly secretSources?: SecretSources;
  /** What the whole process may use, in bytes. */
  readonly processMemoryBytes: number;
  readonly workingFolder: string;
}

/** What a request about one script has. */
export interface ScriptRequest extends RequestBase {
  /** Where the script is: what it imports and opens is looked for beside it. */
  readonly scriptPath: string;
  /** The script itself, where it stands in no file. */
  readonly scriptText?: string;
  /** Shown in `__ENV`, as the secrets are. */
  readonly env: Readonly<Record<string, string>>;
  readonly limits: LoadLimits;
  /** Options from outside of the script; none where it is absent. */
  readonly optionLayers?: OptionLayers;
}

/** Runs a script. */
export interface RunCommand extends ScriptRequest {
  readonly command: 'run';
  /** What it writes besides its messages. */
  readonly outputs: readonly OutputSpec[];
  readonly threads?: number;
  readonly skip?: readonly SkippedStage[];
  readonly withoutSamples?: 'fails' | 'passes';
  readonly traced?: boolean;
}

/** Tells what a script would run. */
export interface InspectCommand extends ScriptRequest {
  readonly command: 'inspect';
}

/** Looks a script over for what would make its answer worth less than it looks. */
export interface LintCommand extends ScriptRequest {
  readonly command: 'lint';
}

/** Reads the figures of records by which runs are compared. */
export interface FiguresCommand extends RequestBase {
  readonly command: 'figures';
  /** Files or folders, from the working folder. */
  readonly records: readonly string[];
}

/** Merges the records of all parts of a test into its result. */
export interface MergeCommand extends RequestBase {
  readonly command: 'merge';
  /** Paths, from the working folder. */
  readonly records: readonly string[];
  readonly outputs: readonly OutputSpec[];
}

/**
 * What the engine's process reads from stdin, as one JSON text: never argv, which everybody on the machine can read.
 *
 * One more command is one more member here, its fields in REQUIRED, its function in commands/engine-commands.ts, and where it answers
 * something of its own, one more last message.
 */
export type ProcessRequest = RunCommand | InspectCommand | LintCommand | FiguresCommand | MergeCommand;

/** One line of stdout. The last is `refused`, `failed`, or the answer of the command. */
export type ProcessMessage =
  | { readonly type: 'progress'; readonly progress: LoadProgress }
  | { readonly type: 'log'; readonly level: 'debug' | 'info' | 'warn' | 'error'; readonly message: string; readonly source?: 'console' }
  /** The series of a run under way, where the output `live` is asked for. */
  | { readonly type: 'series'; readonly atMs: number; readonly samples: LiveSamples }
  | LastMessage;

/** What a command comes to. `refused` blames the options that came from outside, or the script; nothing was sent then. */
export type LastMessage =
  | { readonly type: 'result'; readonly result: LoadResult }
  | { readonly type: 'inspected'; readonly inspection: Inspection }
  | { readonly type: 'linted'; readonly findings: readonly Finding[] }
  /** A list for each path that was asked for. */
  | { readonly type: 'figures'; readonly runs: readonly (readonly RecordFigures[])[] }
  | { readonly type: 'refused'; readonly blame: 'options' | 'script'; readonly message: string; readonly location: string | undefined }
  | { readonly type: 'failed'; readonly code: 'memory' | 'crashed'; readonly message: string };

/** Exit codes: 0 only when the answer of the command was written. */
export const PROCESS_EXIT = { result: 0, failed: 1, refused: 2, memory: 70, secondSignal: 130 } as const;

type FieldType = 'text' | 'object' | 'number';

const BASE = { secrets: 'object', processMemoryBytes: 'number', workingFolder: 'text' } as const;

const SCRIPT = { ...BASE, scriptPath: 'text', env: 'object', limits: 'object' } as const;

/** What each command can't do without. */
const REQUIRED: Readonly<Record<ProcessRequest['command'], Readonly<Record<string, FieldType>>>> = {
  run: SCRIPT,
  inspect: SCRIPT,
  lint: SCRIPT,
  figures: { ...BASE, records: 'object' },
  merge: { ...BASE, records: 'object' },
};

/** Reads a request; throws an Error that names what is missing, never its text, which has secrets. */
export function parseProcessRequest(text: string): ProcessRequest {
  const value = parseObject(text);
  const { command } = value;
  const required = Object.entries(REQUIRED).find(([name]) => name === command)?.[1];
  if (required === undefined) throw new Error(`the request on stdin needs a command, one of ${Object.keys(REQUIRED).join(', ')}`);
  const missing = Object.entries(required).find(([name, type]) => !isOf(type, value[name]));
  if (missing !== undefined) throw new Error(`the request on stdin needs ${missing[0]}`);
  refuseSources(value['secretSources']);
  return { ...value, outputs: readOutputSpecs(value['outputs']) } as unknown as ProcessRequest;
}

function refuseSources(sources: unknown): void {
  if (sources === undefined) return;
  const sound =
    isMap(sources) &&
    Object.values(sources).every((secrets) => isMap(secrets) && Object.values(secrets).every((value) => typeof value === 'string'));
  if (!sound) throw new Error('the secretSources of the request on stdin must be texts by source and name');
}

function isOf(type: FieldType, value: unknown): boolean {
  switch (type) {
    case 'text':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number';
    case 'object':
      return typeof value === 'object' && value !== null;
  }
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error('the request on stdin is not JSON');
  }
  if (typeof value !== 'object' || value === null) throw new Error('the request on stdin is not an object');
  return value as Readonly<Record<string, unknown>>;
}
