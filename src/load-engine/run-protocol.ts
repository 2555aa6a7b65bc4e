import type { LoadProgress, LoadResult } from './load-result.ts';
import { isMap } from './options/field-kind.ts';
import { type OutputSpec, readOutputSpecs } from './outputs/output-spec.ts';
import type { LoadLimits } from './run-request.ts';
import type { SecretSources } from './secrets/secret-sources.ts';

/** What the engine's process reads from stdin, as one JSON text: never argv, which everybody on the machine can read. */
export interface ProcessRequest {
  readonly scriptPath: string;
  readonly env: Readonly<Record<string, string>>;
  /** Shown in `__ENV` too, and masked in whatever the process writes. */
  readonly secrets: Readonly<Record<string, string>>;
  /** What k6/secrets gives, by source and name; `__ENV` does not show it, and it is masked like the rest. The source `default`, or the only one, is what secrets.get() asks. */
  readonly secretSources?: SecretSources;
  readonly limits: LoadLimits;
  /** What the whole process may use, in bytes. */
  readonly processMemoryBytes: number;
  readonly workingFolder: string;
  readonly outputs: readonly OutputSpec[];
}

/** One line of stdout. The last is `result`, `refused` or `failed`. */
export type ProcessMessage =
  | { readonly type: 'progress'; readonly progress: LoadProgress }
  | { readonly type: 'log'; readonly level: 'debug' | 'info' | 'warn' | 'error'; readonly message: string }
  | { readonly type: 'result'; readonly result: LoadResult }
  | { readonly type: 'refused'; readonly message: string; readonly location: string | undefined }
  | { readonly type: 'failed'; readonly code: 'memory' | 'crashed'; readonly message: string };

/** Exit codes: 0 only when a result was written. */
export const PROCESS_EXIT = { result: 0, failed: 1, refused: 2, memory: 70, secondSignal: 130 } as const;

/** Reads a request; throws an Error that names what is missing, never its text, which has secrets. */
export function parseProcessRequest(text: string): ProcessRequest {
  const value = parseObject(text);
  for (const name of ['scriptPath', 'workingFolder'] as const) {
    if (typeof value[name] !== 'string') throw new Error(`the request on stdin needs ${name}`);
  }
  for (const name of ['env', 'secrets', 'limits'] as const) {
    if (typeof value[name] !== 'object' || value[name] === null) throw new Error(`the request on stdin needs ${name}`);
  }
  refuseSources(value['secretSources']);
  if (typeof value['processMemoryBytes'] !== 'number') throw new Error('the request on stdin needs processMemoryBytes');
  return { ...value, outputs: readOutputSpecs(value['outputs']) } as unknown as ProcessRequest;
}

function refuseSources(sources: unknown): void {
  if (sources === undefined) return;
  const sound =
    isMap(sources) &&
    Object.values(sources).every((secrets) => isMap(secrets) && Object.values(secrets).every((value) => typeof value === 'string'));
  if (!sound) throw new Error('the secretSources of the request on stdin must be texts by source and name');
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
