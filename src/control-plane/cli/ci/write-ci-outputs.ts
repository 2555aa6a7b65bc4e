import { appendFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { CiGateResult } from '../../control/control-plane.ts';
import { CliFailure } from '../cli-failure.ts';
import { decideGates, exitCodes } from '../exit.ts';
import { gateHeadline } from '../render/ci-gate-text.ts';
import type { Surroundings } from '../surroundings.ts';
import { annotations } from './annotations.ts';
import { jobOutput } from './job-output.ts';
import { jobSummary } from './job-summary.ts';
import { junitXml } from './junit.ts';
import { writeWhole } from './write-whole.ts';

function outputs(result: CiGateResult, newId: () => string): string {
  const decision = decideGates(result.gates);
  return [
    jobOutput('decision', decision, newId),
    jobOutput('exit-code', String(exitCodes[decision]), newId),
    jobOutput('headline', gateHeadline(result), newId),
  ].join('');
}

/** Writes what the surrounding CI reads: the JUnit file that was asked for, and on GitHub Actions annotations (to stderr), job summary and outputs. Throws CliFailure when a file can't be written: a report that is missing must not go unnoticed. */
export async function writeCiOutputs(
  result: CiGateResult,
  { surroundings, junit }: { readonly surroundings: Surroundings; readonly junit: string | undefined },
): Promise<void> {
  const { github } = surroundings.environment;
  try {
    if (junit !== undefined) await writeWhole(resolve(surroundings.folder, junit), junitXml(result));
    if (github.stepSummaryFile !== undefined) await appendFile(github.stepSummaryFile, jobSummary(result));
    if (github.outputFile !== undefined) await appendFile(github.outputFile, outputs(result, surroundings.newId));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CliFailure(
      'error',
      'report-not-written',
      `The gates ran (${gateHeadline(result)}), but a report could not be written: ${why}.`,
      'Make the folder writable and run the gates again.',
      cause,
    );
  }
  if (github.isActions) surroundings.stderr.write(annotations(result));
}
