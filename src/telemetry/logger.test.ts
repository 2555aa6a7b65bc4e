import assert from 'node:assert/strict';
import { trace } from '@opentelemetry/api';
import { createLogger } from './logger.ts';
import { startTracing } from './tracing.ts';

function logging(level: 'debug' | 'info' = 'info') {
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) };
  return { lines, log: createLogger({ service: 'workflow-service', version: 'v2', level, destination }) };
}

describe('logger', () => {
  it('writes level, time, service, version and message', () => {
    const { lines, log } = logging();
    log.info({ releaseId: 'r1', count: 3 }, 'started');
    const { time, ...line } = lines[0] ?? {};
    assert.match(String(time), /^\d{4}-\d\d-\d\dT/);
    assert.deepEqual(line, { level: 'info', service: 'workflow-service', version: 'v2', releaseId: 'r1', count: 3, msg: 'started' });
  });

  it('writes nothing below its level', () => {
    const { lines, log } = logging('info');
    log.debug('detail');
    assert.deepEqual(lines, []);
    const detailed = logging('debug');
    detailed.log.debug('detail');
    assert.equal(detailed.lines.length, 1);
  });

  it('redacts secrets at any depth, in lists, in objects that say their own JSON, and in child bindings', () => {
    const { lines, log } = logging();
    const secret = 'hunter2';
    const speaking = { toJSON: () => ({ apiKey: secret, at: new Date(0) }) };
    log.child({ accessToken: secret, tenant: 't1' }).warn({
      headers: { Authorization: secret, 'set-cookie': [secret], accept: '*/*' },
      list: [{ password: secret }],
      speaking,
      'x-api-key': secret,
    });
    assert.doesNotMatch(JSON.stringify(lines), /hunter2/);
    assert.deepEqual(
      [lines[0]?.['tenant'], lines[0]?.['headers'], lines[0]?.['list'], lines[0]?.['speaking']],
      [
        't1',
        { Authorization: '[redacted]', 'set-cookie': '[redacted]', accept: '*/*' },
        [{ password: '[redacted]' }],
        { apiKey: '[redacted]', at: '1970-01-01T00:00:00.000Z' },
      ],
    );
  });

  it('writes an error with its cause and fields, secrets redacted, alone or as err', () => {
    const { lines, log } = logging();
    const error = Object.assign(new AggregateError([new Error('inner')], 'failed', { cause: new TypeError('why') }), {
      code: 'E1',
      config: { token: 'hunter2' },
    });
    log.error(error);
    log.error({ err: error }, 'could not');
    assert.doesNotMatch(JSON.stringify(lines), /hunter2/);
    for (const line of lines) {
      const { type, message, stack, code, config, cause, errors } = line['err'] as Record<string, unknown>;
      assert.deepEqual([type, message, code, config], ['AggregateError', 'failed', 'E1', { token: '[redacted]' }]);
      assert.match(String(stack), /^AggregateError: failed/);
      assert.equal((cause as { message: string }).message, 'why');
      assert.equal((errors as { message: string }[])[0]?.message, 'inner');
    }
    assert.deepEqual(
      lines.map((line) => line['msg']),
      ['failed', 'could not'],
    );
  });

  it('survives an object that holds itself', () => {
    const { lines, log } = logging();
    const own: Record<string, unknown> = {};
    own['self'] = own;
    log.info({ own });
    assert.match(JSON.stringify(lines), /too deep/);
  });

  it('writes the ids of the active trace, and none outside', async () => {
    const { lines, log } = logging();
    const { tracer, shutdown } = startTracing({ service: 'a', version: '1', environment: {} });
    tracer.startActiveSpan('work', (span) => {
      log.info('inside');
      assert.equal(trace.getActiveSpan(), span);
      assert.deepEqual([lines[0]?.['trace_id'], lines[0]?.['span_id']], [span.spanContext().traceId, span.spanContext().spanId]);
      span.end();
    });
    log.info('outside');
    assert.equal('trace_id' in (lines[1] ?? {}), false);
    await shutdown();
  });
});
