import type { LoadResult } from '../load-result.ts';
import { messageOf } from '../message-of.ts';
import type { LoadOutput, OutputEnd, OutputStart } from './load-output.ts';
import { openReportTarget, type ReportTarget } from './report-target.ts';

/** Everything that a report can tell. */
export interface ReportInput {
  readonly start: OutputStart;
  readonly result: LoadResult;
  readonly end: OutputEnd;
}

/** An output that writes one text at the end; what can't be written is told. That it can be is tried before the run. */
export function reportOutput(name: string, file: string, render: (input: ReportInput) => string): LoadOutput {
  let open: { readonly start: OutputStart; readonly target: ReportTarget } | undefined;
  return {
    name,
    start: async (start) => {
      open = { start, target: await openReportTarget(file) };
    },
    finish: async (result, end) => {
      if (open === undefined) return ['was never started'];
      const { start, target } = open;
      try {
        await target.write(render({ start, result, end }));
        return [];
      } catch (error) {
        await target.abandon();
        return [`was not written: ${messageOf(error)}`];
      }
    },
    abandon: async () => open?.target.abandon(),
  };
}
