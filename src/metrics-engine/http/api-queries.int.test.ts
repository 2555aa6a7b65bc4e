import assert from 'node:assert/strict';
import { askApi, dataOf, postApi } from './testing/ask-api.ts';
import { type ServedApi, serveEngine } from './testing/served-engine.ts';

describe("the API's queries", () => {
  let api: ServedApi;
  let nowSeconds: number;
  let last: number;

  before(async () => {
    api = await serveEngine();
    nowSeconds = api.clock.now() / 1000;
    last = nowSeconds;
  });
  after(() => api.close());

  const get = (path: string) => askApi(api.baseUrl, `/api/v1/${path}`);
  const dataAt = async (path: string) => dataOf(await get(path));
  const query = (expression: string, more = '') => dataAt(`query?query=${encodeURIComponent(expression)}${more}`);
  const infosOf = async (path: string) => ((await get(path)).body as { infos?: unknown }).infos;

  it('answer a scalar, a string, a vector and a range', async () => {
    assert.deepEqual(await query('1+1'), { resultType: 'scalar', result: [nowSeconds, '2'] });
    assert.deepEqual(await query('"a\\"b"'), { resultType: 'string', result: [nowSeconds, 'a"b'] });
    const labels = { __name__: 'step', instance: 'a:1', job: 'app' };
    const { result } = (await query('step')) as { result: { value: [number, string] }[] };
    assert.deepEqual(result, [{ metric: labels, value: [nowSeconds, result[0]?.value[1]] }]);
    const value = Number(result[0]?.value[1]);
    assert.deepEqual(await query('step[10s]'), {
      resultType: 'matrix',
      result: [
        {
          metric: labels,
          values: [
            [last - 5, String(value - 1)],
            [last, String(value)],
          ],
        },
      ],
    });
    assert.deepEqual(await query('none'), { resultType: 'vector', result: [] });
  });

  it('write numbers as Go does', async () => {
    const { result } = (await query('sort_by_label(odd, "kind")')) as { result: { metric: { kind: string }; value: [number, string] }[] };
    assert.deepEqual(Object.fromEntries(result.map(({ metric, value }) => [metric.kind, value[1]])), {
      huge: '1e+21',
      inf: '+Inf',
      nan: 'NaN',
      tiny: '1e-07',
      zero: '-0',
      ümlaut: '0.1',
    });
  });

  it('take a time in seconds, with a fraction, or as RFC 3339, and write it with its milliseconds', async () => {
    for (const time of ['1700000001.5', '1.7000000015e9', '2023-11-14T22:13:21.5Z', '2023-11-14T23:13:21.500%2B01:00']) {
      const answer = await fetch(`${api.baseUrl}/api/v1/query?query=1&time=${time}`);
      assert.match(await answer.text(), /"result":\[1700000001\.500,"1"\]/);
    }
  });

  it('answer a range as a matrix with gaps, a scalar as one series without labels', async () => {
    const range = `start=${last - 20}&end=${last}&step=10`;
    assert.deepEqual(await dataAt(`query_range?query=1&${range}`), {
      resultType: 'matrix',
      result: [
        {
          metric: {},
          values: [
            [last - 20, '1'],
            [last - 10, '1'],
            [last, '1'],
          ],
        },
      ],
    });
    const { result } = (await dataAt(`query_range?query=step>=bool+0&start=1600000000&end=${last}&step=100000000`)) as {
      result: unknown[];
    };
    assert.deepEqual(result, []);
    const found = (await dataAt(`query_range?query=sum(odd{kind="ümlaut"})&start=${last}&end=${last + 600}&step=5m`)) as {
      result: { values: unknown[] }[];
    };
    assert.deepEqual(found.result[0]?.values, [[last, '0.1']]);
  });

  it('take a form, which wins over the URL, and a step in seconds or as a duration', async () => {
    const form = { query: 'step', start: `${last - 5}`, end: `${last}`, step: '5s' };
    const byForm = dataOf(await postApi(api.baseUrl, '/api/v1/query_range?query=other&step=1m', form));
    assert.deepEqual(byForm, await dataAt(`query_range?query=step&start=${last - 5}&end=${last}&step=5`));
    assert.equal((byForm as { result: unknown[] }).result.length, 1);
    const withType = { method: 'POST', body: 'query=2', headers: { 'content-type': 'Application/X-WWW-Form-Urlencoded; charset=UTF-8' } };
    assert.deepEqual(dataOf(await askApi(api.baseUrl, '/api/v1/query', withType)), { resultType: 'scalar', result: [nowSeconds, '2'] });
    assert.equal((await askApi(api.baseUrl, '/api/v1/query?query=2', { method: 'POST' })).status, 200);
  });

  it('look back as far as they are told', async () => {
    const at = `&time=${last + 60}`;
    assert.equal(((await query('step', at)) as { result: unknown[] }).result.length, 1);
    assert.deepEqual(await query('step', `${at}&lookback_delta=30s`), { resultType: 'vector', result: [] });
    assert.equal(((await query('step', `${at}&lookback_delta=0`)) as { result: unknown[] }).result.length, 1);
  });

  it('cut an answer at a limit and say so', async () => {
    const cut = await get('query?query=odd&limit=2');
    assert.equal((dataOf(cut) as { result: unknown[] }).result.length, 2);
    assert.deepEqual((cut.body as { warnings?: unknown }).warnings, ['results truncated due to limit']);
    for (const limit of ['0', '6', '']) assert.equal('warnings' in ((await get(`query?query=odd&limit=${limit}`)).body as object), false);
    const range = (await get(`query_range?query=odd&start=${last}&end=${last}&step=1&limit=1`)).body as { warnings?: unknown };
    assert.deepEqual(range.warnings, ['results truncated due to limit']);
  });

  it('pass on what an answer should be read with', async () => {
    const { body } = await get('query?query=rate(step[1m])');
    assert.match(JSON.stringify(body), /"infos":\["PromQL info: metric might not be a counter.*\(1:6\)"\]/);
    assert.match(
      JSON.stringify((await get('query?query=quantile(2,step)')).body),
      /"warnings":\["PromQL warning: quantile value should be/,
    );
  });

  it('tell how much of a window has samples when they are asked to', async () => {
    assert.deepEqual(await infosOf('query?query=increase(requests_total[30d])&coverage=true'), [
      'coverage: requests_total has samples of 10 minutes of 30 days',
    ]);
    assert.equal(await infosOf('query?query=increase(requests_total[5m])&coverage=true'), undefined);
    assert.equal(await infosOf('query?query=increase(requests_total[30d])'), undefined);
    const { selectors, ...whole } = (await dataAt('coverage?query=increase(requests_total[1h])')) as {
      selectors: Record<string, unknown>[];
    };
    assert.deepEqual(whole, { windowMs: 3_600_000, coveredMs: 600_000, sentence: '10 minutes of 1 hour' });
    assert.deepEqual([selectors[0]?.['expectedScrapes'], selectors[0]?.['foundScrapes'], selectors[0]?.['seriesCount']], [720, 121, 2]);
  });

  it('print an expression', async () => {
    assert.equal(await dataAt('format_query?query=sum+by(a)((rate(x[5m])))'), 'sum by (a) (rate(x[5m]))');
  });

  it('answer the exemplars of every selector in an expression', async () => {
    const data = (await dataAt('query_exemplars?query=rate(requests_total[1m])+/+step')) as { seriesLabels: object; exemplars: object[] }[];
    assert.equal(data.length, 1);
    assert.deepEqual(data[0]?.seriesLabels, { __name__: 'requests_total', code: '200', instance: 'a:1', job: 'app' });
    const { timestamp, ...exemplar } = (data[0]?.exemplars[0] ?? {}) as { timestamp?: number };
    assert.deepEqual(exemplar, { labels: { trace_id: 'abc' }, value: '0.25' });
    assert.equal(typeof timestamp, 'number');
    assert.deepEqual(await dataAt(`query_exemplars?query=step&start=${last}&end=${last}`), []);
  });
});
