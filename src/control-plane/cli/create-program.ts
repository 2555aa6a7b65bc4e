import { Command, CommanderError } from 'commander';
import { freezeCommands } from './commands/freeze-commands.ts';
import { gateCommand } from './commands/gate-command.ts';
import { ledgerCommands } from './commands/ledger-commands.ts';
import { loadCommands } from './commands/load-commands.ts';
import { releaseCommands } from './commands/release-commands.ts';
import { rulesCommands } from './commands/rules-commands.ts';
import { sloCommands } from './commands/slo-commands.ts';
import { tokenCommands } from './commands/token-commands.ts';
import { upCommand } from './commands/up-command.ts';
import { commonOptions } from './define-command.ts';
import { exitCodes } from './exit.ts';
import type { Patience } from './limits.ts';
import { loadSwitches } from './load/add-load-flags.ts';
import { attachSwitches } from './load/switch-option.ts';
import { loadExitCodes } from './load-exit.ts';
import type { LocalActions } from './local-actions.ts';
import { outcomeJson } from './outcome.ts';
import { type CliParts, perform, type Work } from './perform.ts';
import { processSurroundings, type Surroundings } from './surroundings.ts';
import { createTerminal } from './terminal.ts';

/** The `sluice` command. */
export interface Program {
  /** Runs one command line (without node and script) and resolves its exit code; never rejects. */
  run(argv: readonly string[]): Promise<number>;
}

const examples = `Examples:
  $ sluice up                                                       start Sluice here
  $ sluice gate workflow-service --version $SHA --url http://…      the gates, in CI
  $ sluice load run script.ts                                       any k6 script, with nothing to install
  $ sluice release start workflow-service --version v2 --watch      gates, then traffic step by step
  $ sluice slo status                                               budgets and burn rates
`;

const codes = `
Exit codes:
  0 passed   1 internal or dependency error   2 usage or configuration   3 blocked by a measured breach
  4 inconclusive   5 approval needed or denied   124 timed out   130 interrupted
`;

type Run = (command: Command, work: Work, patience?: Patience) => Promise<void>;

function commands(run: Run): readonly Command[] {
  return [
    upCommand(run),
    gateCommand(run),
    loadCommands(run),
    releaseCommands(run),
    ...freezeCommands(run),
    sloCommands(run),
    rulesCommands(run),
    ledgerCommands(run),
    tokenCommands(run),
  ];
}

function configure(command: Command, { surroundings }: CliParts, isPlain: boolean): void {
  const { out, note } = createTerminal(surroundings, { color: !isPlain });
  command
    .exitOverride()
    .showHelpAfterError('next: run it with --help for examples and options')
    .configureOutput({
      writeOut: (text) => out.stream.write(text),
      writeErr: (text) => note.stream.write(text),
      outputError: (text, write) => write(note.paint.red(text.replace(/^error: /, 'sluice: '))),
      getOutHelpWidth: () => Math.min(100, out.width()),
      getErrHelpWidth: () => Math.min(100, note.width()),
      getOutHasColors: () => out.isLive,
      getErrHasColors: () => note.isLive,
    });
  for (const inner of command.commands) configure(inner, { surroundings } as CliParts, isPlain);
}

function root(version: string): Command {
  return new Command('sluice')
    .description('The control plane for releases: gates, SLOs and canaries that stop when p95 or an error budget is breached.')
    .version(version, '-V, --version', 'print the version')
    .enablePositionalOptions()
    .addHelpText('before', examples)
    .addHelpText('after', codes);
}

/** What a command line that was never understood amounts to; help and version that were asked for are no failure. */
function unparsed(error: unknown, argv: readonly string[], { surroundings }: CliParts): number {
  if (!(error instanceof CommanderError)) throw error;
  if (error.exitCode === 0) return exitCodes.passed;
  const sentence = error.message.replace(/^error: /, '');
  const exitCode = isScriptCommand(argv) ? loadExitCodes['options-refused'] : exitCodes.usage;
  if (argv.includes('--json'))
    surroundings.stdout.write(outcomeJson({ decision: 'usage', exitCode, reasons: [{ rule: error.code, sentence }], data: {} }));
  return exitCode;
}

/** Whether a command line is one of those that have the exit codes of k6. */
const isScriptCommand = ([group, name]: readonly string[]): boolean => group === 'load' && (name === 'run' || name === 'inspect');

/** The CLI on its local actions; `surroundings` are the process's own unless a test hands in others. */
export function createProgram(actions: LocalActions, surroundings: Surroundings = processSurroundings()): Program {
  const parts: CliParts = { actions, surroundings };
  return {
    run: async (argv) => {
      let code: number = exitCodes.passed;
      const program = root(actions.version);
      const run: Run = async (command, work, patience) => {
        code = await perform(parts, commonOptions(command), work, patience);
      };
      for (const command of commands(run)) program.addCommand(command);
      configure(program, parts, argv.includes('--no-color'));
      try {
        await program.parseAsync(argv[0] === 'load' ? attachSwitches(argv, loadSwitches()) : argv, { from: 'user' });
        return code;
      } catch (error) {
        return unparsed(error, argv, parts);
      }
    },
  };
}
