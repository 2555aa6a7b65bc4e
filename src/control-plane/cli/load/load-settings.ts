import { InvalidArgumentError } from 'commander';
import type { LoadSkip } from '../../control/ports/load-engine.ts';
import { CliFailure } from '../cli-failure.ts';
import type { LoadVariables } from './load-variables.ts';
import { settingFlags } from './setting-flags.ts';

/** Flags as commander has read them; absent where they were not written. */
export interface LoadFlags {
  readonly env?: readonly string[];
  readonly allowHost?: readonly string[];
  readonly config?: string;
  readonly out?: readonly string[];
  readonly summaryExport?: string;
  readonly summaryMode?: string;
  readonly noSummary?: boolean;
  readonly noThresholds?: boolean;
  readonly noSetup?: boolean;
  readonly noTeardown?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly consoleOutput?: string;
  readonly logOutput?: string;
  readonly logFormat?: 'text' | 'raw' | 'json';
  readonly secretSource?: readonly string[];
  readonly includeSystemEnvVars?: boolean;
  readonly threads?: number;
  readonly trace?: boolean;
  readonly k6Vacuous?: boolean;
  readonly junit?: string;
  readonly service?: string;
}

/** The flags, and for those that were not written what their variables say. Throws a CliFailure by the name of a variable that can't be read. */
export function withVariables(flags: LoadFlags, { settings }: LoadVariables): LoadFlags {
  const known = new Map(settingFlags().map((flag) => [flag.option.attributeName(), flag]));
  const read = Object.entries(settings).map(([name, text]) => {
    const flag = known.get(name);
    return [name, readVariable(flag?.variable ?? name, text, flag?.option.parseArg)] as const;
  });
  const all: LoadFlags = { ...Object.fromEntries(read), ...flags };
  if (all.includeSystemEnvVars === true)
    throw new CliFailure(
      'usage',
      'environment',
      '--include-system-env-vars: a script sees no environment but what it is given, so that no secret of this machine gets into a test.',
      'Pass what it needs: -e NAME takes one variable from the environment.',
    );
  return all;
}

function readVariable(variable: string, text: string, parse: ((value: string, before: never) => unknown) | undefined): unknown {
  try {
    return parse === undefined ? text : parse(text, undefined as never);
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw new CliFailure('usage', 'variable', `${variable}: ${JSON.stringify(text)} can't be read.`, error.message);
  }
}

/** What of the script's life cycle the flags leave out; without a summary, handleSummary() is not called either. */
export function skippedStages(flags: LoadFlags): readonly LoadSkip[] {
  const skipped: readonly (readonly [LoadSkip, boolean | undefined])[] = [
    ['setup', flags.noSetup],
    ['teardown', flags.noTeardown],
    ['thresholds', flags.noThresholds],
    ['handleSummary', !wantsSummary(flags)],
  ];
  return skipped.flatMap(([stage, skip]) => (skip === true ? [stage] : []));
}

/** Whether an end-of-test summary is to be written. */
export const wantsSummary = ({ noSummary, summaryMode }: LoadFlags): boolean => noSummary !== true && summaryMode !== 'disabled';

/** Everything that the run is to write; a summary that is switched off is not exported, as in k6. */
export function runOutputs(flags: LoadFlags): readonly string[] {
  const exported = flags.summaryExport === undefined || !wantsSummary(flags) ? [] : [`summary-export=${flags.summaryExport}`];
  return [...(flags.out ?? []), ...exported];
}
