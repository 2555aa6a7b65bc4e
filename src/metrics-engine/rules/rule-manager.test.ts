import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { embeddedSource } from '../embedded-source.ts';
import { type ManualClock, manualClock } from '../manual-clock.ts';
import { PROMETHEUS_3 } from '../promql/evaluate/evaluation.ts';
import type { Labels } from '../query-result.ts';
import { MetricStore } from '../store/metric-store.ts';
import { firstInstant, offsetOf } from './evaluate/group-loop.ts';
import type { OutgoingAlert } from './evaluate/outgoing-alert.ts';
import { metricRuleStore } from './evaluate/rule-store.ts';
import { parseRuleFile } from './file/parse-rule-file.ts';
import { createRuleManager, type RuleManager, type RuleManagerOptions } from './rule-manager.ts';

const MINUTE = 60_000;
const START = 1_700_000_000_000;

interface Bench {
  readonly clock: ManualClock;
  readonly store: MetricStore;
  readonly manager: RuleManager;
  readonly sent: readonly OutgoingAlert[];
  put(labels: Labels, value: number): void;
  value(expression: string): Promise<readonly (readonly [Labels, number])[]>;
}

function benchFor(rules: string, options: Partial<RuleManagerOptions> & { readonly before?: Pick<Bench, 'clock' | 'store'> } = {}): Bench {
  const clock = options.before?.clock ?? manualClock(START);
  const store = options.before?.store ?? new MetricStore({ folder: undefined, maxSeries: 1000, retentionMs: 1e12, nowMs: START });
  const source = embeddedSource({
    reader: store,
    clock,
    queryTimeoutMs: 1e9,
    maxSamples: 1e6,
    options: PROMETHEUS_3,
    letOthersRun: () => setImmediate(),
  });
  const sent: OutgoingAlert[] = [];
  const manager = createRuleManager({
    groups: parseRuleFile(rules, 'r.yaml').groups,
    source,
    store: metricRuleStore(store),
    clock,
    notify: (alerts) => sent.push(...alerts),
    externalUrl: 'http://sluice',
    ...options,
  });
  return {
    clock,
    store,
    manager,
    sent,
    put: (labels, value) => {
      const series = store.series(labels);
      if (series !== undefined) store.commit({ samples: [{ series, atMs: clock.now(), value }], stale: { atMs: clock.now(), series: [] } });
    },
    value: async (expression) => {
      const answer = await source.query(expression, clock.now());
      return answer.kind === 'vector' ? answer.series.map(({ labels, sample: [, value] }) => [labels, value] as const) : [];
    },
  };
}

const up = (instance: string): Labels => ({ __name__: 'up', instance });

const RULES = `
groups:
- name: g
  interval: 1m
  rules:
  - record: instance:up
    expr: up
    labels: { source: rule }
  - alert: Down
    expr: instance:up == 0
    for: 2m
    labels: { severity: '{{ if eq $labels.instance "a" }}page{{ else }}ticket{{ end }}' }
    annotations: { summary: '{{ $labels.instance }} is at {{ $value }}, {{ nope }}', plain: text }
`;

describe('createRuleManager', () => {
  it('evaluates rules in their order, at one timestamp, and writes what they give', async () => {
    const bench = benchFor(RULES.replace(', {{ nope }}', ''));
    bench.put(up('a'), 0);
    bench.put(up('b'), 1);
    bench.manager.start();
    await bench.clock.advance(MINUTE);
    assert.deepEqual(await bench.value('instance:up'), [
      [{ __name__: 'instance:up', instance: 'a', source: 'rule' }, 0],
      [{ __name__: 'instance:up', instance: 'b', source: 'rule' }, 1],
    ]);
    assert.deepEqual(
      bench.manager.alerts().map(({ state, labels, annotations, value }) => ({ state, labels, annotations, value })),
      [
        {
          state: 'pending',
          labels: { alertname: 'Down', instance: 'a', severity: 'page', source: 'rule' },
          annotations: { plain: 'text', summary: 'a is at 0' },
          value: 0,
        },
      ],
    );
    await bench.manager.stop();
  });

  it('tells how groups and rules fare', async () => {
    const bench = benchFor(RULES.replace('{{ nope }}', 'x'));
    const before = bench.manager.groups()[0];
    assert.deepEqual(
      before?.rules.map(({ health }) => health),
      ['unknown', 'unknown'],
    );
    assert.equal(before?.lastEvaluationMs, undefined);
    bench.put(up('a'), 0);
    bench.manager.start();
    assert.throws(() => bench.manager.start(), /evaluated already/);
    await bench.clock.advance(3 * MINUTE);
    const [group] = bench.manager.groups();
    const [recording, alerting] = group?.rules ?? [];
    assert.deepEqual([group?.name, group?.file, group?.intervalSeconds, group?.limit, group?.missedIterations], ['g', 'r.yaml', 60, 0, 0]);
    assert.deepEqual([recording?.kind, recording?.health, recording?.query], ['recording', 'ok', 'up']);
    assert(alerting?.kind === 'alerting');
    assert.deepEqual([alerting.state, alerting.forSeconds, alerting.alerts.length, alerting.query], ['firing', 120, 1, 'instance:up == 0']);
    await bench.manager.stop();
  });

  it('ends the series that a rule gives no more', async () => {
    const bench = benchFor(RULES.replace(', {{ nope }}', ''));
    bench.put(up('a'), 0);
    bench.manager.start();
    for (let minute = 0; minute < 4; minute++) {
      bench.put(up('a'), 0);
      await bench.clock.advance(MINUTE);
    }
    assert.deepEqual(
      (await bench.value('ALERTS')).map(([{ alertstate }]) => alertstate),
      ['firing'],
    );
    assert.equal((await bench.value('ALERTS_FOR_STATE')).length, 1);
    bench.put(up('a'), 1);
    await bench.clock.advance(MINUTE);
    assert.deepEqual(await bench.value('ALERTS'), []);
    assert.deepEqual(await bench.value('ALERTS_FOR_STATE'), []);
    assert.deepEqual(bench.manager.alerts(), []);
    await bench.manager.stop();
  });

  it('sends alerts that fire again each minute, and their end', async () => {
    const bench = benchFor(RULES.replace('{{ nope }}', ''), { resendDelayMs: MINUTE - 1 });
    bench.manager.start();
    for (let minute = 0; minute < 5; minute++) {
      bench.put(up('a'), 0);
      await bench.clock.advance(MINUTE);
    }
    assert.equal(bench.sent.length, 3);
    assert(bench.sent.every(({ startsAtMs }) => startsAtMs === bench.sent[0]?.startsAtMs));
    assert.equal(bench.sent[0]?.generatorUrl, 'http://sluice/graph?g0.expr=instance%3Aup+%3D%3D+0&g0.tab=1');
    bench.put(up('a'), 1);
    await bench.clock.advance(MINUTE);
    const last = bench.sent.at(-1);
    assert.equal((last?.endsAtMs ?? 0) <= bench.clock.now(), true);
    await bench.manager.stop();
  });

  it('keeps its alerts and series when a query fails, and says why', async () => {
    let fails = false;
    const healthy = benchFor(RULES.replace('{{ nope }}', ''));
    const bench = benchFor(RULES.replace('{{ nope }}', ''), {
      before: healthy,
      source: {
        query: async (expression, atMs) => {
          if (fails) throw new Error('the source is away');
          return expression === 'up'
            ? { kind: 'vector', series: [{ labels: up('a'), sample: [atMs, 0] }] }
            : { kind: 'vector', series: [{ labels: { instance: 'a' }, sample: [atMs, 0] }] };
        },
      },
    });
    bench.manager.start();
    await bench.clock.advance(3 * MINUTE);
    assert.equal(bench.manager.alerts()[0]?.state, 'firing');
    fails = true;
    await bench.clock.advance(MINUTE);
    assert.equal(bench.manager.alerts()[0]?.state, 'firing');
    assert.equal((await bench.value('ALERTS')).length, 1);
    assert.deepEqual(
      bench.manager.groups()[0]?.rules.map(({ health, lastError }) => [health, lastError]),
      [
        ['err', 'the source is away'],
        ['err', 'the source is away'],
      ],
    );
    await bench.manager.stop();
  });

  it('holds a rule to its limit, and refuses series that become one', async () => {
    const bench = benchFor(`
groups:
- name: g
  limit: 1
  rules:
  - { record: r, expr: up }
  - { alert: A, expr: up }
  - { record: s, expr: up, labels: { instance: '' } }
  - { alert: B, expr: up, labels: { instance: '' } }
`);
    bench.put(up('a'), 0);
    bench.put(up('b'), 0);
    bench.manager.start();
    await bench.clock.advance(MINUTE);
    assert.deepEqual(
      bench.manager.groups()[0]?.rules.map(({ lastError }) => lastError),
      [
        'exceeded limit of 1 with 2 series',
        'exceeded limit of 1 with 2 alerts',
        'vector contains metrics with the same labelset after applying rule labels',
        'vector contains metrics with the same labelset after applying alert labels',
      ],
    );
    await bench.manager.stop();
  });

  it('says when the store does not take what a rule gives', async () => {
    const bench = benchFor('groups:\n- name: g\n  rules:\n  - { record: up, expr: up + 1 }\n');
    bench.put({ ...up('a') }, 0);
    const atMs = firstInstant(START, MINUTE, offsetOf('r.yaml;g', MINUTE));
    const series = bench.store.series(up('a'));
    assert(series !== undefined);
    bench.store.commit({ samples: [{ series, atMs: atMs + 1000, value: 5 }], stale: { atMs, series: [] } });
    bench.manager.start();
    await bench.clock.advance(MINUTE);
    assert.match(bench.manager.groups()[0]?.rules[0]?.lastError ?? '', /1 of 1 results were not kept/);
    await bench.manager.stop();
  });

  it('looks back by the query offset, and writes there', async () => {
    const bench = benchFor('groups:\n- name: g\n  query_offset: 30s\n  rules:\n  - { record: r, expr: time() }\n');
    bench.manager.start();
    await bench.clock.advance(MINUTE);
    const [found] = bench.store.select([{ name: '__name__', operator: '=', value: 'r' }]);
    const instantMs = firstInstant(START, MINUTE, offsetOf('r.yaml;g', MINUTE));
    assert.equal(found?.newestMs, instantMs - 30_000);
    await bench.manager.stop();
  });

  it('takes over since when alerts hold from a former run, and does not touch its series before', async () => {
    const rules = 'groups:\n- name: g\n  rules:\n  - { alert: A, expr: up == 0, for: 30m }\n';
    const first = benchFor(rules);
    first.manager.start();
    for (let minute = 0; minute < 21; minute++) {
      first.put(up('a'), 0);
      await first.clock.advance(MINUTE);
    }
    await first.manager.stop();
    const activeAtMs = first.manager.alerts()[0]?.activeAtMs ?? 0;
    await first.clock.advance(5 * MINUTE);
    const second = benchFor(rules, { before: first });
    second.manager.start();
    second.put(up('a'), 0);
    await second.clock.advance(MINUTE);
    assert.notEqual(second.manager.alerts()[0]?.activeAtMs, activeAtMs);
    second.put(up('a'), 0);
    await second.clock.advance(MINUTE);
    // 19 minutes held before the stop, and the 10 of grace are not needed: it holds since then, less the time that was away.
    const restored = second.manager.alerts()[0]?.activeAtMs ?? 0;
    const awayMs = restored - Math.floor(activeAtMs / 1000) * 1000;
    assert(awayMs >= 5 * MINUTE && awayMs <= 8 * MINUTE, `away for ${awayMs} ms`);
    await second.manager.stop();
  });

  it('counts the evaluations that were left out', async () => {
    const clock = manualClock(START);
    let isSlow = true;
    const bench = benchFor('groups:\n- name: g\n  rules:\n  - { record: r, expr: up }\n', {
      clock,
      source: {
        query: async (_expression, atMs, signal) => {
          if (isSlow) await clock.sleep(3.5 * MINUTE, signal ?? new AbortController().signal);
          isSlow = false;
          return { kind: 'scalar', sample: [atMs, 1] };
        },
      },
      queryTimeoutMs: 10 * MINUTE,
    });
    bench.manager.start();
    await clock.advance(6 * MINUTE);
    assert.equal(bench.manager.groups()[0]?.missedIterations, 2);
    await bench.manager.stop();
  });

  it('gives up a query at its deadline', async () => {
    const clock = manualClock(START);
    const bench = benchFor('groups:\n- name: g\n  rules:\n  - { record: r, expr: up }\n', {
      clock,
      queryTimeoutMs: 10_000,
      source: {
        query: (_expression, _atMs, signal) =>
          new Promise((_resolve, reject) => {
            signal?.addEventListener('abort', () => reject(new Error('the query was given up')));
          }),
      },
    });
    bench.manager.start();
    await clock.advance(2 * MINUTE);
    assert.equal(bench.manager.groups()[0]?.rules[0]?.lastError, 'the query was given up');
    await bench.manager.stop();
  });

  it('refuses a group that is there twice', () => {
    const { groups } = parseRuleFile(RULES.replace('{{ nope }}', ''), 'r.yaml');
    assert.throws(() => benchFor(RULES.replace('{{ nope }}', ''), { groups: [...groups, ...groups] }), /r\.yaml;g is there twice/);
  });
});

describe("a group's grid", () => {
  it('has its first instant at or after now, at the offset of its name', () => {
    assert.equal(firstInstant(120_000, MINUTE, 0), 120_000);
    assert.equal(firstInstant(120_001, MINUTE, 0), 180_000);
    assert.equal(firstInstant(120_001, MINUTE, 500), 120_500);
  });

  it('spreads groups over the interval', () => {
    const offsets = Array.from({ length: 100 }, (_, index) => offsetOf(`rules.yaml;group-${index}`, MINUTE));
    assert(offsets.every((offset) => offset >= 0 && offset < MINUTE));
    assert(new Set(offsets.map((offset) => Math.floor(offset / 6000))).size >= 9);
  });
});
