import { Worker } from 'node:worker_threads';
import type { FromThread, StartThread } from './thread-protocol.ts';

/** The file that a thread runs, in whichever form this one is: TypeScript in the repository, JavaScript when built. */
const MAIN = new URL(`./thread-main${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);

/** Starts a thread of this process, with a JavaScript heap of its own. */
export const startWorker: StartThread = (start) => {
  const worker = new Worker(MAIN, { workerData: start });
  let cause: unknown;
  worker.on('error', (error: unknown) => {
    cause = error;
  });
  return {
    // oxlint-disable-next-line require-post-message-target-origin -- a thread has no origin, as a window has
    say: (message) => worker.postMessage(message),
    listen: (hear) => worker.on('message', (message: FromThread) => hear(message)),
    onGone: (callback) => worker.once('exit', () => callback(cause)),
    kill: async () => {
      await worker.terminate();
    },
  };
};
