import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MetricsEngine, openMetricsEngine } from '../metrics-engine.ts';
import { type RealPrometheus, startPrometheus } from '../testing/real-prometheus.ts';
import { eventually } from './notify/testing/real-alertmanager.ts';
import type { RuleStatus } from './rule-status.ts';

const RULES = `
groups:
- name: one
  interval: 1s
  limit: 10
  rules:
  - { record: 'room:heat:sum', expr: 'sum  by(room)(heat{kind!~"x.*"}) ', labels: { from: rule } }
  - { record: instance:heat, expr: 'heat', labels: { instance: '', job: '' } }
  - alert: Hot
    expr: room:heat:sum > 1 and on(room) heat offset 1s > bool 2
    for: 1s
    keep_firing_for: 1m
    labels: { severity: '{{ if gt $value 4.0 }}page{{ else }}ticket{{ end }}' }
    annotations: { summary: '{{ $labels.room | title }}: {{ printf "%.2f" $value }} {{ with query "count(heat)" }}{{ . | first | value | humanize }}{{ end }}' }
  - { alert: Cold, expr: 'heat < 0' }
  - { alert: Waits, expr: 'heat > 0', for: 1h }
- name: two
  rules:
  - { record: broken, expr: 'heat * on() heat' }
  - { record: often, expr: 'label_replace(heat, "room", "same", "", "")' }
  - { alert: Same, expr: heat > 0, labels: { room: '', job: '' } }
`;
const METRICS = 'heat{room="a"} 3.5\nheat{room="b"} 4.25\nheat{room="c"} 1\n';

/** What must be the same of a rule, in a shape of its own. */
interface Told {
  readonly [field: string]: unknown;
}

const byText = (a: unknown, b: unknown): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

function toldBySluice(rule: RuleStatus): Told {
  const { name, query, labels, health } = rule;
  if (rule.kind === 'recording') return { type: 'recording', name, query, labels, health };
  const alerts = rule.alerts.map(({ labels, annotations, state, value }) => ({ labels, annotations, state, value })).sort(byText);
  const { annotations, state, forSeconds: duration, keepFiringForSeconds: keepFiringFor } = rule;
  return { type: 'alerting', name, query, labels, health, annotations, state, duration, keepFiringFor, alerts };
}

interface PrometheusRule extends Told {
  readonly labels?: unknown;
  readonly annotations?: unknown;
  readonly alerts?: readonly { readonly labels: unknown; readonly annotations: unknown; readonly state: string; readonly value: string }[];
}

function toldByPrometheus({
  type,
  name,
  query,
  labels = {},
  health,
  annotations = {},
  state,
  duration,
  keepFiringFor,
  alerts = [],
}: PrometheusRule): Told {
  if (type === 'recording') return { type, name, query, labels, health };
  const told = alerts.map((alert) => ({
    labels: alert.labels,
    annotations: alert.annotations,
    state: alert.state,
    value: Number(alert.value),
  }));
  return { type, name, query, labels, health, annotations, state, duration, keepFiringFor, alerts: told.sort(byText) };
}

const settled = (states: readonly unknown[]) => states.includes('firing') && states.includes('pending');

describe("rules beside Debian's Prometheus", function rules() {
  this.timeout(90_000);
  let target: Server;
  let folder: string;
  let prometheus: RealPrometheus | undefined;
  let engine: MetricsEngine | undefined;

  before(async () => {
    target = createServer((_request, response) => response.setHeader('content-type', 'text/plain; version=0.0.4').end(METRICS)).listen(
      0,
      '127.0.0.1',
    );
    await once(target, 'listening');
    folder = await mkdtemp(join(tmpdir(), 'rules-beside-'));
    await writeFile(join(folder, 'rules.yaml'), RULES);
    const config = `
global: { scrape_interval: 1s, evaluation_interval: 1s }
rule_files: ['${folder}/rules.yaml']
scrape_configs: [{ job_name: j, static_configs: [{ targets: ['127.0.0.1:${(target.address() as AddressInfo).port}'] }] }]
`;
    prometheus = await startPrometheus(config);
    engine = await openMetricsEngine({ config });
    engine.start();
  });

  after(async () => {
    await engine?.stop();
    await prometheus?.close();
    target.closeAllConnections();
    await new Promise((resolve) => target.close(resolve));
    await rm(folder, { recursive: true });
  });

  const groups = () => engine?.rules.groups() ?? [];

  async function ask(path: string): Promise<unknown> {
    const answer = await fetch(`${prometheus?.baseUrl}/api/v1/${path}`, { signal: AbortSignal.timeout(5000) });
    return ((await answer.json()) as { readonly data: unknown }).data;
  }

  const theirs = async () =>
    ((await ask('rules')) as { readonly groups: readonly { readonly rules: readonly PrometheusRule[] }[] }).groups.map(
      (group) => group.rules,
    );

  it('are told alike: expressions, labels, states, alerts and what is wrong with them', async () => {
    await eventually('both have alerts that fire', async () => {
      const [mine, other] = [groups().flatMap((group) => group.rules.map(toldBySluice)), (await theirs()).flat().map(toldByPrometheus)];
      return (
        settled(mine.map(({ state }) => state)) &&
        settled(other.map(({ state }) => state)) &&
        [...mine, ...other].every(({ health }) => health !== 'unknown')
      );
    });
    assert.deepEqual(
      groups().map((group) => group.rules.map(toldBySluice)),
      (await theirs()).map((group) => group.map(toldByPrometheus)),
    );
  });

  it('write the same series', async () => {
    const asked = '{__name__=~"room:heat:sum|instance:heat|ALERTS|often"}';
    const answer = await engine?.source.query(asked, Date.now());
    assert(answer?.kind === 'vector');
    const { result } = (await ask(`query?query=${encodeURIComponent(asked)}`)) as {
      readonly result: readonly { readonly metric: Readonly<Record<string, string>>; readonly value: readonly [number, string] }[];
    };
    assert(result.length >= 5);
    assert.deepEqual(
      answer.series.map(({ labels, sample: [, value] }) => [labels, value]).sort(byText),
      result.map(({ metric, value: [, value] }) => [Object.fromEntries(Object.entries(metric).sort(byText)), Number(value)]).sort(byText),
    );
  });
});
