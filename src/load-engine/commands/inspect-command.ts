import { layeredOptions } from '../options/layered-options.ts';
import type { InspectCommand } from '../run-protocol.ts';
import type { LoadLog } from '../run-request.ts';
import type { EngineCommand } from './engine-command.ts';
import { inspectOptions } from './inspect-options.ts';

/** Opens a script and answers what it would run; nothing is sent. */
export const inspectCommand: EngineCommand<InspectCommand> = async (request, { write, openScript }) => {
  const { scriptPath: path, scriptText, env, secrets, secretSources = {}, limits, optionLayers } = request;
  const log: LoadLog = (level, message, source) => write({ type: 'log', level, message, ...(source === undefined ? {} : { source }) });
  const text = scriptText === undefined ? {} : { text: scriptText };
  const hidden = { secretSources, hiddenTexts: Object.values(secrets) };
  const script = await openScript({ path, ...text, ...hidden, env: { ...env, ...secrets }, limits, log });
  try {
    return { type: 'inspected', inspection: inspectOptions(layeredOptions(script, optionLayers)) };
  } finally {
    await script.dispose();
  }
};
