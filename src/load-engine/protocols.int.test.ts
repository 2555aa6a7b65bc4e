import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { systemClock } from './clock.ts';
import { ShopServer, shopFiles } from './grpc/grpc-server-fixture.ts';
import type { LoadResult } from './load-result.ts';
import { openScript } from './open-script.ts';
import { runScript } from './run-script.ts';
import { SocketServer } from './websocket/socket-server-fixture.ts';

/** Scripts as public repositories have them, for the protocols beside HTTP: whole tests, with thresholds on what these protocols measure. */
const notifications = `
import ws from 'k6/ws';
import { check } from 'k6';
import { Counter, Trend } from 'k6/metrics';

const roundTrip = new Trend('round_trip', true);
const delivered = new Counter('delivered');

export const options = {
  vus: 4,
  iterations: 12,
  thresholds: {
    'ws_sessions{name:notifications}': ['count==12'],
    ws_msgs_sent: ['count==36'],
    ws_msgs_received: ['count>=36'],
    'ws_connecting{status:101}': ['p(95)<10000'],
    ws_session_duration: ['p(95)<10000'],
    delivered: ['count==36'],
    checks: ['rate==1'],
  },
};

export default function () {
  const response = ws.connect(__ENV.WS_URL + '/echo?user=' + __VU, { tags: { name: 'notifications' } }, (socket) => {
    socket.on('open', () => {
      for (let id = 0; id < 3; id += 1) socket.send(JSON.stringify({ event: 'SAY', id, at: Date.now() }));
      socket.setInterval(() => socket.ping(), 10);
    });
    let got = 0;
    socket.on('message', (text) => {
      const message = JSON.parse(text);
      delivered.add(1);
      roundTrip.add(Date.now() - message.at);
      got += 1;
      if (got === 3) socket.close();
    });
    socket.on('error', (e) => {
      if (e.error() !== 'websocket: close sent') console.log('An unexpected error occurred: ', e.error());
    });
    socket.setTimeout(() => socket.close(), 5000);
  });
  check(response, { 'status is 101': (r) => r && r.status === 101 });
}`;

const stock = `
import grpc from 'k6/net/grpc';
import { check, group } from 'k6';

const client = new grpc.Client();
client.load(['protos'], 'shop.proto');

export const options = {
  scenarios: {
    calls: { executor: 'per-vu-iterations', vus: 3, iterations: 4, exec: 'calls' },
    streams: { executor: 'shared-iterations', vus: 2, iterations: 6, exec: 'streams' },
  },
  thresholds: {
    'grpc_req_duration{scenario:calls,method:Get,status:0}': ['p(95)<10000', 'max>0'],
    'grpc_req_duration{rpc_type:streaming}': ['p(95)<10000'],
    grpc_streams: ['count==6'],
    grpc_streams_msgs_sent: ['count==6'],
    grpc_streams_msgs_received: ['count==18'],
    checks: ['rate==1'],
    data_received: ['count>1000'],
  },
};

export function calls() {
  if (__ITER === 0) client.connect(__ENV.GRPC_ADDR, { plaintext: true });
  group('browse', () => {
    const found = client.invoke('shop.Shop/Get', { id: 'tea' }, { metadata: { 'x-user': String(__VU) } });
    check(found, { 'status is OK': (r) => r && r.status === grpc.StatusOK, 'has a price': (r) => Number(r.message.unitPrice.minorUnits) === 1250 });
    check(client.invoke('shop.Shop/Get', { id: 'missing' }), { 'is told that it is not there': (r) => r.status === grpc.StatusNotFound });
  });
}

export function streams() {
  client.connect(__ENV.GRPC_ADDR, { plaintext: true });
  const stream = new grpc.Stream(client, 'shop.Shop/List');
  let items = 0;
  stream.on('data', () => { items += 1; });
  stream.on('error', (e) => console.error('Error: ' + JSON.stringify(e)));
  stream.on('end', () => {
    check(items, { 'all items came': (n) => n === 3 });
    client.close();
  });
  stream.write({ id: 'tea', count: 3 });
}`;

function missed({ thresholds }: LoadResult): readonly string[] {
  return thresholds.filter(({ passed }) => !passed).map(({ metric }) => metric);
}

describe('whole tests by WebSocket and gRPC', () => {
  let folder = '';
  let sockets: SocketServer;
  let shop: ShopServer;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'protocols-'));
    sockets = await SocketServer.start();
    shop = await ShopServer.start();
    await mkdir(path.join(folder, 'protos/common'), { recursive: true });
    await Promise.all(Object.entries(shopFiles).map(([name, text]) => writeFile(path.join(folder, name), text)));
  });
  after(async () => {
    await sockets.stop();
    shop.stop();
    await rm(folder, { recursive: true });
  });

  async function run(source: string): Promise<{ readonly result: LoadResult; readonly told: string }> {
    const log: string[] = [];
    const scriptPath = path.join(folder, 'script.js');
    await writeFile(scriptPath, source);
    const result = await runScript({
      scriptPath,
      env: { WS_URL: `ws://127.0.0.1:${sockets.port}`, GRPC_ADDR: `127.0.0.1:${shop.port}` },
      limits: { memoryBytes: 32 * 1024 * 1024, initMs: 10_000, allowedHosts: ['127.0.0.1'], maxVus: 10 },
      signal: new AbortController().signal,
      onProgress: () => {},
      log: (level, message) => log.push(`${level}: ${message}`),
      clock: systemClock,
      openScript,
      workingFolder: folder,
    });
    return { result, told: [...log, result.summaryText].join('\n') };
  }

  it('notifications by k6/ws: every session and message is counted, and thresholds judge them', async () => {
    const { result, told } = await run(notifications);
    assert.deepEqual(result.exceptions, [], told);
    assert.deepEqual(missed(result), [], told);
    assert.equal(result.thresholds.length, 7);
    assert.match(told, /ws_sessions/);
  });

  it('a shop by k6/net/grpc: calls and streams side by side, by scenario, method and status', async () => {
    const { result, told } = await run(stock);
    assert.deepEqual(result.exceptions, [], told);
    assert.deepEqual(missed(result), [], told);
    assert.match(told, /grpc_streams_msgs_received/);
  });

  it('a session that never opens leaves its thresholds without a sample, and so fails them', async () => {
    const source = notifications.replace("'/echo?user='", "'/forbidden?user='");
    const { result } = await run(source);
    assert.ok(missed(result).includes('ws_sessions{name:notifications}'));
    assert.ok(missed(result).includes('ws_connecting{status:101}'));
  });
});
