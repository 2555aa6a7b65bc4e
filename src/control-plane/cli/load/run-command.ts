import type { Command } from 'commander';
import type { LoadMeasurement } from '../../control/ports/load-runner.ts';
import { withLoadReports } from '../ci/write-load-reports.ts';
import { loadEnd, loadExitCodes } from '../load-exit.ts';
import type { OutcomeReason } from '../outcome.ts';
import type { Work } from '../perform.ts';
import { defineLoadCommand, type LoadRun } from './define-load-command.ts';
import { loadOutcome, withLoadExits } from './load-failure.ts';
import { refusal } from './refusal.ts';
import { type ScriptFlags, scriptRequest } from './script-request.ts';

interface RunFlags extends ScriptFlags {
  readonly k6Vacuous?: boolean;
  readonly junit?: string;
}

function runWork(script: string, flags: RunFlags): Work {
  return withLoadExits(async (context) => {
    // Whatever ends the process before there is an answer must not look like one.
    context.surroundings.settle(loadExitCodes.interrupted);
    const engine = await context.actions.loadEngine();
    const vacuous = flags.k6Vacuous === true;
    const answer = await engine.run({
      ...(await scriptRequest(context, script, flags)),
      threads: undefined,
      withoutSamples: vacuous ? 'passes' : 'fails',
      traced: false,
      onProgress: () => undefined,
    });
    if (answer.kind === 'refused') throw refusal(answer);
    const end = loadEnd(answer.result, { vacuous });
    return loadOutcome(end, { reasons: reasonsOf(answer.result), data: { result: answer.result }, text: answer.result.summaryText });
  });
}

function reasonsOf({ thresholds }: LoadMeasurement): readonly OutcomeReason[] {
  return thresholds.map(({ metric, expression, passed }) => ({
    rule: 'threshold',
    verdict: passed ? 'pass' : 'fail',
    sentence: `${metric} ${expression} ${passed ? 'holds' : 'is crossed'}`,
  }));
}

/** `sluice load run`: runs a k6 script here, with nothing to install. */
export function runCommand(run: LoadRun): Command {
  const command = defineLoadCommand('run <script>', {
    summary: 'Run a k6 script. - reads it from stdin. The exit codes are those of k6; exceptions and runs without samples fail.',
    examples: ['sluice load run script.ts', 'sluice load run --vus 10 --duration 30s script.ts'],
  });
  return command
    .option('--k6-vacuous', 'a threshold on what never had a sample passes, as in k6')
    .option('--junit <file>', 'write a JUnit report')
    .action((script: string) => {
      const flags = command.opts<RunFlags>();
      return run(command, withLoadReports(script, flags.junit, runWork(script, flags)));
    });
}
