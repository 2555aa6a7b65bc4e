import type { Command } from 'commander';
import type { LoadFinding } from '../../control/ports/load-engine.ts';
import type { Work } from '../perform.ts';
import { findingList } from '../render/finding-list.ts';
import { defineLoadCommand, type LoadRun } from './define-load-command.ts';
import { withLoadExits } from './load-failure.ts';
import { openLoadLog } from './load-log.ts';
import { type LoadFlags, withVariables } from './load-settings.ts';
import { loadVariables } from './load-variables.ts';
import { refusal } from './refusal.ts';
import { scriptRequest } from './script-request.ts';

function lintWork(script: string, given: LoadFlags): Work {
  return withLoadExits(async (context) => {
    const variables = loadVariables(context.surroundings.environment.k6);
    const flags = withVariables(given, variables);
    const log = openLoadLog(context, flags, (text) => context.terminal.note.stream.write(text));
    const engine = await context.actions.loadEngine();
    const answer = await engine.lint(await scriptRequest(context, { script, flags, variables, onLog: log.log }));
    if (answer.kind === 'refused') throw refusal(answer);
    const { findings } = answer;
    const { paint, width } = context.terminal.out;
    return {
      decision: findings.some(isWarning) ? 'blocked' : 'passed',
      reasons: findings.map(({ rule, severity, place, problem, remedy }) => ({
        rule,
        verdict: severity === 'warning' ? 'fail' : 'pass',
        sentence: `${place}: ${problem}`,
        remedy,
      })),
      data: { findings },
      text: findingList(findings, { paint, width: width() }),
    };
  });
}

const isWarning = ({ severity }: LoadFinding): boolean => severity === 'warning';

/** `sluice load lint`: says before anything is sent what would make the answer of a script worth less than it looks. */
export function lintCommand(run: LoadRun): Command {
  const command = defineLoadCommand('lint <script>', {
    summary: 'Look a script over for thresholds that need no evidence, tags that never match, and loads that hide latency. 3: warnings.',
    examples: ['sluice load lint script.ts', 'sluice load lint --json script.ts | jq .findings'],
  });
  return command.action((script: string) => run(command, lintWork(script, command.opts<LoadFlags>())));
}
