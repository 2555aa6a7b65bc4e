import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { processLoadEngine } from './process-load-engine.ts';

describe('the credentials of outputs', () => {
  let receiver: Server;
  const authorizations: (string | undefined)[] = [];

  before(async () => {
    receiver = createServer((request, response) => {
      authorizations.push(request.headers.authorization ?? request.headers['api-key']?.toString());
      request.resume().on('end', () => response.writeHead(403).end(`nobody is let in with ${authorizations.at(-1)}`));
    }).listen(0, '127.0.0.1');
    await once(receiver, 'listening');
  });

  after(() => {
    receiver.closeAllConnections();
    receiver.close();
  });

  const run = async (output: string, outputVariables: Readonly<Record<string, string>>) => {
    const logs: string[] = [];
    const outcome = await processLoadEngine({ processEnv: {}, memoryBytes: 512 * 1024 * 1024 }).run({
      scriptPath: path.join(tmpdir(), 'refused.js'),
      scriptText: `import { check } from 'k6'; export const options = { iterations: 3 };
        export default function () { check(1, { one: (value) => value === 1 }); }`,
      workingFolder: tmpdir(),
      env: {},
      secrets: {},
      layers: { flags: {}, environment: {}, file: {} },
      allowedHosts: undefined,
      secretSources: [],
      givenSecrets: {},
      variable: () => undefined,
      signal: new AbortController().signal,
      onLog: (_, message) => void logs.push(message),
      outputs: [`${output}=http://127.0.0.1:${(receiver.address() as AddressInfo).port}/in?key=also-hidden`],
      outputVariables,
      skip: [],
      threads: undefined,
      withoutSamples: 'fails',
      traced: false,
      onProgress: () => {},
    });
    return { logs: logs.join('\n'), outcome };
  };

  it('reach the receiver, and are in no log and no result, not even where the receiver repeats them', async () => {
    const { logs, outcome } = await run('experimental-prometheus-rw', { K6_PROMETHEUS_RW_BEARER_TOKEN: 'hunter-22-token' });
    assert.ok(outcome.kind === 'measured', JSON.stringify(outcome));
    assert.equal(authorizations[0], 'Bearer hunter-22-token');
    assert.match(logs, /the end of the run was not written: http:\/\/127\.0\.0\.1:\d+ answered 403: nobody is let in with/);
    for (const told of [logs, JSON.stringify(outcome)]) assert.doesNotMatch(told, /hunter-22-token|also-hidden/);
    assert.equal(outcome.result.iterations.completed, 3);
  });

  it('are as well hidden with OTLP', async () => {
    const { logs, outcome } = await run('opentelemetry', { K6_OTEL_HEADERS: 'api-key=hunter-22-key' });
    assert.equal(authorizations.at(-1), 'hunter-22-key');
    assert.match(logs, /output opentelemetry=http:\/\/127\.0\.0\.1:\d+\/in: the end of the run was not written/);
    for (const told of [logs, JSON.stringify(outcome)]) assert.doesNotMatch(told, /hunter-22-key|also-hidden/);
  });

  it('are refused in an address, which ends up in logs', async () => {
    const { outcome } = await run('opentelemetry=http://me:hunter22@x/?', {});
    assert.ok(outcome.kind === 'refused' && outcome.blame === 'options');
    assert.doesNotMatch(outcome.message, /hunter22/);
  });
});
