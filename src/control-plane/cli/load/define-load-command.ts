import { Command } from 'commander';
import type { Patience } from '../limits.ts';
import { loadExitCodes } from '../load-exit.ts';
import type { Work } from '../perform.ts';
import { addLoadFlags } from './add-load-flags.ts';

/** Runs a command's work. */
export type LoadRun = (command: Command, work: Work) => Promise<void>;

/** An interrupted run is waited for as long as its script takes to end; a second interrupt has k6's code. */
export const loadPatience: Patience = { cleanUpMs: undefined, interruptedCode: loadExitCodes.interrupted };

/** Collects a flag that may come several times. */
const several = (value: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), value];

/** A command on one script, with what all of them take: they need no sluice.yaml, and `--config` is k6's. */
export function defineLoadCommand(
  nameAndArguments: string,
  { summary, examples }: { readonly summary: string; readonly examples: readonly string[] },
): Command {
  const [name, ...parameters] = nameAndArguments.split(' ');
  const command = new Command(name).description(summary);
  for (const parameter of parameters) command.argument(parameter);
  command
    .option('-e, --env <NAME=value>', "what the script's __ENV shows; NAME alone is taken from the environment", several)
    .option('--allow-host <host>', 'a further host that load may be sent to: host, host:port or *.domain', several);
  return addLoadFlags(command)
    .configureHelp({ optionTerm: ({ flags }) => flags.replace(' [true|false]', '') })
    .option('--json', 'print one JSON document on stdout')
    .option('--no-color', 'neither colour nor repainting (also NO_COLOR, TERM=dumb)')
    .addHelpText('before', `Examples:\n${examples.map((example) => `  $ ${example}`).join('\n')}\n`);
}
