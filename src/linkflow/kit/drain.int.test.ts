import assert from 'node:assert/strict';
import { Pool } from 'undici';
import { send } from '../testing/http-client.ts';
import { quietTelemetry } from '../testing/quiet-telemetry.ts';
import { runService } from './running-service.ts';
import { serviceApp } from './service-app.ts';

describe('runService', () => {
  it('loses no request of a caller that watches /readyz, on kept connections and under load', async () => {
    const { app, health } = serviceApp({
      telemetry: quietTelemetry('thing-service'),
      routes: () => [
        { method: 'post', path: '/things', handlers: [(_request, response) => void setImmediate(() => response.json({ ok: true }))] },
      ],
    });
    const service = await runService({ app, health, host: '127.0.0.1', port: 0, drainDelayMs: 300 });
    const pool = new Pool(service.url, { connections: 8 });
    const statuses: number[] = [];
    const watched = { isReady: true };
    const worker = async (): Promise<void> => {
      while (watched.isReady) {
        const { statusCode, body } = await pool.request({ method: 'POST', path: '/things' });
        await body.dump();
        statuses.push(statusCode);
      }
    };
    const workers = Array.from({ length: 8 }, worker);
    const closing = service.close();
    while ((await send('GET', `${service.url}/readyz`)).status === 200);
    watched.isReady = false;
    await Promise.all(workers);
    assert.equal((await closing).kind, 'drained');
    assert.ok(statuses.length >= 8 && statuses.every((status) => status === 200));
    await pool.close();
  });

  it('rejects when the port is taken', async () => {
    const parts = serviceApp({ telemetry: quietTelemetry('thing-service'), routes: () => [] });
    const first = await runService({ ...parts, host: '127.0.0.1', port: 0 });
    await assert.rejects(runService({ ...parts, host: '127.0.0.1', port: first.port }), /EADDRINUSE/);
    await first.close();
  });
});
