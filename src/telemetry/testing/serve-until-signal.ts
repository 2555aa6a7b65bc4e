// A program: serves `/slow`, which answers after 300 ms, until a signal; says its address, then how the shutdown went.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { gracefulShutdown } from '../graceful-shutdown.ts';
import { createHealth } from '../health.ts';
import { urlOf } from './listen.ts';

const server = createServer((_request, response) => {
  process.stdout.write('request\n');
  setTimeout(() => response.end('done'), 300);
});
const ended = gracefulShutdown({ server, health: createHealth(), drainDelayMs: 10, deadlineMs: 10_000 });
server.listen(0, '127.0.0.1');
await once(server, 'listening');
process.stdout.write(`${urlOf(server)}\n`);
process.stdout.write(`${(await ended).kind}\n`);
