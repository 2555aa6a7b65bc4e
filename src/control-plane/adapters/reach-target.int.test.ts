import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { SourceError } from '../control/ports/source-error.ts';
import { reachTarget } from './reach-target.ts';

const never = new AbortController().signal;

describe('reachTarget', () => {
  it('reaches what listens, and tells what no longer does as an error of the world', async () => {
    const server = createServer((socket) => socket.resume()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await reachTarget(url, never);
    server.close();
    await once(server, 'close');
    await assert.rejects(
      reachTarget(url, never),
      (error) =>
        error instanceof SourceError && error.code === 'target-unreachable' && error.retryable && /ECONNREFUSED/.test(error.message),
    );
  });

  it('ends with the reason of its signal', async () => {
    await assert.rejects(reachTarget('http://127.0.0.1:1', AbortSignal.abort(new Error('enough'))), /enough/);
  });
});
