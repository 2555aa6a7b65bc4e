import { text } from 'node:stream/consumers';
import { systemClock } from './clock.ts';
import { watchGenerator } from './generator/watch-generator.ts';
import { openScript } from './open-script.ts';
import { runProcess } from './run-process.ts';
import { PROCESS_EXIT } from './run-protocol.ts';
import { startWorker } from './threads/start-worker.ts';

/** The first SIGTERM ends the test gracefully; the second ends the process. A terminal sends its SIGINT to us too: it is for whoever started us. */
function stopOnSignal(): AbortSignal {
  const stop = new AbortController();
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => {
    if (stop.signal.aborted) process.exit(PROCESS_EXIT.secondSignal);
    stop.abort();
  });
  return stop.signal;
}

/** A run whose starter has died only loads the target. A starter that is killed can't tell; but its children get another parent. */
function leaveWithParent(): void {
  const parent = process.ppid;
  const look = (): void => {
    if (process.ppid !== parent) process.exit(PROCESS_EXIT.failed);
  };
  setInterval(look, 500).unref();
}

const signal = stopOnSignal();
leaveWithParent();

// Nobody reads any more: a run without a reader only loads the target.
process.stdout.on('error', () => process.exit(PROCESS_EXIT.failed));

const code = await runProcess({
  input: await text(process.stdin),
  write: (message) => process.stdout.write(`${JSON.stringify(message)}\n`),
  signal,
  clock: systemClock,
  openScript,
  startThread: startWorker,
  watchGenerator,
  memoryUsed: () => process.memoryUsage.rss(),
});

/**
 * Leaves when all is written, and whatever the script has left open.
 *
 * An answer that is written is all that anybody waits for. Leaving in good order has V8 (Node 24.21) wait for its compiling threads, and
 * after a sandbox was lost to its memory limit it waits for ever, one time in four: so the process ends itself.
 */
process.stdout.write('', () => {
  if (code === PROCESS_EXIT.result) process.kill(process.pid, 'SIGKILL');
  process.exit(code);
});
