import type { Command } from 'commander';
import { done } from '../outcome.ts';
import type { Work } from '../perform.ts';
import { defineLoadCommand, type LoadRun } from './define-load-command.ts';
import { withLoadExits } from './load-failure.ts';
import { refusal } from './refusal.ts';
import { type ScriptFlags, scriptRequest } from './script-request.ts';

interface InspectFlags extends ScriptFlags {
  readonly executionRequirements?: boolean;
}

function inspectWork(script: string, flags: InspectFlags): Work {
  return withLoadExits(async (context) => {
    const engine = await context.actions.loadEngine();
    const answer = await engine.inspect(await scriptRequest(context, script, flags));
    if (answer.kind === 'refused') throw refusal(answer);
    const { options, totalDurationMs, maxVus, warnings } = answer.inspection;
    for (const warning of warnings) context.note(warning);
    const needs = flags.executionRequirements === true ? { totalDuration: `${totalDurationMs / 1000}s`, maxVUs: maxVus } : {};
    return done(`${JSON.stringify({ ...options, ...needs }, undefined, 2)}\n`, { options: { ...options, ...needs } });
  });
}

/** `sluice load inspect`: the consolidated options of a script as JSON, as k6 inspect prints them. */
export function inspectCommand(run: LoadRun): Command {
  const command = defineLoadCommand('inspect <script>', {
    summary: 'Print the options that a script comes to, as JSON. Nothing is sent.',
    examples: ['sluice load inspect script.ts', 'sluice load inspect --execution-requirements script.ts'],
  });
  return command
    .option('--execution-requirements', 'add totalDuration and maxVUs')
    .action((script: string) => run(command, inspectWork(script, command.opts<InspectFlags>())));
}
