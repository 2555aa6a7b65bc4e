import type { Clock } from '../clock.ts';
import type { LastMessage, ProcessMessage, ProcessRequest } from '../run-protocol.ts';
import type { OpenScript } from '../virtual-user.ts';
import { inspectCommand } from './inspect-command.ts';
import { runCommand } from './run-command.ts';

/** What a command of the engine's process works with. */
export interface CommandTools {
  /** Writes a message before the last; secrets are masked on the way. */
  readonly write: (message: ProcessMessage) => void;
  /** The first signal to end. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly openScript: OpenScript;
}

/** Does what a request asks for and answers the last message. Throws ScriptRefused for what nothing was sent for; any other error is ours. */
export type EngineCommand<Request> = (request: Request, tools: CommandTools) => Promise<LastMessage>;

type CommandTable = { readonly [Name in ProcessRequest['command']]: EngineCommand<Extract<ProcessRequest, { readonly command: Name }>> };

const COMMANDS: CommandTable = { run: runCommand, inspect: inspectCommand };

/** Does what a request asks for, by its command. */
export function performCommand<Name extends ProcessRequest['command']>(
  request: Extract<ProcessRequest, { readonly command: Name }>,
  tools: CommandTools,
): Promise<LastMessage> {
  const command: EngineCommand<typeof request> = COMMANDS[request.command as Name];
  return command(request, tools);
}
