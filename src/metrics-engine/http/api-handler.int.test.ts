import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { QueryError } from '../query-result.ts';
import { apiHandler } from './api-handler.ts';
import type { QueriedEngine } from './prometheus-api.ts';

describe('apiHandler', () => {
  let server: Server;
  let baseUrl: string;
  let asked: unknown[];
  let lastSignal: AbortSignal | undefined;
  let answering: Promise<unknown>;

  const engine: QueriedEngine = {
    source: {
      async query(expression, atMs, signal) {
        asked.push([expression, atMs]);
        lastSignal = signal;
        if (expression === 'slow') throw new QueryError('timeout', 'too slow');
        if (expression === 'odd') throw new QueryError('unsupported', 'too odd');
        if (expression === 'bad') throw new QueryError('bad-query', 'too bad');
        if (expression === 'gone') throw new QueryError('unavailable', 'too late');
        if (expression === 'hang') await new Promise((resolve) => signal?.addEventListener('abort', resolve));
        return { kind: 'scalar', sample: [atMs, 1e-7] };
      },
      async queryRange(expression, range) {
        asked.push([expression, range]);
        return {
          kind: 'matrix',
          series: [
            {
              labels: { a: 'b' },
              samples: [
                [1500, Number.NaN],
                [2000, -0],
              ],
            },
          ],
        };
      },
    },
    labelNames: () => ['a'],
    labelValues: (name) => [`value of ${name}`],
    series: (selector) => [{ found: selector }],
  };

  before(async () => {
    const handle = apiHandler(engine);
    server = createServer((request, response) => {
      answering = handle(request, response).then((isAnswered) => (isAnswered ? response : response.writeHead(404).end('elsewhere')));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  beforeEach(() => {
    asked = [];
  });

  async function get(path: string): Promise<readonly [number, unknown]> {
    const response = await fetch(baseUrl + path);
    return [response.status, response.headers.get('content-type') === 'application/json' ? await response.json() : await response.text()];
  }

  it('answers a query by GET, at a time in seconds or RFC 3339', async () => {
    assert.deepEqual(await get('/api/v1/query?query=1%2B1&time=1.5'), [
      200,
      { status: 'success', data: { resultType: 'scalar', result: [1.5, '1e-07'] } },
    ]);
    await get('/api/v1/query?query=x&time=2026-01-02T03:04:05.678Z');
    assert.deepEqual(asked, [
      ['1+1', 1500],
      ['x', Date.UTC(2026, 0, 2, 3, 4, 5, 678)],
    ]);
  });

  it('answers a range by a POST of a form, its step in seconds or as a duration', async () => {
    const body = new URLSearchParams({ query: 'x', start: '1', end: '2', step: '500ms' });
    const response = await fetch(`${baseUrl}/api/v1/query_range`, { method: 'POST', body });
    assert.deepEqual(await response.json(), {
      status: 'success',
      data: {
        resultType: 'matrix',
        result: [
          {
            metric: { a: 'b' },
            values: [
              [1.5, 'NaN'],
              [2, '-0'],
            ],
          },
        ],
      },
    });
    await get('/api/v1/query_range?query=x&start=1&end=2&step=0.25');
    assert.deepEqual(asked, [
      ['x', { startMs: 1000, endMs: 2000, stepMs: 500 }],
      ['x', { startMs: 1000, endMs: 2000, stepMs: 250 }],
    ]);
  });

  it('answers what Grafana asks beside queries', async () => {
    assert.deepEqual(await get('/api/v1/labels'), [200, { status: 'success', data: ['a'] }]);
    assert.deepEqual(await get('/api/v1/label/__name__/values'), [200, { status: 'success', data: ['value of __name__'] }]);
    assert.deepEqual(await get('/api/v1/series?match[]=x&match[]=y'), [200, { status: 'success', data: [{ found: 'x' }, { found: 'y' }] }]);
    const [status, buildinfo] = await get('/api/v1/status/buildinfo');
    assert.equal(status, 200);
    assert.match(JSON.stringify(buildinfo), /"version":"3/);
  });

  const PROBLEMS: readonly (readonly [path: string, status: number, errorType: string, error: RegExp])[] = [
    ['/api/v1/query?query=bad', 400, 'bad_data', /too bad/],
    ['/api/v1/query?query=odd', 422, 'execution', /too odd/],
    ['/api/v1/query?query=slow', 503, 'timeout', /too slow/],
    ['/api/v1/query?query=gone', 503, 'unavailable', /too late/],
    ['/api/v1/query', 400, 'bad_data', /invalid parameter "query": it is missing/],
    ['/api/v1/query?query=x&time=noon', 400, 'bad_data', /invalid parameter "time": "noon"/],
    ['/api/v1/query?query=x&time=2026-99-01T00:00:00Z', 400, 'bad_data', /invalid parameter "time"/],
    ['/api/v1/query_range?query=x&start=1&step=1', 400, 'bad_data', /invalid parameter "end"/],
    ['/api/v1/query_range?query=x&start=1&end=2&step=soon', 400, 'bad_data', /invalid parameter "step"/],
    ['/api/v1/series', 400, 'bad_data', /match/],
  ];
  for (const [path, status, errorType, error] of PROBLEMS) {
    it(`answers ${status} to ${path}`, async () => {
      const [found, body] = await get(path);
      const problem = body as { readonly status: string; readonly errorType: string; readonly error: string };
      assert.deepEqual([found, problem.status, problem.errorType], [status, 'error', errorType]);
      assert.match(problem.error, error);
    });
  }

  it('leaves other paths and methods to others', async () => {
    assert.deepEqual(await get('/metrics'), [404, 'elsewhere']);
    assert.deepEqual(await get('/api/v1/admin/tsdb/snapshot'), [404, 'elsewhere']);
    assert.equal((await fetch(`${baseUrl}/api/v1/query`, { method: 'DELETE' })).status, 404);
  });

  it('refuses a form that is too large', async () => {
    const response = await fetch(`${baseUrl}/api/v1/query`, { method: 'POST', body: 'x'.repeat(1024 * 1024 + 1) });
    assert.equal(response.status, 413);
  });

  it('ends the query of a client that hangs up', async () => {
    const hangUp = new AbortController();
    const asking = fetch(`${baseUrl}/api/v1/query?query=hang`, { signal: hangUp.signal });
    while (asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
    hangUp.abort();
    await assert.rejects(asking);
    await answering;
    assert.equal(lastSignal?.aborted, true);
  });
});
