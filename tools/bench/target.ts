// The service that both load generators are let loose on: answers every request after a known delay, so that anything above it is theirs.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const delayMs = Number(process.env['BENCH_TARGET_DELAY_MS']);
if (!(delayMs >= 0)) throw new Error('BENCH_TARGET_DELAY_MS is not set: how long may an answer take, in milliseconds?');

const body = 'ok\n';
const server = createServer((request, response) => {
  request.resume();
  setTimeout(() => response.writeHead(200, { 'content-type': 'text/plain', 'content-length': body.length }).end(body), delayMs);
});
// Longer than any pause between two runs, so that no generator meets a connection that is just being closed.
server.keepAliveTimeout = 120_000;
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}/` })}\n`);
});
process.once('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
});
