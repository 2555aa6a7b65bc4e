import type { Command } from 'commander';
import type { LoadEngine } from '../../control/ports/load-engine.ts';
import type { LoadMeasurement } from '../../control/ports/load-runner.ts';
import { withLoadReports } from '../ci/write-load-reports.ts';
import { CliFailure } from '../cli-failure.ts';
import type { CommandContext } from '../command-context.ts';
import { loadEnd, loadExitCodes } from '../load-exit.ts';
import type { LoadSection } from '../local-actions.ts';
import type { Outcome } from '../outcome.ts';
import type { Work } from '../perform.ts';
import { defineLoadCommand, type LoadRun } from './define-load-command.ts';
import { endReasons } from './end-reasons.ts';
import { loadOutcome, withLoadExits } from './load-failure.ts';
import { openLoadLog } from './load-log.ts';
import { type LoadFlags, runOutputs, skippedStages, wantsSummary, withVariables } from './load-settings.ts';
import { type LoadVariables, loadVariables } from './load-variables.ts';
import { paintSummary } from './paint-summary.ts';
import { refusal } from './refusal.ts';
import { runDisplay } from './run-display.ts';
import { scriptRequest } from './script-request.ts';

/** CI is told before people are: printing ends the process where nobody reads it any more. */
function runWork(script: string | undefined, given: LoadFlags): Work {
  const people: { tell?: () => void } = {};
  const measured = withLoadExits(async (context) => {
    // Whatever ends the process before there is an answer must not look like one.
    context.surroundings.settle(loadExitCodes.interrupted);
    const variables = loadVariables(context.surroundings.environment.k6);
    const flags = withVariables(given, variables);
    const result = await measure(context, script, flags, variables);
    people.tell = () => tellOutcome(context, flags, result);
    return outcomeOf(flags, result);
  });
  const reported = withLoadReports(script ?? given.service ?? '', given.junit, measured);
  return async (context) => {
    const outcome = await reported(context);
    context.surroundings.settle(outcome?.exitCode ?? loadExitCodes['engine-failed']);
    people.tell?.();
    return outcome;
  };
}

/** The configuration is read only where it is asked for: a script needs none. */
async function sectionOf({ actions, surroundings, signal }: CommandContext, service: string | undefined): Promise<LoadSection | undefined> {
  const { environment, folder } = surroundings;
  return service === undefined ? undefined : actions.loadSection({ configFile: undefined, environment, folder, signal, service });
}

async function measure(
  context: CommandContext,
  script: string | undefined,
  flags: LoadFlags,
  variables: LoadVariables,
): Promise<LoadMeasurement> {
  const display = runDisplay(context, { quiet: flags.quiet === true });
  const log = openLoadLog(context, flags, display.print);
  const stopping = (): void => display.print('Stopping: what runs may finish, then comes the summary. Ctrl-C again stops at once.\n');
  context.signal.addEventListener('abort', stopping, { once: true });
  try {
    const section = await sectionOf(context, flags.service);
    const named = script ?? section?.scriptPath;
    if (named === undefined) throw new CliFailure('usage', 'script-missing', 'No script is named.', 'Name one, - for stdin, or --service.');
    const asked = await scriptRequest(context, { script: named, section, flags, variables, onLog: log.log });
    const answer = await (await context.actions.loadEngine()).run({
      ...asked,
      ...runPart(flags, variables, section),
      onProgress: display.show,
    });
    if (answer.kind === 'refused') throw refusal(answer);
    return answer.result;
  } finally {
    context.signal.removeEventListener('abort', stopping);
    display.close();
    log.close();
  }
}

function runPart(
  flags: LoadFlags,
  variables: LoadVariables,
  section: LoadSection | undefined,
): Omit<Parameters<LoadEngine['run']>[0], keyof Parameters<LoadEngine['inspect']>[0] | 'onProgress'> {
  return {
    outputs: runOutputs(flags),
    outputVariables: variables.outputs,
    skip: skippedStages(flags),
    threads: flags.threads ?? section?.threads,
    withoutSamples: flags.k6Vacuous === true ? 'passes' : 'fails',
    traced: flags.trace === true,
  };
}

/** More reasons than these are one reason: the summary and --json have all. */
const MOST_REASONS = 10;

function outcomeOf(flags: LoadFlags, result: LoadMeasurement): Outcome {
  const end = loadEnd(result, { vacuous: flags.k6Vacuous === true });
  return loadOutcome(end, { reasons: endReasons(end, result), data: { result } });
}

/** Writes the summary, and below it what is wrong, where a person sees it last; with --json the one document is all there is. */
function tellOutcome({ terminal, options, surroundings, note }: CommandContext, flags: LoadFlags, result: LoadMeasurement): void {
  if (options.json === true) return;
  if (wantsSummary(flags)) surroundings.stdout.write(paintSummary(result, terminal.out.paint));
  const reasons = endReasons(loadEnd(result, { vacuous: flags.k6Vacuous === true }), result);
  const wrong = reasons.filter(({ verdict }) => verdict !== 'pass').slice(0, MOST_REASONS);
  for (const { sentence, remedy } of wrong) note(terminal.note.paint.red(remedy === undefined ? sentence : `${sentence} ${remedy}`));
}

/** `sluice load run`: runs a k6 script here, with nothing to install. */
export function runCommand(run: LoadRun): Command {
  const command = defineLoadCommand('run [script]', {
    summary:
      'Run a k6 script; - reads it from stdin. The exit codes are those of k6, but exceptions and runs without samples fail, and 4 says that the generator was too slow to tell.',
    examples: [
      'sluice load run script.ts',
      'sluice load run --vus 10 --duration 30s -e BASE_URL=http://127.0.0.1:8003 script.ts',
      'sluice load run --out json=samples.ndjson.gz --out html=report.html --junit load.xml script.ts',
    ],
  });
  return command
    .option('--service <name>', 'what sluice.yaml says of the load of this service: script, env, secrets, hosts')
    .action((script: string | undefined) => run(command, runWork(script, command.opts<LoadFlags>())));
}
