import assert from 'node:assert/strict';
import { outputSecrets, readOutputSpecs } from '../output-spec.ts';
import { parseOutput } from '../parse-output.ts';

const read = (variables: Readonly<Record<string, string>>, text = 'opentelemetry') =>
  parseOutput(text, Object.fromEntries(Object.entries(variables).map(([name, value]) => [`K6_OTEL_${name}`, value])));

const spec = (variables: Readonly<Record<string, string>>, text = 'opentelemetry') => {
  const reading = read(variables, text);
  assert.ok(reading.ok && reading.spec.kind === 'opentelemetry');
  return reading.spec;
};

describe('the variables of --out opentelemetry', () => {
  it('may all be absent', () => {
    const standard = {
      kind: 'opentelemetry',
      url: 'http://localhost:4318/v1/metrics',
      headers: {},
      secrets: [],
      intervalMs: 10_000,
      trustAnyCertificate: false,
      serviceName: 'k6',
      serviceVersion: '',
      metricPrefix: '',
      rates: 'condition',
    };
    assert.deepEqual(spec({}), standard);
    assert.deepEqual(spec({}, 'experimental-opentelemetry'), standard);
    assert.deepEqual(readOutputSpecs([standard]), [standard]);
  });

  it('say where to send, with which scheme', () => {
    assert.equal(spec({ HTTP_EXPORTER_ENDPOINT: 'otel:4318' }).url, 'https://otel:4318/v1/metrics');
    assert.equal(spec({ HTTP_EXPORTER_ENDPOINT: 'otel:4318', HTTP_EXPORTER_INSECURE: 'true' }).url, 'http://otel:4318/v1/metrics');
    assert.equal(spec({ HTTP_EXPORTER_ENDPOINT: 'http://otel/', HTTP_EXPORTER_URL_PATH: 'otlp/m' }).url, 'http://otel/otlp/m');
    assert.equal(spec({ HTTP_EXPORTER_ENDPOINT: 'otel' }, 'opentelemetry=http://other:1/x').url, 'http://other:1/x');
  });

  it('say what is sent, and hide what is secret', () => {
    const given = spec({
      HEADERS: 'api-key=key-1234, x-tenant=shop',
      METRIC_PREFIX: 'k6_',
      EXPORT_INTERVAL: '2s',
      EXPORTER_PROTOCOL: 'http/protobuf',
      SINGLE_COUNTER_FOR_RATE: 'false',
      TLS_INSECURE_SKIP_VERIFY: 'true',
    });
    assert.deepEqual(given.headers, { 'api-key': 'key-1234', 'x-tenant': 'shop' });
    assert.deepEqual(outputSecrets([given]), ['key-1234']);
    assert.deepEqual([given.metricPrefix, given.intervalMs, given.rates, given.trustAnyCertificate], ['k6_', 2000, 'pair', true]);
  });

  for (const [variables, problem] of [
    [{ EXPORTER_TYPE: 'grpc' }, /K6_OTEL_EXPORTER_TYPE: "grpc" is not spoken; metrics are sent over HTTP/],
    [{ EXPORTER_PROTOCOL: 'grpc' }, /K6_OTEL_EXPORTER_PROTOCOL: "grpc" is not spoken/],
    [{ GRPC_EXPORTER_ENDPOINT: 'x:4317' }, /K6_OTEL_GRPC_EXPORTER_ENDPOINT: there is no gRPC exporter/],
    [{ TLS_CLIENT_KEY: 'x' }, /K6_OTEL_TLS_CLIENT_KEY: client certificates are not sent/],
    [{ EXPORT_INTERVAL: 'x' }, /K6_OTEL_EXPORT_INTERVAL: "x" is no interval/],
    [{ HTTP_EXPORTER_ENDPOINT: 'a b' }, /K6_OTEL_HTTP_EXPORTER_ENDPOINT: it must be an address/],
    [{ HEADER: 'a=b' }, /K6_OTEL_HEADER: there is no such variable; did you mean "HEADERS"/],
  ] as const) {
    it(`are refused: ${JSON.stringify(variables)}`, () => {
      const reading = read(variables);
      assert.ok(!reading.ok);
      assert.match(reading.problem, problem);
    });
  }
});
