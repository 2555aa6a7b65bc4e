import type { RunCommand } from '../run-protocol.ts';
import { runScript } from '../run-script.ts';
import type { EngineCommand } from './engine-commands.ts';

/** Runs a script and answers its result. */
export const runCommand: EngineCommand<RunCommand> = async (request, { write, signal, clock, openScript }) => {
  const { command: _, secrets, env, processMemoryBytes: __, ...asked } = request;
  const result = await runScript({
    ...asked,
    env: { ...env, ...secrets },
    signal,
    clock,
    openScript,
    onProgress: (progress) => write({ type: 'progress', progress }),
    log: (level, message) => write({ type: 'log', level, message }),
  });
  return { type: 'result', result };
};
