import type { LiveSample } from '../../control/ports/live-series.ts';
import type { LoadFinding, LoadInspection, RecordedRun } from '../../control/ports/load-engine.ts';
import type { LoadMeasurement, LoadRunProgress } from '../../control/ports/load-runner.ts';

/** A line of the engine's stdout, as far as we use it. */
export type EngineMessage =
  | { readonly type: 'progress'; readonly progress: LoadRunProgress }
  | { readonly type: 'log'; readonly level: 'debug' | 'info' | 'warn' | 'error'; readonly message: string; readonly source?: 'console' }
  | { readonly type: 'series'; readonly atMs: number; readonly samples: readonly LiveSample[] }
  | EngineAnswer;

/** The last line: what a command came to. */
export type EngineAnswer =
  | { readonly type: 'result'; readonly result: LoadMeasurement }
  | { readonly type: 'inspected'; readonly inspection: LoadInspection }
  | { readonly type: 'linted'; readonly findings: readonly LoadFinding[] }
  | { readonly type: 'figures'; readonly runs: readonly (readonly RecordedRun[])[] }
  | { readonly type: 'refused'; readonly blame: 'options' | 'script'; readonly message: string; readonly location: string | undefined }
  | { readonly type: 'failed'; readonly code: string; readonly message: string };

/** The field that each message must have to be one. */
const NEEDS: Readonly<Record<EngineMessage['type'], string>> = {
  progress: 'progress',
  log: 'message',
  series: 'samples',
  result: 'result',
  inspected: 'inspection',
  linted: 'findings',
  figures: 'runs',
  refused: 'message',
  failed: 'message',
};

/** Parses a line; undefined where it is no message, as when a library prints. */
export function parseEngineMessage(line: string): EngineMessage | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isMessage(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The engine is our own code of the same version, so a message is known by its type and is whole. */
function isMessage(value: unknown): value is EngineMessage {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false;
  const { type } = value;
  return typeof type === 'string' && Object.hasOwn(NEEDS, type) && (NEEDS[type as EngineMessage['type']] ?? '') in value;
}
