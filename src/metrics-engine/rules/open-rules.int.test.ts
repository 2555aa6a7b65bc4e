import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ManualClock, manualClock } from '../manual-clock.ts';
import { type MetricsEngine, openMetricsEngine } from '../metrics-engine.ts';
import { RuleFileError } from './file/rule-file-error.ts';

const MINUTE = 60_000;
const START = 1_700_000_000_000;
const RULES = `
groups:
- name: heat
  rules:
  - { record: room:heat:max, expr: max by (room) (heat) }
  - { alert: Hot, expr: room:heat:max > 1, for: 30m, annotations: { summary: '{{ $labels.room }} in {{ $externalLabels.site }}' } }
`;
const CONFIG = `
global: { evaluation_interval: 1m, external_labels: { site: s1 } }
rule_files: [rules/*.yaml, none/*.yaml]
alerting: { alertmanagers: [{ static_configs: [{ targets: ['alertmanager:9093'] }] }] }
`;

describe('the rules of an engine', () => {
  let folder: string;
  let clock: ManualClock;
  let posted: string[];

  const open = (): Promise<MetricsEngine> =>
    openMetricsEngine({
      config: CONFIG.replace('rules/', `${folder}/`),
      configFolder: folder,
      folder: join(folder, 'data'),
      clock,
      externalUrl: 'http://sluice',
      post: async (url, { body }) => {
        posted.push(`${url} ${body}`);
        return { status: 200, text: '' };
      },
    });

  /** Heats a room each minute. */
  async function heat(engine: MetricsEngine, value: number, minutes: number): Promise<void> {
    const writer = engine.writer();
    for (let minute = 0; minute < minutes; minute++) {
      writer.write([{ labels: { __name__: 'heat', room: 'a' }, value }], clock.now());
      await clock.advance(MINUTE);
    }
  }

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'engine-rules-'));
    clock = manualClock(START);
    posted = [];
    await writeFile(join(folder, 'heat.yaml'), RULES);
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('are those of the files that the configuration names, and are told to the Alertmanagers that it names', async () => {
    const engine = await open();
    assert.deepEqual(engine.rules.unmatched, [join(folder, 'none/*.yaml')]);
    engine.start();
    await heat(engine, 5, 33);
    const [group] = engine.rules.groups();
    assert.deepEqual([group?.name, group?.file, group?.rules.length], ['heat', join(folder, 'heat.yaml'), 2]);
    assert.deepEqual(
      engine.rules.alerts().map(({ state, labels }) => [state, labels]),
      [['firing', { alertname: 'Hot', room: 'a' }]],
    );
    const answer = await engine.source.query('ALERTS', clock.now());
    assert.equal(answer.kind === 'vector' && answer.series.length, 1);
    assert.match(
      posted[0] ?? '',
      /^http:\/\/alertmanager:9093\/api\/v2\/alerts \[\{"labels":\{"alertname":"Hot","room":"a","site":"s1"\},"annotations":\{"summary":"a in s1"\}/,
    );
    assert.equal(engine.rules.alertmanagers()[0]?.waiting, 0);
    await engine.stop();
  });

  it('go on after a restart: an alert that held for a while needs not hold for all of its time again', async () => {
    const first = await open();
    first.start();
    await heat(first, 5, 19);
    await first.stop();
    const activeAtMs = first.rules.alerts()[0]?.activeAtMs ?? 0;
    await clock.advance(MINUTE);
    const second = await open();
    second.start();
    await heat(second, 5, 2);
    const restoredMs = second.rules.alerts()[0]?.activeAtMs ?? 0;
    assert(restoredMs - activeAtMs <= 4 * MINUTE, `moved on by ${restoredMs - activeAtMs} ms`);
    await heat(second, 5, 15);
    assert.equal(second.rules.alerts()[0]?.state, 'firing');
    await second.stop();
  });

  it('that are refused keep the engine from opening', async () => {
    await writeFile(join(folder, 'heat.yaml'), RULES.replace('max by', 'mix by'));
    await assert.rejects(
      open(),
      (error) => error instanceof RuleFileError && /heat\.yaml:\d+:\d+: group "heat", rule 1/.test(error.message),
    );
  });
});
