import assert from 'node:assert/strict';
import { TracingConfigError, traceSampler } from './trace-sampler.ts';
import { startTracing } from './tracing.ts';

const described = (name?: string, argument?: string) =>
  traceSampler({ OTEL_TRACES_SAMPLER: name, OTEL_TRACES_SAMPLER_ARG: argument }).toString();

describe('trace sampler', () => {
  it('takes every trace by default', () => {
    assert.match(described(), /^ParentBased\{root=AlwaysOnSampler/);
    assert.equal(described(''), described());
  });

  for (const [name, argument, expected] of [
    ['always_on', undefined, /^AlwaysOnSampler$/],
    ['always_off', undefined, /^AlwaysOffSampler$/],
    ['traceidratio', '0.25', /^TraceIdRatioBased\{0\.25\}$/],
    ['traceidratio', undefined, /^TraceIdRatioBased\{1\}$/],
    ['parentbased_always_off', undefined, /^ParentBased\{root=AlwaysOffSampler/],
    ['parentbased_traceidratio', '0', /^ParentBased\{root=TraceIdRatioBased\{0\}/],
  ] as const)
    it(`knows ${name} ${argument ?? ''}`, () => assert.match(described(name, argument), expected));

  it('refuses a sampler that it does not know, and a ratio that is none', () => {
    assert.throws(() => described('parentbased_sometimes'), TracingConfigError);
    for (const ratio of ['1.5', '-1', 'half', 'NaN'])
      assert.throws(() => described('traceidratio', ratio), /OTEL_TRACES_SAMPLER_ARG is ".+"; it must be a ratio from 0 to 1/);
  });
});

const start = (environment: Record<string, string>) => startTracing({ service: 'a', version: '1', environment });

describe('tracing', () => {
  for (const [name, value] of [
    ['OTEL_TRACES_EXPORTER', 'zipkin'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'not a url'],
    ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'not a url'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'localhost:4318'],
    ['OTEL_BSP_SCHEDULE_DELAY', 'soon'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'hunter2'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'a=hunter2%'],
  ] as const)
    it(`refuses ${name}=${value}`, () => {
      const needed = /DELAY|HEADERS/.test(name) ? { OTEL_TRACES_EXPORTER: 'otlp' } : {};
      assert.throws(
        () => start({ ...needed, [name]: value }),
        (error) => error instanceof TracingConfigError && error.message.startsWith(name) && !error.message.includes('hunter2'),
      );
    });

  it('is off by default and when told so, and its spans still have ids', async () => {
    const off = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' };
    for (const environment of [{}, { ...off, OTEL_TRACES_EXPORTER: 'none' }, { ...off, OTEL_SDK_DISABLED: 'true' }]) {
      const { tracer, shutdown } = start(environment);
      const span = tracer.startSpan('work');
      span.end();
      assert.match(span.spanContext().traceId, /^[0-9a-f]{32}$/);
      await shutdown();
    }
  });
});
