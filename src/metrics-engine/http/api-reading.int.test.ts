import assert from 'node:assert/strict';
import { askApi, dataOf } from './testing/ask-api.ts';
import { type ServedApi, serveEngine } from './testing/served-engine.ts';

describe('what the API tells beside queries', () => {
  let api: ServedApi;
  let last: number;

  before(async () => {
    api = await serveEngine();
    last = api.clock.now() / 1000;
  });
  after(() => api.close());

  const dataAt = async (path: string) => dataOf(await askApi(api.baseUrl, `/api/v1/${path}`));

  it('are labels, of all series or of those that are meant', async () => {
    assert.deepEqual(await dataAt('labels'), [
      '__name__',
      'alertname',
      'alertstate',
      'code',
      'instance',
      'job',
      'kind',
      'severity',
      'team',
    ]);
    assert.deepEqual(await dataAt('labels?match[]=odd'), ['__name__', 'instance', 'job', 'kind']);
    assert.deepEqual(await dataAt('labels?match[]=odd&match[]=requests_total'), ['__name__', 'code', 'instance', 'job', 'kind']);
    assert.deepEqual(await dataAt(`labels?match[]=odd&start=${last + 1}`), []);
    const form = { method: 'POST', body: new URLSearchParams([['match[]', 'step']]) };
    assert.deepEqual(dataOf(await askApi(api.baseUrl, '/api/v1/labels', form)), ['__name__', 'instance', 'job']);
  });

  it('are values of a label, whose name may be spelled out', async () => {
    assert.deepEqual(await dataAt('label/code/values'), ['200', '500']);
    assert.deepEqual(await dataAt('label/job/values?match[]=up'), ['app', 'down']);
    assert.deepEqual(await dataAt(`label/job/values?match[]=up{job="app"}&start=${last - 60}&end=${last}`), ['app']);
    assert.deepEqual(await dataAt('label/U__co_64_e/values'), ['200', '500']);
    assert.deepEqual(await dataAt('label/k%69nd/values?limit=1'), ['huge']);
    assert.deepEqual(await dataAt('label/none/values'), []);
    assert.deepEqual(await dataAt('label/not-a-name/values'), []);
  });

  it('are series, each once', async () => {
    const steps = { __name__: 'step', instance: 'a:1', job: 'app' };
    assert.deepEqual(await dataAt('series?match[]=step&match[]={__name__=~"st.*"}'), [steps]);
    assert.deepEqual(await dataAt(`series?match[]=step&start=${last - 600}&end=${last}`), [steps]);
    assert.deepEqual(await dataAt('series?match[]=step&start=0&end=1'), []);
    const cut = await askApi(api.baseUrl, '/api/v1/series?match[]=odd&limit=2');
    assert.deepEqual((cut.body as { warnings?: unknown }).warnings, ['results truncated due to limit']);
    assert.equal((dataOf(cut) as unknown[]).length, 2);
  });

  it('are types, help texts and units of metrics, and who says so', async () => {
    const requests = { type: 'counter', help: 'How many requests were answered.', unit: '' };
    assert.deepEqual(await dataAt('metadata?metric=requests'), { requests: [requests] });
    assert.deepEqual(Object.keys((await dataAt('metadata')) as object), ['requests', 'step', 'age_seconds', 'odd']);
    assert.deepEqual(Object.keys((await dataAt('metadata?limit=1')) as object), ['requests']);
    assert.deepEqual(await dataAt('metadata?metric=none'), {});
    const target = { instance: 'a:1', job: 'app' };
    assert.deepEqual(await dataAt('targets/metadata?metric=age_seconds&match_target={job="app"}'), [
      { target, type: 'gauge', help: '', unit: 'seconds' },
    ]);
    assert.deepEqual(await dataAt('targets/metadata?metric=none'), []);
    assert.deepEqual(((await dataAt('targets/metadata?limit=1')) as object[])[0], { target, metric: 'requests', ...requests });
  });

  it('are targets that are scraped, that fail, and that were dropped', async () => {
    const data = (await dataAt('targets')) as Record<string, Record<string, unknown>[]>;
    assert.deepEqual(
      data['activeTargets']?.map(({ scrapePool, health, scrapeUrl, lastError }) => [scrapePool, health, scrapeUrl, lastError]),
      [
        ['app', 'up', 'http://a:1/metrics', ''],
        ['down', 'down', 'http://away:1/metrics', 'fetch failed'],
      ],
    );
    assert.deepEqual(
      data['droppedTargets']?.map(({ scrapePool, discoveredLabels }) => [
        scrapePool,
        (discoveredLabels as Record<string, string>)['__address__'],
      ]),
      [['app', 'b:1']],
    );
    assert.deepEqual(data['droppedTargetCounts'], { app: 1, down: 0 });
    assert.deepEqual(data['problems'], []);
    const [first] = data['activeTargets'] ?? [];
    assert.equal(first?.['lastScrape'], new Date(api.clock.now()).toISOString());
    assert.deepEqual([first?.['scrapeInterval'], first?.['scrapeTimeout']], ['5s', '3s']);
  });

  const targetCounts = async (parameters: string) => {
    const data = (await dataAt(`targets?${parameters}`)) as Record<string, unknown[]>;
    return [data['activeTargets']?.length, data['droppedTargets']?.length];
  };

  it('are targets of one state or one job', async () => {
    assert.deepEqual(await targetCounts('state=active'), [2, 0]);
    assert.deepEqual(await targetCounts('state=dropped'), [0, 1]);
    assert.deepEqual(await targetCounts('state=any&scrapePool=down'), [1, 0]);
    assert.deepEqual(await targetCounts('state=none'), [0, 0]);
  });

  interface Group {
    readonly name: string;
    readonly rules: readonly Record<string, unknown>[];
  }
  const rulesAt = async (parameters: string) => {
    const { groups } = (await dataAt(`rules?${parameters}`)) as { groups: Group[] };
    return groups.map(({ name, rules }) => [name, ...rules.map((rule) => rule['name'])]);
  };

  it('are rules with their health and their alerts', async () => {
    const { groups } = (await dataAt('rules')) as { groups: (Group & Record<string, unknown>)[] };
    const [traffic, quiet] = groups;
    assert.deepEqual([traffic?.name, traffic?.['file'], traffic?.['interval'], traffic?.['limit']], ['traffic', 'web.yaml', 10, 0]);
    const { evaluationTime: _, lastEvaluation, ...recording } = traffic?.rules[0] ?? {};
    assert.deepEqual(recording, {
      name: 'code:requests:rate1m',
      query: 'sum by (code) (rate(requests_total[1m]))',
      labels: { team: 'web' },
      health: 'ok',
      type: 'recording',
    });
    assert.match(String(lastEvaluation), /^2023-11-14T22:\d\d:\d\d/);
    const steps = traffic?.rules[1];
    assert.deepEqual([steps?.['state'], steps?.['duration'], steps?.['keepFiringFor'], steps?.['type']], ['firing', 60, 120, 'alerting']);
    const [alert] = (steps?.['alerts'] ?? []) as Record<string, unknown>[];
    assert.deepEqual(alert?.['labels'], { alertname: 'Steps', instance: 'a:1', job: 'app', severity: 'page' });
    assert.match(String(alert?.['value']), /^1\.\d+e\+02$/);
    assert.equal(quiet?.rules[0]?.['state'], 'inactive');
  });

  it('are rules of one kind, name, group, file or label', async () => {
    assert.deepEqual(await rulesAt(''), [
      ['traffic', 'code:requests:rate1m', 'Steps'],
      ['quiet', 'Never'],
    ]);
    assert.deepEqual(await rulesAt('type=record'), [['traffic', 'code:requests:rate1m']]);
    assert.deepEqual(await rulesAt('type=alert&rule_name[]=Never&rule_name[]=Other'), [['quiet', 'Never']]);
    assert.deepEqual(await rulesAt('rule_group[]=quiet&file[]=web.yaml'), [['quiet', 'Never']]);
    assert.deepEqual(await rulesAt('file[]=other.yaml'), []);
    assert.deepEqual(await rulesAt('match[]={severity="page"}'), [['traffic', 'Steps']]);
    const { groups } = (await dataAt('rules?exclude_alerts=true&rule_name[]=Steps')) as { groups: Group[] };
    assert.deepEqual(groups[0]?.rules[0]?.['alerts'], []);
  });

  it('are alerts and who is told of them', async () => {
    const { alerts } = (await dataAt('alerts')) as { alerts: Record<string, unknown>[] };
    assert.deepEqual(
      alerts.map(({ state, annotations }) => [state, Object.keys(annotations as object)]),
      [['firing', ['summary']]],
    );
    const managers = (await dataAt('alertmanagers')) as {
      activeAlertmanagers: { url: string; waiting: number }[];
      droppedAlertmanagers: [];
    };
    assert.deepEqual(managers.droppedAlertmanagers, []);
    assert.deepEqual(
      managers.activeAlertmanagers.map(({ url, waiting }) => [url, typeof waiting]),
      [['http://manager:9093/api/v2/alerts', 'number']],
    );
  });

  it('is what the engine is, since when, and with which limits', async () => {
    assert.match(JSON.stringify(await dataAt('status/buildinfo')), /"application":"Sluice","version":"3\.\d/);
    const runtime = (await dataAt('status/runtimeinfo')) as Record<string, unknown>;
    assert.deepEqual([runtime['corruptionCount'], runtime['storageRetention']], [0, '30d']);
    assert.deepEqual(
      Object.keys(runtime).filter((key) => /host|cwd/i.test(key)),
      [],
    );
    const flags = (await dataAt('status/flags')) as Record<string, unknown>;
    assert.deepEqual([flags['query.lookback-delta'], flags['query.timeout'], flags['web.enable-lifecycle']], ['5m', '30s', 'false']);
  });

  it('is whether it lives and is ready', async () => {
    for (const path of ['/-/healthy', '/-/ready']) assert.equal((await askApi(api.baseUrl, path)).status, 200);
    api.serve(undefined);
    assert.equal((await askApi(api.baseUrl, '/-/healthy')).status, 200);
    assert.equal((await askApi(api.baseUrl, '/-/ready')).status, 503);
    const early = await askApi(api.baseUrl, '/api/v1/query?query=1');
    assert.deepEqual([early.status, (early.body as { errorType?: unknown }).errorType], [503, 'unavailable']);
    api.serve(api.engine);
  });
});
