import { layeredOptions } from '../options/layered-options.ts';
import type { InspectCommand } from '../run-protocol.ts';
import type { EngineCommand } from './engine-commands.ts';
import { inspectOptions } from './inspect-options.ts';

/** Opens a script and answers what it would run; nothing is sent. */
export const inspectCommand: EngineCommand<InspectCommand> = async (request, { write, openScript }) => {
  const { scriptPath: path, scriptText, env, secrets, limits, optionLayers } = request;
  const log = (level: 'debug' | 'info' | 'warn' | 'error', message: string): void => write({ type: 'log', level, message });
  const text = scriptText === undefined ? {} : { text: scriptText };
  const script = await openScript({ path, ...text, env: { ...env, ...secrets }, limits, log });
  try {
    return { type: 'inspected', inspection: inspectOptions(layeredOptions(script, optionLayers)) };
  } finally {
    await script.dispose();
  }
};
