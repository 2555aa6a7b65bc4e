import type { InspectCommand } from '../run-protocol.ts';
import type { EngineCommand } from './engine-command.ts';
import { inspectOptions } from './inspect-options.ts';
import { openAskedScript } from './open-asked-script.ts';

/** Opens a script and answers what it would run; nothing is sent. */
export const inspectCommand: EngineCommand<InspectCommand> = (request, tools) =>
  openAskedScript(request, tools, (_, options) => ({ type: 'inspected', inspection: inspectOptions(options) }));
