import { Command } from 'commander';
import type { Patience } from '../limits.ts';
import { compareCommand } from '../load/compare-command.ts';
import { loadPatience } from '../load/define-load-command.ts';
import { inspectCommand } from '../load/inspect-command.ts';
import { lintCommand } from '../load/lint-command.ts';
import { mergeCommand } from '../load/merge-command.ts';
import { runCommand } from '../load/run-command.ts';
import type { Work } from '../perform.ts';

type Run = (command: Command, work: Work, patience?: Patience) => Promise<void>;

/**
 * `sluice load …`: k6 scripts by hand and in pipelines, without a server, a state folder or a sluice.yaml.
 *
 * One more subcommand is one more file in cli/load/, named here; what it asks the engine for is one more method of the port LoadEngine,
 * one more command in adapters/load-engine/process-load-engine.ts, and one more of load-engine/commands/.
 */
export function loadCommands(run: Run): Command {
  const group = new Command('load').description('Run k6 scripts, with nothing to install.');
  const runLoad = (command: Command, work: Work): Promise<void> => run(command, work, loadPatience);
  return group
    .addCommand(runCommand(runLoad))
    .addCommand(inspectCommand(run))
    .addCommand(lintCommand(run))
    .addCommand(mergeCommand(run))
    .addCommand(compareCommand(runLoad));
}
