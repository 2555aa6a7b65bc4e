import type { SandboxImage } from '../sandbox/sandbox.ts';

/** Functions of guest code that the engine calls. */
export type Entry = (typeof entries)[number];
export const entries = [
  'callStage',
  'eventDue',
  'installGlobals',
  'iterate',
  'operationDone',
  'operationFailed',
  'register',
  'setData',
  'setEnvironment',
  'setExec',
  'timerDue',
] as const;

/** What all virtual users of a script begin with: guest code has run, the script is compiled, nothing of it has run. */
export interface ScriptImage {
  readonly sandbox: SandboxImage;
  readonly entry: Readonly<Record<Entry, number>>;
}

/** The module that runs a compiled script; it exports the script's exports as \`script\`. */
export function startModule(entryFile: string): string {
  return `export * as script from ${JSON.stringify(entryFile)};`;
}
