import { Command } from 'commander';
import type { CommonOptions } from './command-context.ts';
import { durationValue, urlValue } from './option-values.ts';

/** Where a command's work is done, and so which options it takes. */
export type Place = 'local' | 'remote';

/** A command with the options that all take, and examples ahead of its help. */
export function defineCommand(
  nameAndArguments: string,
  { place, summary, examples }: { readonly place: Place; readonly summary: string; readonly examples: readonly string[] },
): Command {
  const command = new Command(nameAndArguments.split(' ')[0]).description(summary);
  for (const argument of nameAndArguments.split(' ').slice(1)) command.argument(argument);
  if (place === 'remote') {
    command
      .option('--url <url>', 'the Sluice to talk to (SLUICE_URL; default http://127.0.0.1:7070)', urlValue)
      .option('--token-file <file>', 'file with the token (else SLUICE_TOKEN, else admin.token of the local state folder)');
  }
  return command
    .option('--config <file>', 'the configuration (SLUICE_CONFIG; default ./sluice.yaml)')
    .option('--timeout <duration>', 'give up after 30s, 5m, 1h … (exit code 124)', durationValue)
    .option('--json', 'print one JSON document on stdout')
    .option('--no-color', 'neither colour nor repainting (also NO_COLOR, TERM=dumb)')
    .addHelpText('before', `Examples:\n${examples.map((example) => `  $ ${example}`).join('\n')}\n`);
}

/** The options that a command shares with all others. */
export function commonOptions(command: Command): CommonOptions {
  return command.opts<CommonOptions>();
}
