import type { LastMessage, ProcessRequest } from '../run-protocol.ts';
import type { CommandTools, EngineCommand } from './engine-command.ts';
import { figuresCommand } from './figures-command.ts';
import { inspectCommand } from './inspect-command.ts';
import { lintCommand } from './lint-command.ts';
import { mergeCommand } from './merge-command.ts';
import { runCommand } from './run-command.ts';

type CommandTable = { readonly [Name in ProcessRequest['command']]: EngineCommand<Extract<ProcessRequest, { readonly command: Name }>> };

const COMMANDS: CommandTable = {
  run: runCommand,
  inspect: inspectCommand,
  lint: lintCommand,
  figures: figuresCommand,
  merge: mergeCommand,
};

/** Does what a request asks for, by its command. */
export function performCommand<Name extends ProcessRequest['command']>(
  request: Extract<ProcessRequest, { readonly command: Name }>,
  tools: CommandTools,
): Promise<LastMessage> {
  const command: EngineCommand<typeof request> = COMMANDS[request.command];
  return command(request, tools);
}
