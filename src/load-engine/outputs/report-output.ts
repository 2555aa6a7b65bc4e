import { rename, rm, writeFile } from 'node:fs/promises';
import type { LoadResult } from '../load-result.ts';
import { messageOf } from '../message-of.ts';
import type { LoadOutput, OutputEnd, OutputStart } from './load-output.ts';

/** Everything that a report can tell. */
export interface ReportInput {
  readonly start: OutputStart;
  readonly result: LoadResult;
  readonly end: OutputEnd;
}

/** How long a disk may take for a report. */
const WRITE_MS = 20_000;

/** An output that writes one file at the end; a reader never meets half of it, and what cannot be written is told. That the file can be written is tried before the run. */
export function reportOutput(name: string, file: string, render: (input: ReportInput) => string): LoadOutput {
  let started: OutputStart | undefined;
  const partial = `${file}.partial`;
  const remove = (): Promise<void> => rm(partial, { force: true }).catch(() => {});
  return {
    name,
    start: async (start) => {
      started = start;
      await writeFile(partial, '');
    },
    finish: async (result, end) => {
      if (started === undefined) return ['was never started'];
      try {
        await writeFile(partial, render({ start: started, result, end }), { signal: AbortSignal.timeout(WRITE_MS) });
        await rename(partial, file);
        return [];
      } catch (error) {
        await remove();
        return [`was not written: ${messageOf(error)}`];
      }
    },
    abandon: remove,
  };
}
