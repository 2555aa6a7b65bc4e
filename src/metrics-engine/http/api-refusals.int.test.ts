import assert from 'node:assert/strict';
import { request as sendRaw } from 'node:http';
import { QueryError } from '../query-result.ts';
import type { ServedEngine } from './api-request.ts';
import { type Asked, askApi, postApi } from './testing/ask-api.ts';
import { type ServedApi, serveEngine } from './testing/served-engine.ts';

type Answer = ServedEngine['source']['answer'];

function problemOf({ status, body }: Asked): readonly [number, string, string] {
  const { status: said, errorType, error } = body as { readonly status: string; readonly errorType: string; readonly error: string };
  assert.equal(said, 'error');
  return [status, errorType, error];
}

async function until(isSo: () => boolean): Promise<void> {
  const endsAt = Date.now() + 10_000;
  while (!isSo()) {
    assert.ok(Date.now() < endsAt, 'it did not come to be in 10 s');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('what the API refuses', () => {
  let api: ServedApi;

  before(async () => {
    api = await serveEngine();
  });
  after(() => api.close());
  afterEach(() => {
    api.serve(api.engine);
    api.failures.length = 0;
  });

  /** Lets the engine answer queries in another way. */
  function answering(answer: Answer): void {
    api.serve({ ...api.engine, source: { ...api.engine.source, answer } });
  }

  const RANGE = 'query_range?query=1';
  const REFUSED: readonly (readonly [path: string, status: number, errorType: string, error: string | RegExp])[] = [
    ['query', 400, 'bad_data', /^invalid parameter "query": .*no expression found in input$/],
    ['query?query=x{', 400, 'bad_data', 'invalid parameter "query": 1:3: parse error: unexpected end of input inside braces'],
    [
      'query?query=rate(x)',
      400,
      'bad_data',
      /^invalid parameter "query": 1:6: parse error: expected type range vector in call to function "rate"/,
    ],
    ['query?query=histogram_count(x)', 422, 'execution', /not supported by the embedded metrics engine/],
    ['query?query=step+/+on(job)+odd', 422, 'execution', /many-to-many|multiple matches|duplicate series/],
    [
      'query?query=1&time=noon',
      400,
      'bad_data',
      `invalid parameter "time": invalid time value for 'time': cannot parse "noon" to a valid timestamp`,
    ],
    ['query?query=1&time=2026-02-30T00:00:00Z', 400, 'bad_data', /cannot parse "2026-02-30T00:00:00Z" to a valid timestamp/],
    ['query?query=1&timeout=soon', 400, 'bad_data', 'invalid parameter "timeout": cannot parse "soon" to a valid duration'],
    ['query?query=1&lookback_delta=far', 400, 'bad_data', /"lookback_delta": cannot parse "far" to a valid duration/],
    ['query?query=1&lookback_delta=-1', 400, 'bad_data', /"lookback_delta": it must not be negative/],
    ['query?query=1&limit=many', 400, 'bad_data', /invalid parameter "limit"/],
    ['query?query=1&limit=-1', 400, 'bad_data', 'invalid parameter "limit": limit must be non-negative'],
    [RANGE, 400, 'bad_data', 'invalid parameter "start": cannot parse "" to a valid timestamp'],
    [`${RANGE}&start=1&step=1`, 400, 'bad_data', 'invalid parameter "end": cannot parse "" to a valid timestamp'],
    [`${RANGE}&start=2&end=1&step=1`, 400, 'bad_data', 'invalid parameter "end": end timestamp must not be before start time'],
    [`${RANGE}&start=1&end=2`, 400, 'bad_data', 'invalid parameter "step": cannot parse "" to a valid duration'],
    [`${RANGE}&start=1&end=2&step=soon`, 400, 'bad_data', 'invalid parameter "step": cannot parse "soon" to a valid duration'],
    [`${RANGE}&start=1&end=2&step=0`, 400, 'bad_data', /"step": zero or negative query resolution step widths are not accepted/],
    [`${RANGE}&start=1&end=2&step=-1`, 400, 'bad_data', /"step": zero or negative query resolution/],
    [
      `${RANGE}&start=0&end=11001&step=1`,
      400,
      'bad_data',
      'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
    ],
    [
      'query_range?query=step[1m]&start=1&end=2&step=1',
      400,
      'bad_data',
      /invalid expression type "range vector" for range query, must be Scalar or instant Vector/,
    ],
    ['query_exemplars?query=step&start=2&end=1', 400, 'bad_data', 'end timestamp must not be before start timestamp'],
    ['query_exemplars?query=', 400, 'bad_data', /no expression found/],
    ['format_query?query=sum(', 400, 'bad_data', /parse error/],
    ['coverage?query=sum(', 400, 'bad_data', /parse error/],
    ['series', 400, 'bad_data', 'no match[] parameter provided'],
    ['series?match[]=rate(x[1m])', 400, 'bad_data', /^invalid parameter "match\[\]": rate\(x\[1m\]\) is not a selector/],
    ['series?match[]={}', 400, 'bad_data', /^invalid parameter "match\[\]": .*must contain at least one non-empty matcher/],
    ['series?match[]=step&start=x', 400, 'bad_data', /invalid parameter "start": invalid time value for 'start'/],
    ['labels?match[]={', 400, 'bad_data', /^invalid parameter "match\[\]"/],
    ['label/job/values?match[]={', 400, 'bad_data', /^invalid parameter "match\[\]"/],
    ['label/%ff/values', 400, 'bad_data', 'invalid label name: "%ff"'],
    ['metadata?limit=x', 400, 'bad_data', /invalid parameter "limit"/],
    ['targets/metadata?metric=none', 404, 'not_found', 'specified metadata not found'],
    ['targets/metadata?match_target={', 400, 'bad_data', /^invalid parameter "match_target"/],
    ['rules?type=other', 400, 'bad_data', 'invalid parameter "type": not supported value "other"'],
    ['rules?exclude_alerts=perhaps', 400, 'bad_data', /invalid parameter "exclude_alerts"/],
    ['parse_query?query=1', 404, 'not_found', 'nothing is at /api/v1/parse_query'],
    ['admin/tsdb/snapshot', 404, 'not_found', 'nothing is at /api/v1/admin/tsdb/snapshot'],
    ['write', 404, 'not_found', 'nothing is at /api/v1/write'],
    ['label//values', 404, 'not_found', 'nothing is at /api/v1/label//values'],
  ];
  for (const [path, status, errorType, error] of REFUSED) {
    it(`is ${path}, with ${status}`, async () => {
      const [found, type, text] = problemOf(await askApi(api.baseUrl, `/api/v1/${path}`));
      assert.deepEqual([found, type], [status, errorType]);
      if (typeof error === 'string') assert.equal(text, error);
      else assert.match(text, error);
    });
  }

  it('is no range of 11,001 instants, as in Prometheus', async () => {
    assert.equal((await askApi(api.baseUrl, `/api/v1/${RANGE}&start=0&end=11000&step=1`)).status, 200);
  });

  it('is a method that a path does not take, naming those it does', async () => {
    for (const [method, path, allow] of [
      ['DELETE', '/api/v1/series', 'GET, POST'],
      ['PUT', '/api/v1/query', 'GET, POST'],
      ['POST', '/api/v1/rules', 'GET'],
      ['POST', '/api/v1/label/job/values', 'GET'],
      ['POST', '/-/ready', 'GET, HEAD'],
      ['GET', '/-/quit', 'POST, PUT'],
    ] as const) {
      const { status, headers } = await askApi(api.baseUrl, path, { method });
      assert.deepEqual([status, headers.get('allow')], [405, allow], path);
    }
  });

  it('is to reload, to quit, and to write', async () => {
    for (const path of ['/-/reload', '/-/quit']) assert.equal((await askApi(api.baseUrl, path, { method: 'POST' })).status, 403);
    for (const path of ['/api/v1/write', '/api/v1/admin/tsdb/delete_series?match[]=up', '/api/v1/otlp/v1/metrics'])
      assert.equal((await askApi(api.baseUrl, path, { method: 'POST' })).status, 404);
    assert.equal(((await askApi(api.baseUrl, '/api/v1/query?query=step')).body as { status: string }).status, 'success');
  });

  it('is anything but the API', async () => {
    for (const path of ['/', '/metrics', '/api/v1/', '/api/v1', '/graph', '//', '/api/v2/query']) {
      assert.equal(problemOf(await askApi(api.baseUrl, path))[0], 404, path);
    }
  });

  it('is a form that is too large, a body that is no form, and a URL that is too long', async () => {
    const large = problemOf(await postApi(api.baseUrl, '/api/v1/query', { query: 'x'.repeat(1024 * 1024) }));
    assert.deepEqual(large, [413, 'bad_data', 'a form may have at most 1048576 bytes']);
    const headers = { 'content-type': 'application/json' };
    const json = problemOf(await askApi(api.baseUrl, '/api/v1/query', { method: 'POST', body: '{"query":"1"}', headers }));
    assert.deepEqual(json, [415, 'bad_data', 'send parameters as application/x-www-form-urlencoded, not as "application/json"']);
    const long = problemOf(await askApi(api.baseUrl, `/api/v1/query?query=${'x'.repeat(13_000)}`));
    assert.deepEqual(long, [414, 'bad_data', 'the URL has more than 12288 characters: send a form']);
    assert.equal((await postApi(api.baseUrl, '/api/v1/query', { query: `${'x'.repeat(13_000)} + 1` })).status, 200);
    assert.match(problemOf(await postApi(api.baseUrl, '/api/v1/query', { query: 'x'.repeat(100_001) }))[2], /at most 100000 are allowed/);
  });

  it('is a target of the request that is no path', async () => {
    const { port } = new URL(api.baseUrl);
    const status = await new Promise((resolve, reject) => {
      sendRaw({ port, host: '127.0.0.1', path: 'http://[/api/v1/query?query=1' }, (response) => resolve(response.resume().statusCode))
        .on('error', reject)
        .end();
    });
    assert.equal(status, 404);
  });

  const FAILURES: readonly (readonly [code: QueryError['code'], status: number, errorType: string])[] = [
    ['bad-query', 400, 'bad_data'],
    ['execution', 422, 'execution'],
    ['unsupported', 422, 'execution'],
    ['timeout', 503, 'timeout'],
    ['unavailable', 503, 'unavailable'],
  ];
  for (const [code, status, errorType] of FAILURES) {
    it(`tells of the engine's ${code} with ${status}`, async () => {
      answering(() => Promise.reject(new QueryError(code, 'so it is')));
      const [found, type, error] = problemOf(await askApi(api.baseUrl, '/api/v1/query?query=1'));
      assert.deepEqual([found, type], [status, errorType]);
      assert.match(error, /so it is$/);
      assert.deepEqual(api.failures, []);
    });
  }

  it('tells of a bug with 500 and without its text, which whoever runs the server gets', async () => {
    const bug = new TypeError('secret');
    answering(() => Promise.reject(bug));
    assert.deepEqual(problemOf(await askApi(api.baseUrl, '/api/v1/query?query=1')), [
      500,
      'internal',
      'the engine failed; its log says more',
    ]);
    assert.deepEqual(api.failures, [bug]);
  });

  it('is a query that takes longer than it may', async () => {
    const slow = 'sum(sum_over_time(requests_total[10m:1s]))';
    const [status, type, error] = problemOf(await askApi(api.baseUrl, `/api/v1/query?query=${slow}&timeout=0`));
    assert.deepEqual([status, type], [503, 'timeout']);
    assert.match(error, /^query timed out in (expression evaluation|query queue)/);
  });

  it('hands on the shorter of the time that a client gives and the engine allows', async () => {
    const seen: (number | undefined)[] = [];
    answering((expression, asked, signal, wishes) => {
      seen.push(wishes?.timeoutMs);
      return api.engine.source.answer(expression, asked, signal, wishes);
    });
    await askApi(api.baseUrl, '/api/v1/query?query=1&timeout=2s');
    await askApi(api.baseUrl, '/api/v1/query?query=1&timeout=1h');
    await askApi(api.baseUrl, '/api/v1/query?query=1');
    const [short = 0, long = 0, none = 0] = seen;
    assert.ok(short > 0 && short <= 2_000, `${short}`);
    assert.ok(long > 2_000 && long <= 30_000 && none > 2_000 && none <= 30_000, `${long} ${none}`);
  });

  /** An engine whose queries wait until they are released, or their signal aborts. */
  function hanging(): { readonly release: () => void; readonly begun: () => number; readonly ended: () => number } {
    let begun = 0;
    let ended = 0;
    const released = Promise.withResolvers<void>();
    answering(async (expression, asked, signal) => {
      begun++;
      const aborted = new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
      await Promise.race([released.promise, aborted]);
      ended++;
      return api.engine.source.answer(expression, asked, signal);
    });
    return { release: () => released.resolve(), begun: () => begun, ended: () => ended };
  }
  it('lets so many queries in at a time; the others wait, and no longer than they may', async () => {
    const queue = hanging();
    const first = [1, 2, 3].map(() => askApi(api.baseUrl, '/api/v1/query?query=1'));
    await until(() => queue.begun() === 2);
    const late = problemOf(await askApi(api.baseUrl, '/api/v1/query?query=1&timeout=10ms'));
    assert.deepEqual([late[0], late[1]], [503, 'timeout']);
    assert.match(late[2], /^query timed out in query queue/);
    assert.equal((await askApi(api.baseUrl, '/api/v1/labels')).status, 200);
    assert.equal(queue.begun(), 2);
    queue.release();
    assert.deepEqual(
      (await Promise.all(first)).map(({ status }) => status),
      [200, 200, 200],
    );
  });

  it('ends the query of a client that hangs up, and lets the next one in', async () => {
    const queue = hanging();
    const hangUp = new AbortController();
    const gone = [1, 2].map(() => assert.rejects(askApi(api.baseUrl, '/api/v1/query?query=1', { signal: hangUp.signal })));
    await until(() => queue.begun() === 2);
    const next = askApi(api.baseUrl, '/api/v1/query?query=1');
    hangUp.abort();
    await Promise.all(gone);
    await until(() => queue.ended() === 2 && queue.begun() === 3);
    queue.release();
    assert.equal((await next).status, 200);
    assert.deepEqual(api.failures, []);
  });
});
