import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '../clock.ts';
import { watchGenerator } from '../generator/watch-generator.ts';
import { openScript } from '../open-script.ts';
import { runThread } from './run-thread.ts';
import type { ThreadStart, ToThread } from './thread-protocol.ts';
import { waitUntilNs } from './wait-until.ts';

const port = parentPort;
if (port === null) throw new Error('this file is run by a worker thread of the load engine alone');

await runThread({
  start: workerData as ThreadStart,
  line: {
    say: (message) => port.postMessage(message),
    listen: (hear) => port.on('message', (message: ToThread) => hear(message)),
  },
  clock: systemClock,
  openScript,
  watchGenerator,
  waitUntil: waitUntilNs,
});
// What the script left open must not keep the thread; messages that were posted are delivered all the same.
port.close();
