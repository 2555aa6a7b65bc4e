import { text } from 'node:stream/consumers';
import { systemClock } from './clock.ts';
import { openScript } from './open-script.ts';
import { runProcess } from './run-process.ts';
import { PROCESS_EXIT } from './run-protocol.ts';

/** The first signal ends the test gracefully; the second ends the process. */
function stopOnSignal(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stop.signal.aborted) process.exit(PROCESS_EXIT.secondSignal);
      stop.abort();
    });
  }
  return stop.signal;
}

const signal = stopOnSignal();

// Nobody reads any more: a run without a reader only loads the target.
process.stdout.on('error', () => process.exit(PROCESS_EXIT.failed));

const code = await runProcess({
  input: await text(process.stdin),
  write: (message) => process.stdout.write(`${JSON.stringify(message)}\n`),
  signal,
  clock: systemClock,
  openScript,
  memoryUsed: () => process.memoryUsage.rss(),
});

// Leaves when all is written, and whatever the script has left open.
process.stdout.write('', () => process.exit(code));
