import assert from 'node:assert/strict';
import { outputSecrets, readOutputSpecs } from '../output-spec.ts';
import { parseOutput } from '../parse-output.ts';

const OUT = 'experimental-prometheus-rw';
const read = (variables: Readonly<Record<string, string>>, text = OUT) =>
  parseOutput(text, Object.fromEntries(Object.entries(variables).map(([name, value]) => [`K6_PROMETHEUS_RW_${name}`, value])));

const spec = (variables: Readonly<Record<string, string>>, text = OUT) => {
  const reading = read(variables, text);
  assert.ok(reading.ok && reading.spec.kind === OUT);
  return reading.spec;
};

describe('--out experimental-prometheus-rw', () => {
  it('is what k6 documents where nothing is said', () => {
    const standard = {
      kind: OUT,
      url: 'http://localhost:9090/api/v1/write',
      headers: {},
      secrets: [],
      intervalMs: 5000,
      trustAnyCertificate: false,
      trendStats: ['p(95)', 'p(99)', 'min', 'max', 'count', 'sum'],
      staleMarkers: false,
    };
    assert.deepEqual(spec({}), standard);
    assert.deepEqual(readOutputSpecs([standard]), [standard]);
  });

  it('reads its variables, and an address in the argument wins', () => {
    const variables = {
      SERVER_URL: 'https://one/write',
      PUSH_INTERVAL: '250ms',
      TREND_STATS: 'avg,p(99.9),avg',
      HEADERS: 'X-Scope-OrgID:shop, X-Other: a:b',
      'HEADERS_X-More': 'more',
      INSECURE_SKIP_TLS_VERIFY: 'true',
      STALE_MARKERS: '1',
    };
    const given = spec(variables, `${OUT}=http://two:1/write?a=b`);
    assert.equal(given.url, 'http://two:1/write?a=b');
    assert.equal(spec(variables).url, 'https://one/write');
    assert.deepEqual(given.trendStats, ['avg', 'p(99.9)']);
    assert.deepEqual(given.headers, { 'X-Scope-OrgID': 'shop', 'X-Other': 'a:b', 'X-More': 'more' });
    assert.deepEqual([given.intervalMs, given.trustAnyCertificate, given.staleMarkers], [250, true, true]);
    assert.deepEqual(outputSecrets([given]), []);
  });

  it('has credentials as a header, and hides every form of them', () => {
    const basic = spec({ USERNAME: 'writer', PASSWORD: 'hunter22', HTTP_HEADERS: 'X-Api-Key:key-123' });
    const encoded = Buffer.from('writer:hunter22').toString('base64');
    assert.equal(basic.headers['Authorization'], `Basic ${encoded}`);
    for (const secret of ['hunter22', encoded, 'key-123']) assert.ok(outputSecrets([basic]).includes(secret));
    const bearer = spec({ BEARER_TOKEN: 'token-123' });
    assert.equal(bearer.headers['Authorization'], 'Bearer token-123');
    assert.ok(outputSecrets([bearer]).includes('token-123'));
  });

  for (const [variables, problem] of [
    [{ SERVER_URL: 'localhost:9090' }, /K6_PROMETHEUS_RW_SERVER_URL: it must be an address/],
    [{ SERVER_URL: 'http://me:secret9@host/' }, /^K6_PROMETHEUS_RW_SERVER_URL: an address with a password in it[^@]*$/],
    [{ PUSH_INTERVAL: 'soon' }, /K6_PROMETHEUS_RW_PUSH_INTERVAL: "soon" is no interval/],
    [{ PUSH_INTERVAL: '1ms' }, /at least 100ms/],
    [{ TREND_STATS: 'p(95),mean' }, /K6_PROMETHEUS_RW_TREND_STATS: "mean" is none of/],
    [{ STALE_MARKERS: 'maybe' }, /K6_PROMETHEUS_RW_STALE_MARKERS: "maybe" is neither/],
    [{ TREND_AS_NATIVE_HISTOGRAM: 'true' }, /K6_PROMETHEUS_RW_TREND_AS_NATIVE_HISTOGRAM: trends are not written as native histograms/],
    [{ SIGV4_REGION: 'eu' }, /K6_PROMETHEUS_RW_SIGV4_REGION: requests are not signed/],
    [{ CLIENT_CERTIFICATE_KEY: 'x' }, /CLIENT_CERTIFICATE_KEY: client certificates are not sent/],
    [{ PASWORD: 'hunter22' }, /^K6_PROMETHEUS_RW_PASWORD: there is no such variable; did you mean "PASSWORD"\?$/],
    [{ PASSWORD: 'hunter22' }, /^K6_PROMETHEUS_RW_PASSWORD is set, and K6_PROMETHEUS_RW_USERNAME is not$/],
    [{ USERNAME: 'a', BEARER_TOKEN: 'hunter22' }, /BEARER_TOKEN and K6_PROMETHEUS_RW_USERNAME are both set/],
    [{ HEADERS: 'no-value' }, /K6_PROMETHEUS_RW_HEADERS: each header is name:value/],
    [{ HEADERS: 'a b:c' }, /"a b" and its value can't be a header/],
  ] as const) {
    it(`refuses ${JSON.stringify(variables)}`, () => {
      const reading = read(variables);
      assert.ok(!reading.ok);
      assert.match(reading.problem, problem);
    });
  }

  it('takes a refusal of native histograms as what it is', () => {
    assert.ok(read({ TREND_AS_NATIVE_HISTOGRAM: 'false' }).ok);
  });
});
