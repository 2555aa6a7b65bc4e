// The service that load generators are let loose on: answers every GET after a known delay, so that anything above it is theirs. It speaks just
// enough HTTP/1.1 for that, because node:http would be slower than the generators. A request with a body would be misread.
import { type AddressInfo, createServer, type Socket } from 'node:net';

const delayMs = numberOf('BENCH_TARGET_DELAY_MS');
/** Answers stop for this long in every ten seconds; 0 never. */
const stallMs = Number(process.env['BENCH_TARGET_STALL_MS'] ?? 0);
const stallEveryMs = 10_000;

const body = JSON.stringify({ id: 42, name: 'Order', state: 'open', items: [{ sku: 'A-1', count: 2 }] });
const head = [
  'HTTP/1.1 200 OK',
  'Content-Type: application/json; charset=utf-8',
  `Content-Length: ${body.length}`,
  'Cache-Control: no-store',
  'Connection: keep-alive',
];
const answer = Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
const endOfRequest = Buffer.from('\r\n\r\n');

/** All answers take equally long, so those that are due first stand first. */
const due: { readonly atMs: number; readonly socket: Socket; readonly count: number }[] = [];
let first = 0;
let waking = false;

function numberOf(name: string): number {
  const value = Number(process.env[name]);
  if (!(value >= 0)) throw new Error(`${name} is not set: how long may an answer take, in milliseconds?`);
  return value;
}

/** When an answer that would be due then is given: those of a stall at its end. */
function afterStall(atMs: number): number {
  const place = atMs % stallEveryMs;
  return place < stallMs ? atMs - place + stallMs : atMs;
}

function take(socket: Socket, count: number): void {
  if (delayMs === 0 && stallMs === 0) return send(socket, count);
  due.push({ atMs: afterStall(performance.now() + delayMs), socket, count });
  wakeAtNext();
}

function send(socket: Socket, count: number): void {
  if (socket.writable) socket.write(count === 1 ? answer : Buffer.concat(Array.from({ length: count }, () => answer)));
}

function wakeAtNext(): void {
  const next = due[first];
  if (waking || next === undefined) return;
  waking = true;
  setTimeout(sendDue, Math.max(0, next.atMs - performance.now()));
}

function sendDue(): void {
  waking = false;
  const now = performance.now();
  for (let next = due[first]; next !== undefined && next.atMs <= now; next = due[first]) {
    send(next.socket, next.count);
    first += 1;
  }
  // Taken off in one go: a shift for each would be quadratic.
  if (first > 1000) {
    due.splice(0, first);
    first = 0;
  }
  wakeAtNext();
}

const server = createServer({ noDelay: true }, (socket) => {
  let rest: Buffer | undefined;
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    const bytes = rest === undefined ? chunk : Buffer.concat([rest, chunk]);
    let [from, count] = [0, 0];
    for (let end = bytes.indexOf(endOfRequest); end >= 0; end = bytes.indexOf(endOfRequest, from)) {
      from = end + endOfRequest.length;
      count += 1;
    }
    rest = from === bytes.length ? undefined : bytes.subarray(from);
    if (count > 0) take(socket, count);
  });
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}/` })}\n`);
});
process.once('SIGTERM', () => process.exit(0));
