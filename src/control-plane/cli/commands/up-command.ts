import type { Command } from 'commander';
import { CliFailure } from '../cli-failure.ts';
import { defineCommand } from '../define-command.ts';
import { portValue } from '../option-values.ts';
import { done, outcomeJson } from '../outcome.ts';
import type { Work } from '../perform.ts';
import { upText } from '../render/up-text.ts';

interface UpOptions {
  readonly host?: string;
  readonly port?: number;
}

function upWork({ host, port }: UpOptions): Work {
  return async ({ actions, local, options, surroundings, terminal, note, signal }) => {
    signal.addEventListener(
      'abort',
      () => note('Stopping: running releases are taken up again at the next start. Ctrl-C again stops at once.'),
      { once: true },
    );
    const { paint } = terminal.out;
    await actions.up({
      ...local(),
      host,
      port,
      onReady: (ready) => surroundings.stdout.write(options.json === true ? outcomeJson(done('', { ...ready })) : upText(ready, paint)),
    });
    if (signal.reason instanceof CliFailure && signal.reason.decision === 'timed-out') throw signal.reason;
    return undefined;
  };
}

/** `sluice up`: the control plane in this process, until it is stopped. */
export function upCommand(run: (command: Command, work: Work) => Promise<void>): Command {
  const command = defineCommand('up', {
    place: 'local',
    summary: 'Start Sluice here: API, collector and the loops that watch releases. Ctrl-C stops it; releases go on at the next start.',
    examples: ['sluice up', 'sluice up --port 7171 --config staging/sluice.yaml'],
  });
  return command
    .option('--host <host>', 'address to listen on (SLUICE_HOST; else the configuration)')
    .option('--port <port>', 'port to listen on, 0 for any free one (SLUICE_PORT; else the configuration)', portValue)
    .action(() => run(command, upWork(command.opts<UpOptions>())));
}
