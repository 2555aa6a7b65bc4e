import type { Command } from 'commander';
import { done } from '../outcome.ts';
import type { Work } from '../perform.ts';
import { defineLoadCommand, type LoadRun } from './define-load-command.ts';
import { withLoadExits } from './load-failure.ts';
import { openLoadLog } from './load-log.ts';
import { type LoadFlags, skippedStages, withVariables } from './load-settings.ts';
import { loadVariables } from './load-variables.ts';
import { refusal } from './refusal.ts';
import { scriptRequest } from './script-request.ts';

interface InspectFlags extends LoadFlags {
  readonly executionRequirements?: boolean;
}

function inspectWork(script: string, given: InspectFlags): Work {
  return withLoadExits(async (context) => {
    const variables = loadVariables(context.surroundings.environment.k6);
    const flags = withVariables(given, variables);
    const log = openLoadLog(context, flags, (text) => context.terminal.note.stream.write(text));
    const engine = await context.actions.loadEngine();
    const answer = await engine.inspect(await scriptRequest(context, { script, flags, variables, onLog: log.log }));
    if (answer.kind === 'refused') throw refusal(answer);
    const { options: all, totalDurationMs, maxVus, warnings } = answer.inspection;
    for (const warning of warnings) log.log('warn', warning);
    const { thresholds: _, ...unjudged } = all;
    const options = skippedStages(flags).includes('thresholds') ? unjudged : all;
    const needs = given.executionRequirements === true ? { totalDuration: `${totalDurationMs / 1000}s`, maxVUs: maxVus } : {};
    return done(`${JSON.stringify({ ...options, ...needs }, undefined, 2)}\n`, { options: { ...options, ...needs } });
  });
}

/** `sluice load inspect`: the consolidated options of a script as JSON, as k6 inspect prints them. */
export function inspectCommand(run: LoadRun): Command {
  const command = defineLoadCommand('inspect <script>', {
    summary: 'Print the options that a script comes to under these flags and the environment, as JSON. Nothing is sent.',
    examples: ['sluice load inspect script.ts', 'sluice load inspect --execution-requirements script.ts'],
  });
  return command
    .option('--execution-requirements', 'add totalDuration and maxVUs')
    .action((script: string) => run(command, inspectWork(script, command.opts<InspectFlags>())));
}
