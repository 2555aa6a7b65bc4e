import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import * as fc from 'fast-check';
import { askApi } from './testing/ask-api.ts';
import { type ServedApi, serveEngine } from './testing/served-engine.ts';

const PATHS = `query query_range query_exemplars format_query coverage labels series metadata targets targets/metadata rules alerts
  alertmanagers status/flags label/job/values label/%F0%9F%98%80/values`.split(/\s+/);
const PARAMETERS = ['query', 'time', 'start', 'end', 'step', 'match[]', 'limit', 'timeout', 'lookback_delta', 'metric', 'type', 'coverage'];
const NUMBERS =
  '0 -1 1 1e9 1700000600 9007199254740991 1e300 NaN Inf 5m 0.0001 -292273086-05-16T16:47:06Z 292277025-08-18T07:12:54.999999999Z';
const EXPRESSIONS = [
  'up',
  '{}',
  '{job=~".*"}',
  'step[10m:1s]',
  'rate(requests_total[1m] @ end())',
  'x offset -1y',
  '"',
  'true',
  '\u0000',
  '',
];
const VALUES = NUMBERS.split(' ').concat(EXPRESSIONS);

const arbitraryValue = fc.oneof(fc.constantFrom(...VALUES), fc.string({ unit: 'binary', maxLength: 20 }));
const arbitraryQuery = fc.array(fc.tuple(fc.constantFrom(...PARAMETERS), arbitraryValue), { maxLength: 6 });
const arbitraryPath = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...PATHS) }, { weight: 1, arbitrary: fc.webPath() });

describe('the API', () => {
  let api: ServedApi;
  before(async () => {
    api = await serveEngine();
  });
  after(() => api.close());

  it('answers or refuses whatever is asked, and never fails', async () => {
    const check = fc.asyncProperty(arbitraryPath, arbitraryQuery, fc.boolean(), async (path, query, isForm) => {
      const params = new URLSearchParams(query.map(([name, value]): [string, string] => [name, value]));
      const url = `/api/v1/${path}`;
      const asked = isForm
        ? askApi(api.baseUrl, url, { method: 'POST', body: params })
        : askApi(api.baseUrl, `${url}?${params.toString()}`);
      const { status, body } = await asked;
      assert.ok([200, 400, 404, 405, 422, 503].includes(status), `${status} ${JSON.stringify(body)}`);
      assert.equal((body as { status: string }).status, status === 200 ? 'success' : 'error');
    });
    await fc.assert(check, { numRuns: 400 });
    assert.deepEqual(api.failures, []);
  });

  it('answers a form that never ends before it has ended, and closes the connection', async () => {
    const { port } = new URL(api.baseUrl);
    const socket = connect(Number(port), '127.0.0.1');
    const answer = text(socket);
    socket.write(
      'POST /api/v1/query HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 99999999999\r\n\r\n',
    );
    socket.write('x'.repeat(1024 * 1024 + 1));
    assert.match(await answer, /^HTTP\/1\.1 413 [^]*"errorType":"bad_data"/);
  });

  it('goes on after a client that hangs up in the middle of its form', async () => {
    const { port } = new URL(api.baseUrl);
    const socket = connect(Number(port), '127.0.0.1');
    await new Promise<void>((resolve) => {
      socket.write(
        'POST /api/v1/query HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\nquery=',
        () => resolve(),
      );
    });
    socket.destroy();
    // Enough turns for the server to see that it has gone.
    for (let turn = 0; turn < 5; turn++) assert.equal((await askApi(api.baseUrl, '/api/v1/query?query=1')).status, 200);
    assert.deepEqual(api.failures, []);
  });
});
