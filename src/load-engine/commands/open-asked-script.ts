import type { LoadLog } from '../load-log.ts';
import type { LoadOptions } from '../options/consolidate-options.ts';
import { layeredOptions } from '../options/layered-options.ts';
import type { ScriptRequest } from '../run-protocol.ts';
import type { LoadScript } from '../virtual-user.ts';
import type { CommandTools } from './engine-command.ts';

/** Opens the script that a request is about, consolidates its options, and lets `look` see them; nothing is sent. Throws ScriptRefused. */
export async function openAskedScript<Answer>(
  request: ScriptRequest,
  { write, openScript }: Pick<CommandTools, 'write' | 'openScript'>,
  look: (script: LoadScript, options: LoadOptions) => Answer,
): Promise<Answer> {
  const { scriptPath: path, scriptText, env, secrets, secretSources = {}, limits, optionLayers } = request;
  const log: LoadLog = (level, message, source) => write({ type: 'log', level, message, ...(source === undefined ? {} : { source }) });
  const text = scriptText === undefined ? {} : { text: scriptText };
  const hidden = { secretSources, hiddenTexts: Object.values(secrets) };
  const script = await openScript({ path, ...text, ...hidden, env: { ...env, ...secrets }, limits, log });
  try {
    return look(script, layeredOptions(script, optionLayers));
  } finally {
    await script.dispose();
  }
}
