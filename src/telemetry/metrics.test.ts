import assert from 'node:assert/strict';
import { register } from 'prom-client';
import { createLinkflowMetrics } from './linkflow-metrics.ts';
import { createMetrics } from './metrics.ts';

const identity = { service: 'workflow-service', version: 'v2' };
const linesOf = async (registry: { metrics(): Promise<string> }, name: string) =>
  (await registry.metrics()).split('\n').filter((line) => line.startsWith(name));

describe('metrics', () => {
  it('count a request once, with service, version, route, method and code', async () => {
    const { registry, observeRequest } = createMetrics(identity);
    observeRequest({ route: '/api/v1/workflows/:id', method: 'GET', code: 200, seconds: 0.15 });
    const labels = 'route="/api/v1/workflows/:id",method="GET",code="200",service="workflow-service",version="v2"';
    assert.deepEqual(await linesOf(registry, 'http_requests_total'), [`http_requests_total{${labels}} 1`]);
    const buckets = await linesOf(registry, 'http_request_duration_seconds_bucket');
    assert.deepEqual(
      buckets.map((line) => [/le="([^"]+)"/.exec(line)?.[1], line.split(' ').at(-1)]),
      [
        ...['0.005', '0.01', '0.025', '0.05', '0.1'].map((bound) => [bound, '0']),
        ...['0.2', '0.3', '0.5', '1', '2.5', '5', '10', '+Inf'].map((bound) => [bound, '1']),
      ],
    );
    const [sum = ''] = await linesOf(registry, 'http_request_duration_seconds_sum');
    assert.match(sum, / 0\.15$/);
    assert.deepEqual(new Set(/\{(.*)\}/.exec(sum)?.[1]?.split(',')), new Set(labels.split(',')));
  });

  it('have no request series before the first request, and carry the process metrics with service and version', async () => {
    const { registry } = createMetrics(identity);
    assert.deepEqual(await linesOf(registry, 'http_request'), []);
    const series = (await registry.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    assert.ok(series.length > 20);
    for (const line of series) assert.match(line, /\{(.*,)?service="workflow-service",version="v2"/);
  });

  it('are apart from those of another service in the same process, and from the global registry', async () => {
    const one = createMetrics(identity);
    const other = createMetrics({ service: 'auth-service', version: 'v1' });
    one.observeRequest({ route: '/', method: 'GET', code: 200, seconds: 1 });
    assert.deepEqual(await linesOf(other.registry, 'http_requests_total'), []);
    assert.deepEqual(register.getMetricsAsArray(), []);
  });
});

describe('LinkFlow metrics', () => {
  it('count workflows and time executions by status alone', async () => {
    const { registry } = createMetrics(identity);
    const linkflow = createLinkflowMetrics({ registry });
    linkflow.workflowCreated('draft');
    linkflow.executionEnded('succeeded', 42);
    assert.deepEqual(await linesOf(registry, 'linkflow_workflows_created_total'), [
      'linkflow_workflows_created_total{status="draft",service="workflow-service",version="v2"} 1',
    ]);
    const buckets = await linesOf(registry, 'linkflow_execution_duration_seconds_bucket');
    assert.deepEqual(
      buckets.map((line) => `${/le="([^"]+)"/.exec(line)?.[1]} ${line.split(' ').at(-1)}`),
      ['0.1 0', '0.5 0', '1 0', '2 0', '5 0', '10 0', '30 0', '60 1', '120 1', '300 1', '+Inf 1'],
    );
    assert.throws(() => createLinkflowMetrics({ registry }), /already been registered/);
  });
});
