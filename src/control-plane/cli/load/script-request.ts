import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { LoadScriptRequest } from '../../control/ports/load-engine.ts';
import { CliFailure } from '../cli-failure.ts';
import type { CommandContext } from '../command-context.ts';
import { environmentPairs } from './environment-pairs.ts';

/** What the flags of every command on a script say. */
export interface ScriptFlags {
  readonly env: readonly string[];
  readonly allowHost: readonly string[];
}

/** What a script on stdin is called where its errors show a place; TypeScript, of which JavaScript is a part. */
const STDIN_NAME = 'stdin.ts';

/** Puts together what the engine is asked about a script; throws a CliFailure for what is wrong with the command line. */
export async function scriptRequest(context: CommandContext, script: string, flags: ScriptFlags): Promise<LoadScriptRequest> {
  const { surroundings, signal, note } = context;
  const folder = surroundings.folder;
  const stdin = script === '-';
  if (!stdin) await refuseMissing(resolve(folder, script), script);
  return {
    scriptPath: stdin ? join(folder, STDIN_NAME) : resolve(folder, script),
    scriptText: stdin ? await surroundings.readStdin() : undefined,
    workingFolder: folder,
    env: environmentPairs(flags.env, surroundings.environment),
    secrets: {},
    layers: { flags: {}, environment: {}, file: {} },
    allowedHosts: ['localhost', '127.0.0.1', '[::1]', ...flags.allowHost],
    signal,
    onLog: (level, message) => {
      if (level !== 'debug') note(message);
    },
  };
}

async function refuseMissing(path: string, named: string): Promise<void> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => error);
  if (found instanceof Error) {
    const why = found.code === 'ENOENT' ? 'does not exist' : `can't be read (${found.code})`;
    throw new CliFailure('usage', 'script-missing', `The script ${named} ${why}.`, `It is looked for in ${dirname(path)}.`);
  }
  if (!found.isFile()) throw new CliFailure('usage', 'script-missing', `${named} is no file.`, 'Name the script itself.');
}
