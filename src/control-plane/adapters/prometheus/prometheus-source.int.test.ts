import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { QueryError } from '../../../metrics-engine/metrics-source.ts';
import type { NarrowingSource } from '../../../metrics-engine/narrowing-source.ts';
import type { PrometheusEndpoint } from './post-form.ts';
import { prometheusSource } from './prometheus-source.ts';

interface Heard {
  readonly path: string | undefined;
  readonly form: URLSearchParams;
  readonly authorization: string | undefined;
}

async function heardFrom(request: IncomingMessage): Promise<Heard> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return { path: request.url, form: new URLSearchParams(Buffer.concat(chunks).toString()), authorization: request.headers.authorization };
}

function fails(code: string, message: RegExp) {
  return (error: unknown) => {
    assert.ok(error instanceof QueryError);
    assert.equal(error.code, code);
    assert.match(error.message, message);
    return true;
  };
}

describe('prometheusSource', () => {
  let server: Server;
  let baseUrl: string;
  let heard: Heard[] = [];
  let respond: (response: ServerResponse) => void;

  beforeEach(async () => {
    heard = [];
    server = createServer((request, response) => {
      void heardFrom(request).then((each) => {
        heard.push(each);
        respond(response);
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/prom`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });

  function answers(status: number, body: unknown): void {
    respond = (response) => response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
  }
  function success(resultType: string, result: unknown): void {
    answers(200, { status: 'success', data: { resultType, result } });
  }
  function source(more: Partial<PrometheusEndpoint> = {}): NarrowingSource {
    return prometheusSource({ baseUrl, timeoutMs: 10_000, pause: async () => {}, ...more });
  }
  it('asks for an instant under the path prefix, with the token, and for whole answers only', async () => {
    success('vector', []);
    await source({ bearerToken: 'secret' }).query('up == 1', 1_700_000_000_123);
    const [only] = heard;
    assert.equal(only?.path, '/prom/api/v1/query');
    assert.equal(only?.authorization, 'Bearer secret');
    assert.deepEqual(Object.fromEntries(only?.form ?? []), { query: 'up == 1', time: '1700000000.123', partial_response: 'false' });
  });

  it('asks for a range with its step', async () => {
    success('matrix', []);
    assert.deepEqual(await source().queryRange('up', { startMs: 0, endMs: 60_000, stepMs: 500 }), { kind: 'matrix', series: [] });
    const { start, end, step } = Object.fromEntries(heard[0]?.form ?? []);
    assert.deepEqual({ start, end, step }, { start: '0.000', end: '60.000', step: '500ms' });
  });

  it('reads vectors, the values that JSON has no number for among them', async () => {
    success('vector', [
      { metric: { __name__: 'a', l: 'x' }, value: [1.5, 'NaN'] },
      { metric: {}, value: [1700000000.123, '+Inf'] },
      { metric: {}, value: [0, '-Inf'] },
      { metric: {}, value: [0, '1.5e-07'] },
    ]);
    assert.deepEqual(await source().query('x', 0), {
      kind: 'vector',
      series: [
        { labels: { __name__: 'a', l: 'x' }, sample: [1500, Number.NaN] },
        { labels: {}, sample: [1_700_000_000_123, Number.POSITIVE_INFINITY] },
        { labels: {}, sample: [0, Number.NEGATIVE_INFINITY] },
        { labels: {}, sample: [0, 1.5e-7] },
      ],
    });
  });

  it('reads scalars and matrices', async () => {
    success('scalar', [2, '3']);
    assert.deepEqual(await source().query('3', 2000), { kind: 'scalar', sample: [2000, 3] });
    success('matrix', [
      {
        metric: { a: 'b' },
        values: [
          [1, '2'],
          [2, '-0.5'],
        ],
      },
    ]);
    assert.deepEqual(await source().query('x[5m]', 0), {
      kind: 'matrix',
      series: [
        {
          labels: { a: 'b' },
          samples: [
            [1000, 2],
            [2000, -0.5],
          ],
        },
      ],
    });
  });

  const STATUSES: readonly (readonly [status: number, body: unknown, code: string, message: RegExp])[] = [
    [400, { status: 'error', errorType: 'bad_data', error: '1:1: parse error' }, 'bad-query', /1:1: parse error/],
    [422, { status: 'error', errorType: 'execution', error: 'many-to-many' }, 'execution', /many-to-many/],
    [400, 'Bad Request', 'unavailable', /not from Prometheus/],
    [503, { status: 'error', errorType: 'timeout', error: 'query timed out' }, 'timeout', /query timed out/],
    [504, 'gateway', 'timeout', /504/],
    [401, '', 'unavailable', /check the bearer token/],
    [404, 'not found', 'unavailable', /check the base URL/],
    [500, { status: 'error', errorType: 'internal', error: 'disk' }, 'unavailable', /disk/],
    [502, '', 'unavailable', /no reason given/],
  ];
  for (const [status, body, code, message] of STATUSES) {
    it(`takes a ${status} saying ${JSON.stringify(body)} for ${code}`, async () => {
      answers(status, body);
      await assert.rejects(source().query('x', 0), fails(code, message));
      assert.equal(heard.length, 1);
    });
  }

  const UNSOUND: readonly (readonly [what: string, body: unknown])[] = [
    ['a page', '<html>'],
    ['another shape', { status: 'success', data: [] }],
    ['an unknown type', { status: 'success', data: { resultType: 'streams', result: [] } }],
    ['a number where text should be', { status: 'success', data: { resultType: 'scalar', result: [0, 1] } }],
    ['a value that is no number', { status: 'success', data: { resultType: 'scalar', result: [0, ''] } }],
    ['a sample without a value', { status: 'success', data: { resultType: 'vector', result: [{ metric: {} }] } }],
  ];
  for (const [what, body] of UNSOUND) {
    it(`takes ${what} for unavailable, never for no data`, async () => {
      answers(200, body);
      await assert.rejects(source().query('x', 0), fails('unavailable', /answer/));
    });
  }

  it('refuses native histograms and strings by name', async () => {
    success('vector', [{ metric: {}, histogram: [0, {}] }]);
    await assert.rejects(source().query('x', 0), fails('unsupported', /native histograms/));
    success('matrix', [{ metric: {}, histograms: [] }]);
    await assert.rejects(source().query('x[1m]', 0), fails('unsupported', /native histograms/));
    success('string', [0, 'x']);
    await assert.rejects(source().query('"x"', 0), fails('unsupported', /string/));
  });

  it('reads no further than its limit', async () => {
    success('matrix', [{ metric: { a: 'x'.repeat(5000) }, values: [] }]);
    await assert.rejects(source({ maxBytes: 1000 }).query('x', 0), fails('unavailable', /more than 1000 bytes/));
  });

  it('asks again when the connection broke, and answers in the end', async () => {
    respond = (response) => {
      if (heard.length < 3) response.destroy();
      else response.end('{"status":"success","data":{"resultType":"scalar","result":[0,"1"]}}');
    };
    assert.deepEqual(await source().query('1', 0), { kind: 'scalar', sample: [0, 1] });
    assert.equal(heard.length, 3);
  });

  it('gives up after its retries and says where, not with what token', async () => {
    respond = (response) => response.destroy();
    await assert.rejects(source({ retries: 1, bearerToken: 'secret' }).query('1', 0), (error: unknown) => {
      assert.ok(!JSON.stringify(error).includes('secret'));
      return fails('unavailable', /can't be reached/)(error);
    });
    assert.equal(heard.length, 2);
  });

  it('ends with a timeout when no answer comes', async () => {
    respond = () => {};
    await assert.rejects(source({ timeoutMs: 30 }).query('1', 0), fails('timeout', /no answer within 30 ms/));
  });

  it('ends when its caller gives up, also between retries', async () => {
    const stop = new AbortController();
    respond = () => stop.abort();
    await assert.rejects(source().query('1', 0, stop.signal), fails('timeout', /given up by its caller/));
    const again = new AbortController();
    respond = (response) => response.destroy();
    const pause = async (_: number, signal: AbortSignal) => {
      again.abort();
      signal.throwIfAborted();
    };
    await assert.rejects(source({ pause }).query('1', 0, again.signal), fails('timeout', /given up by its caller/));
  });

  it('waits between retries on its own clock when none is given', async () => {
    respond = (response) =>
      heard.length < 2 ? response.destroy() : response.end('{"status":"success","data":{"resultType":"scalar","result":[0,"1"]}}');
    const plain = prometheusSource({ baseUrl, timeoutMs: 10_000 });
    assert.deepEqual(await plain.query('1', 0), { kind: 'scalar', sample: [0, 1] });
  });

  it('refuses a base URL that is none, or would carry a password into logs', () => {
    assert.throws(() => source({ baseUrl: 'localhost:9090' }), /must begin with http/);
    assert.throws(
      () => source({ baseUrl: 'http://me:hidden@localhost' }),
      (error: Error) => /bearer token/.test(error.message) && !/hidden/.test(error.message),
    );
  });

  it('narrows an expression to a version', () => {
    assert.equal(source().narrow('rate(x[5m])', [{ name: 'version', operator: '=', value: 'v2' }]), 'rate(x{version="v2"}[5m])');
  });
});
