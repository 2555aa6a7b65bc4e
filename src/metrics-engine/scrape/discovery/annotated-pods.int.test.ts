import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { type MetricsEngine, openMetricsEngine } from '../../metrics-engine.ts';
import { type OpenTarget, openTarget } from '../testing/open-target.ts';
import { openPodServer, type PodServer } from './testing/pod-server.ts';

const PATIENCE_MS = 20_000;

/** The usual rules: pods say by annotations whether and where they are scraped. */
const config = (server: string) => `
global: { scrape_interval: 100ms }
scrape_configs:
  - job_name: pods
    kubernetes_sd_configs: [{ role: pod, api_server: '${server}' }]
    relabel_configs:
      - { source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_scrape], action: keep, regex: 'true' }
      - { source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_path], action: replace, target_label: __metrics_path__, regex: (.+) }
      - source_labels: [__meta_kubernetes_pod_ip, __meta_kubernetes_pod_annotation_prometheus_io_port]
        separator: ':'
        target_label: __address__
      - { source_labels: [__meta_kubernetes_namespace], target_label: namespace }
      - { source_labels: [__meta_kubernetes_pod_name], target_label: instance }
`;

describe('an engine that finds pods by their annotations', () => {
  let server: PodServer;
  let target: OpenTarget;
  let engine: MetricsEngine;

  before(async () => {
    server = await openPodServer();
    target = await openTarget((request, response) => {
      response.setHeader('content-type', 'text/plain');
      response.end(request.url === '/own' ? 'answer 42\n' : 'answer 1\n');
    });
    engine = await openMetricsEngine({ config: config(server.origin) });
    engine.start();
  });
  after(async () => {
    await engine.stop();
    await server.close();
    await target.close();
  });

  async function vector(expression: string): Promise<unknown> {
    const result = await engine.source.query(expression, Date.now());
    return result.kind === 'vector' ? result.series.map(({ labels, sample }) => [labels, sample[1]]) : result;
  }
  async function becomes(expression: string, expected: unknown): Promise<void> {
    const endsAt = performance.now() + PATIENCE_MS;
    let found = await vector(expression);
    while (JSON.stringify(found) !== JSON.stringify(expected) && performance.now() < endsAt) {
      await setTimeout(20);
      found = await vector(expression);
    }
    assert.deepEqual(found, expected);
  }

  it('scrapes them where they say, drops those that do not ask for it, and ends the series of a pod that is deleted', async () => {
    const annotations = { 'prometheus.io/scrape': 'true', 'prometheus.io/port': String(target.port), 'prometheus.io/path': '/own' };
    server.put('shop', 'web', '127.0.0.1', annotations);
    server.put('shop', 'quiet', '127.0.0.1');
    await becomes('answer', [[{ __name__: 'answer', instance: 'web', job: 'pods', namespace: 'shop' }, 42]]);
    assert.deepEqual(
      engine.inventory().dropped.map(({ discoveredLabels }) => discoveredLabels['__meta_kubernetes_pod_name']),
      ['quiet'],
    );
    server.delete('shop', 'web');
    await becomes('answer', []);
    assert.deepEqual(engine.inventory().active, []);
  });
});
