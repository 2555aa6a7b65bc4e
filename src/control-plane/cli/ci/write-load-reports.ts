import { appendFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { LoadMeasurement } from '../../control/ports/load-runner.ts';
import { CliFailure } from '../cli-failure.ts';
import { loadOutcome, withLoadExits } from '../load/load-failure.ts';
import type { LoadEnd } from '../load-exit.ts';
import type { Outcome } from '../outcome.ts';
import type { Work } from '../perform.ts';
import type { Surroundings } from '../surroundings.ts';
import { loadJobSummary } from './load-job-summary.ts';
import { loadJunitXml } from './load-junit.ts';
import { type LoadReport, loadSentence } from './load-report.ts';
import { annotation } from './workflow-command.ts';
import { writeWhole } from './write-whole.ts';

/** What the outcome of a load command has for programs; a run that was not measured has no result. */
interface LoadData {
  readonly end?: LoadEnd;
  readonly result?: LoadMeasurement;
}

/**
 * Work whose end the surrounding CI is told of: the JUnit file that was asked for, and on GitHub Actions the job summary and an annotation.
 *
 * A run that failed before it had a result is told of too. A run that passed ends as `engine-failed` when a
 * report can't be written: one that is missing must not go unnoticed.
 */
export function withLoadReports(script: string, junit: string | undefined, work: Work): Work {
  return async (context) => {
    const { surroundings } = context;
    const startedAtMs = surroundings.clock.now();
    const outcome = await work(context);
    if (outcome === undefined) return undefined;
    const report = { ...reportOf(outcome), script, startedAtMs, finishedAtMs: surroundings.clock.now() };
    const written = withLoadExits(async () => {
      await writeReports(report, surroundings, junit);
      return outcome;
    });
    const ended = await written(context);
    return ended === outcome
      ? outcome
      : loadOutcome('engine-failed', { ...outcome, reasons: [...outcome.reasons, ...(ended?.reasons ?? [])] });
  };
}

function reportOf({ data, reasons }: Outcome): Pick<LoadReport, 'end' | 'measured'> {
  const { end = 'engine-failed', result } = data as LoadData;
  return { end, measured: result === undefined ? { problem: reasons[0]?.sentence ?? 'There is no result.' } : { result } };
}

async function writeReports(report: LoadReport, surroundings: Surroundings, junit: string | undefined): Promise<void> {
  const { github } = surroundings.environment;
  const sentence = loadSentence(report);
  try {
    if (junit !== undefined) await writeWhole(resolve(surroundings.folder, junit), loadJunitXml(report));
    if (github.stepSummaryFile !== undefined) await appendFile(github.stepSummaryFile, loadJobSummary(report));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CliFailure(
      'error',
      'report-not-written',
      `The test ran (${sentence}), but a report could not be written: ${why}.`,
      undefined,
      cause,
    );
  }
  if (github.isActions && report.end !== 'passed') surroundings.stderr.write(annotation('error', `Load test: ${report.end}`, sentence));
}
