import type { LoadLog } from '../load-log.ts';
import { openOutputs } from '../outputs/open-outputs.ts';
import type { RunCommand } from '../run-protocol.ts';
import { runScript } from '../run-script.ts';
import type { EngineCommand } from './engine-command.ts';

/** Runs a script and answers its result. */
export const runCommand: EngineCommand<RunCommand> = async (request, { write, mask, ...tools }) => {
  const { command: _, processMemoryBytes: memoryLimitBytes, secrets, env, outputs, ...asked } = request;
  const log: LoadLog = (level, message, source) => write({ type: 'log', level, message, ...(source === undefined ? {} : { source }) });
  const result = await runScript({
    ...asked,
    env: { ...env, ...secrets },
    hiddenTexts: Object.values(secrets),
    ...tools,
    memoryLimitBytes,
    onProgress: (progress) => write({ type: 'progress', progress }),
    log,
    outputs: openOutputs(outputs, {
      workingFolder: request.workingFolder,
      clock: tools.clock,
      log,
      mask,
      tellSeries: (atMs, samples) => write({ type: 'series', atMs, samples }),
    }),
  });
  return { type: 'result', result };
};
