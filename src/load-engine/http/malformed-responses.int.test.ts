import assert from 'node:assert/strict';
import { Session } from 'node:inspector/promises';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import * as fc from 'fast-check';
import { openFixture, when } from '../script/script-fixture.ts';
import { type MalformedResponse, malformedResponses } from '../testing/malformed-responses.ts';
import { selfSigned } from './certificate-fixture.ts';

interface Answer {
  readonly status: number;
  readonly code: number;
}

/** Bytes that are still in use. */
async function memoryInUse(): Promise<number> {
  const inspector = new Session();
  inspector.connect();
  await inspector.post('HeapProfiler.collectGarbage');
  inspector.disconnect();
  return process.memoryUsage().heapUsed + process.memoryUsage().external;
}

/** Asks for everything, twenty at a time; what `after` the last is a request that must still work. */
async function ask(base: string, count: number, path: string): Promise<{ readonly answers: readonly Answer[]; readonly samples: number }> {
  await using fixture = await openFixture(
    `import http from 'k6/http';
     export default function () {
       const found = [];
       for (let first = 0; first < ${count}; first += 20) {
         const requests = Array.from({ length: Math.min(20, ${count} - first) }, (_, index) => ['GET', __ENV.BASE + '${path}' + (first + index), null, { timeout: 150, redirects: 0 }]);
         for (const r of http.batch(requests)) { String(r.body); JSON.stringify(r.headers); JSON.stringify(r.cookies); found.push({ status: r.status, code: r.error_code }); }
       }
       console.log(JSON.stringify(found));
     }`,
    { entry: 'script.js', env: { BASE: base }, options: { batchPerHost: 20, insecureSkipTLSVerify: true } },
  );
  const outcome = await fixture.iterate();
  assert.deepEqual(outcome, { kind: 'completed' });
  const line = fixture.logs.find((text) => text.startsWith('info: ')) ?? 'info: []';
  return { answers: JSON.parse(line.slice(6)) as Answer[], samples: fixture.sink.values('http_reqs').length };
}

const isSettled = ({ status, code }: Answer): boolean => (status >= 100 && status <= 999) || (status === 0 && code >= 1000);

function send(socket: Socket, { bytes, after }: MalformedResponse): void {
  socket.write(bytes, () => {
    if (after === 'end') socket.end();
    else if (after === 'reset') socket.resetAndDestroy();
  });
}

describe('malformed responses', function () {
  this.timeout(30_000);
  const sockets = new Set<Socket>();

  function note(socket: Socket): void {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
  }

  it('end each with a status or an error code, a thousand of them, and leave nothing behind', async () => {
    const responses = fc.sample(malformedResponses, { numRuns: 1_000, seed: 20_260_113 });
    const server = createServer((socket) => {
      note(socket);
      socket.on('data', (data) => {
        const response = responses[Number(/ \/(\d+) /.exec(data.toString('latin1'))?.[1])];
        if (response === undefined) socket.destroy();
        else send(socket, response);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await ask(base, 100, '/');
    const before = await memoryInUse();
    const { answers, samples } = await ask(base, 1_000, '/');
    const grown = (await memoryInUse()) - before;
    assert.equal(answers.length, 1_000);
    assert.equal(samples, 1_000);
    assert.deepEqual(
      answers.filter((answer) => !isSettled(answer)),
      [],
    );
    const kinds = new Set(answers.map(({ status, code }) => `${status} ${code}`));
    assert.ok(kinds.size > 5, [...kinds].join());
    assert.ok(grown < 16 * 1024 * 1024, `${grown} bytes more in use`);
    await when(() => sockets.size === 0);
    server.close();
  });

  it('of HTTP/2 do neither', async () => {
    const settings = Buffer.from('000000040000000000', 'hex');
    const headers = Buffer.from('00000101050000000188', 'hex');
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 64 }).map((noise) => Buffer.concat([settings, Buffer.from(noise)])),
      fc.tuple(fc.nat({ max: 18 }), fc.integer({ min: 1, max: 255 })).map(([where, flip]) => {
        const spoiled = Buffer.concat([settings, headers]);
        spoiled.writeUInt8(spoiled.readUInt8(where) ^ flip, where);
        return spoiled;
      }),
    );
    const spoiled = fc.sample(fc.record({ bytes, after: fc.constantFrom<MalformedResponse['after']>('end', 'reset', 'hold') }), {
      numRuns: 100,
      seed: 7,
    });
    let next = 0;
    const server = createTlsServer({ ...selfSigned('localhost'), ALPNProtocols: ['h2'] }, (socket) => {
      note(socket);
      const response = spoiled[next % spoiled.length];
      next += 1;
      if (response !== undefined) send(socket, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { answers } = await ask(`https://localhost:${(server.address() as AddressInfo).port}`, 100, '/');
    assert.equal(answers.length, 100);
    assert.deepEqual(
      answers.filter((answer) => !isSettled(answer)),
      [],
    );
    for (const socket of sockets) socket.destroy();
    server.close();
  });
});
